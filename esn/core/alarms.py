"""Alarms: what must happen at a stored moment, once, whether or not a worker was running then.

An alarm names a kind and a subject; setting it again moves it. A handler reads the row of its subject again, since the
world may have changed before the alarm came due.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db import close_old_connections, transaction
from django.db.models import F

from esn.core.clock import now
from esn.core.models import Alarm

logger = logging.getLogger(__name__)

BATCH = 100
POLL_SECONDS = 1.0  # a clock that was set forward is noticed by then
LONGEST_PAUSE = 60  # minutes between two tries of an alarm whose handler fails

Handler = Callable[[str, dt.datetime], None]  # is told the subject, and when the alarm was due


def set_alarm(kind: str, subject: str, due_at: dt.datetime) -> None:
    """Let ``kind`` happen to the subject at that moment, once; instead of any moment that was set before."""
    Alarm.objects.update_or_create(
        kind=kind, subject=subject, defaults={"due_at": due_at, "try_at": due_at, "fired_at": None, "tries": 0}
    )


def cancel(kind: str, subject: str) -> None:
    """Let ``kind`` not happen to the subject."""
    Alarm.objects.filter(kind=kind, subject=subject, fired_at=None).delete()


def waiting(kinds: Collection[str], subjects: Iterable[str]) -> dict[tuple[str, str], dt.datetime]:
    """When some kinds of alarm will come to some subjects: by subject and kind, those that are set."""
    rows = Alarm.objects.filter(kind__in=kinds, subject__in=list(subjects), fired_at=None)
    return {(subject, kind): due for subject, kind, due in rows.values_list("subject", "kind", "due_at")}


def run_due(handlers: Mapping[str, Handler]) -> int:
    """Let everything happen whose moment has come; how many alarms were handled."""
    waiting = Alarm.objects.filter(kind__in=list(handlers), fired_at=None, try_at__lte=now())
    due = list(waiting.order_by("try_at", "id").values_list("id", flat=True)[:BATCH])
    return sum(_run_one(id_, handlers) for id_ in due)


def run_forever(handlers: Mapping[str, Handler], stop: threading.Event) -> None:
    """Let things happen when they are due, until asked to stop."""
    pause = 0.0
    while not stop.wait(pause):
        pause = POLL_SECONDS
        try:
            if run_due(handlers) == BATCH:
                pause = 0.0
        except Exception:
            logger.exception("The alarms stumbled; they try again.")
        finally:
            close_old_connections()


def _run_one(alarm_id: int, handlers: Mapping[str, Handler]) -> int:
    """Handle one alarm in one transaction with its mark, so that no second worker and no restart repeats it."""
    try:
        with transaction.atomic():
            rows = Alarm.objects.select_for_update().filter(id=alarm_id, fired_at=None, try_at__lte=now())
            alarm = rows.first()
            if alarm is None:
                return 0  # another worker was first, or it was moved
            Alarm.objects.filter(id=alarm_id).update(fired_at=now())
            handlers[alarm.kind](alarm.subject, alarm.due_at)
    except Exception:
        logger.exception("Alarm %d failed; it is tried again later.", alarm_id)
        _postpone(alarm_id)
        return 0
    return 1


def _postpone(alarm_id: int) -> None:
    alarm = Alarm.objects.filter(id=alarm_id).first()
    if alarm is not None:
        minutes = min(2 ** min(alarm.tries, 6), LONGEST_PAUSE)
        Alarm.objects.filter(id=alarm_id).update(tries=F("tries") + 1, try_at=now() + dt.timedelta(minutes=minutes))
