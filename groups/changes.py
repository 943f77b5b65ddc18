"""What changed since a cursor, for devices and pages that were away: permission-checked, in order, without a gap."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from esn.core import cursors, events, retention
from groups import policy
from groups.models import Audience
from people.models import Person

SNAPSHOT = "/api/v1/snapshot/"


@dataclass(frozen=True)
class Change:
    """One fact that its reader may know; ``data`` has the id of what it is about."""

    cursor: str
    type: str
    audience: str
    at: dt.datetime
    data: dict[str, Any]


@dataclass(frozen=True)
class Changes:
    """The facts after a cursor, the cursor to go on from, and whether more are waiting.

    ``reset`` is empty, or the path at which to fetch everything anew: the log does not go back to the cursor.
    """

    results: tuple[Change, ...]
    cursor: str
    more: bool
    reset: str = ""


def since(viewer: Person, cursor: str | None, limit: int) -> Changes:
    """What changed after a cursor in what the viewer reads; without one, only where to begin."""
    present = events.present()
    if cursor is None:
        return Changes((), cursors.seal(viewer.id, present), more=False)
    place = cursors.unseal(viewer.id, cursor)
    rows = events.settled().filter(readable_events(viewer))
    found = events.entries(rows, place, limit + 1)
    if retention.is_gap(place):
        return Changes((), cursors.seal(viewer.id, present), more=False, reset=SNAPSHOT)
    shown, more = found[:limit], len(found) > limit
    # Nothing readable lies between the last result and the present place, so that the next question starts there.
    # Facts may have come since we asked for the present place: what was shown is never shown again.
    last = shown[-1].place if shown else place
    end = last if more else max(present, last)
    results = tuple(change(viewer.id, entry) for entry in shown)
    return Changes(results, cursors.seal(viewer.id, end), more)


def change(person_id: str, entry: events.Entry) -> Change:
    """A fact as its reader gets it."""
    return Change(cursors.seal(person_id, entry.place), entry.type, entry.audience_id, entry.at, entry.data)


def readable_events(viewer: Person) -> Q:
    """The facts in audiences that the viewer reads; the log has no foreign keys, so the audiences are a subquery."""
    return Q(audience_id__in=Audience.objects.filter(policy.visible(viewer, "")).values("id"))
