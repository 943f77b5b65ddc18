"""When notifications leave: soon after something needs somebody, together, and never outside their hours."""

import datetime as dt
from collections.abc import Sequence

from esn.core import alarms
from esn.core.alarms import set_alarm
from esn.core.clock import now
from esn.core.events import Entry
from esn.core.jobs import defer
from feeds.events import UrgentlyCalled
from frontend.pushing import sending
from frontend.pushing.sending import DUE
from inbox.events import InboxChanged
from people import queries
from people.events import AvailabilityChanged, NotifyingChanged

GATHER = dt.timedelta(seconds=5)  # what comes together is one notification
PAUSE = dt.timedelta(minutes=1)  # between two of one person


def follow(entries: Sequence[Entry]) -> None:
    """What the worker does with a batch of the log: sets the alarms of those whom something needs, and calls at once.

    What one did oneself is silent, as in an open page.
    """
    news = {
        entry.audience_id
        for entry in entries
        if entry.type == InboxChanged.type and entry.actor_id != entry.audience_id
    }
    moved = {entry.data["id"] for entry in entries if entry.type in (AvailabilityChanged.type, NotifyingChanged.type)}
    calls = [(entry.audience_id, entry.data["call"]) for entry in entries if entry.type == UrgentlyCalled.type]
    if not (news or moved or calls):
        return
    receivers = queries.push_receivers({*news, *moved, *(person for person, _call in calls)})
    for person_id, call_id in calls:
        if person_id in receivers:
            defer(sending.deliver_urgent, person_id=person_id, call_id=call_id)
    _wind(news & receivers.keys(), moved & receivers.keys(), receivers)


def due(person_id: str, due_at: dt.datetime) -> None:
    """Something waits for somebody; who may not be disturbed is notified at the next moment when they may."""
    found = queries.reach([person_id]).get(person_id)
    if found is None:
        return
    if found.now:
        defer(sending.deliver, person_id=person_id)
    else:
        set_alarm(DUE, person_id, found.at)


def _wind(news: set[str], moved: set[str], last: dict[str, dt.datetime | None]) -> None:
    """Set the alarms of those with news who have none; who can be reached earlier hears earlier."""
    moment = now()
    waiting = alarms.waiting((DUE,), news | moved)
    times = queries.times_of(news | moved, moment)
    for id_ in sorted(times):
        before, sent = waiting.get((id_, DUE)), last[id_]
        soon = moment + GATHER if sent is None else max(moment + GATHER, sent + PAUSE)
        at = times[id_].reach(soon).at
        if (before is None and id_ in news) or (before is not None and moment < before and at < before):
            set_alarm(DUE, id_, at)
