"""How long the event log is kept: seven days or 100,000 facts, whichever is more, and never less than somebody reads.

The moments inside facts are those of what they tell, and an import tells of last year: so the worker marks every hour
how far the log has come, and what stands before a mark of seven days ago is old. What was forgotten is written down in
the same transaction, so that a reader who comes back later than that is told so: see
docs/decisions/0043-what-the-log-keeps.md.
"""

import datetime as dt
import logging
import threading
from collections.abc import Iterable

from django.db import close_old_connections, connection, models, transaction

from esn.core import consumers, events
from esn.core.clock import now
from esn.core.consumers import Consumer
from esn.core.events import Position
from esn.core.models import Event, LogMark, SetAside, Site

logger = logging.getLogger(__name__)

KEPT = dt.timedelta(days=7)
KEPT_FACTS = 100_000
STEP = 1000  # facts that one transaction forgets, so that no writer waits long for it
EVERY_SECONDS = 3600.0


class GapError(Exception):
    """The log was forgotten beyond where somebody reads it."""


def forgotten() -> Position:
    """The last place that the log has forgotten."""
    found = Site.objects.filter(id=1).values_list("forgotten_xid", "forgotten_position").first()
    return Position(*found) if found else events.START


def is_gap(place: Position) -> bool:
    """Whether something may be missing after a place, or nothing of this log can have led there.

    Ask after having read on from the place: what is read later may be gone.
    """
    if place < forgotten():
        return True
    return place > events.newest()


def mark() -> None:
    """Write down how far the log has come by now."""
    place = events.present()
    LogMark.objects.create(at=now(), xid=place.xid, position=place.position)


def forget_old(readers: Iterable[Consumer]) -> int:
    """Forget the facts that are old, many and read by every consumer; how many. One that was set aside stays."""
    end = _end(readers)
    gone = 0
    while end is not None and (step := _forget(end)):
        gone += step
    return gone


def run_forever(readers: Iterable[Consumer], stop: threading.Event) -> None:
    """Mark and forget once an hour, until asked to stop."""
    readers, pause = tuple(readers), 0.0
    while not stop.wait(pause):
        pause = EVERY_SECONDS
        try:
            mark()
            forget_old(readers)
        except Exception:
            logger.exception("Old facts were not forgotten; it is tried again in an hour.")
        finally:
            close_old_connections()


def _end(readers: Iterable[Consumer]) -> Position | None:
    """The last place that may be forgotten; None where nothing may."""
    old = LogMark.objects.filter(at__lte=now() - KEPT).order_by("-at", "-id").first()
    newest = events.settled().order_by(*(f"-{column}" for column in events.order()))
    beyond = newest.values_list("xid", "position")[KEPT_FACTS : KEPT_FACTS + 1]
    if old is None or not beyond:
        return None
    LogMark.objects.filter(at__lt=old.at).delete()
    return min(Position(old.xid, old.position), Position(*beyond[0]), *map(consumers.position, readers))


def _forget(end: Position) -> int:
    """One step of forgetting, from the beginning of the log; how many facts."""
    aside = SetAside.objects.values("position")
    rows = _up_to(Event.objects.exclude(position__in=aside), end).order_by(*events.order())
    with transaction.atomic():
        places = [Position(*place) for place in rows.values_list("xid", "position")[:STEP]]
        if not places:
            return 0
        site, _new = Site.objects.select_for_update().get_or_create(id=1)
        last = max(places[-1], Position(site.forgotten_xid, site.forgotten_position))
        site.forgotten_xid, site.forgotten_position = last
        site.save(update_fields=["forgotten_xid", "forgotten_position"])
        Event.objects.filter(position__in=[place.position for place in places]).delete()
    return len(places)


def _up_to(rows: models.QuerySet[Event], end: Position) -> models.QuerySet[Event]:
    if connection.vendor == "sqlite":
        return rows.filter(position__lte=end.position)
    return rows.filter(models.Q(xid__lt=end.xid) | models.Q(xid=end.xid, position__lte=end.position))
