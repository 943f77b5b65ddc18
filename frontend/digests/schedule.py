"""When mail of what needs somebody leaves: at the hours they chose, and never while they may not be disturbed.

What happened in somebody's inbox sets an alarm for them; the alarm asks for a job; the job looks at everything again.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from esn.core import alarms
from esn.core.alarms import set_alarm
from esn.core.clock import now
from esn.core.events import Entry
from esn.core.jobs import defer
from feeds.events import UrgentlyCalled
from frontend.digests import sending
from inbox.events import InboxChanged
from people import queries
from people.events import AvailabilityChanged, NotifyingChanged
from people.models import Notifying
from people.queries import NotifyingChoices
from people.quiet import Times
from search.events import KeptMatched

DIGEST, IMPACT = "mail.digest", "mail.impact"  # the alarms
GATHER = dt.timedelta(minutes=2)  # what harms a customer waits so long for what comes with it
_DAYS = 9
Mail = Notifying.Mail


def follow(entries: Sequence[Entry]) -> None:
    """What the worker does with a batch of the log: sets the alarms of those whose inbox, hours or choices changed."""
    news = {entry.audience_id for entry in entries if entry.type in (InboxChanged.type, KeptMatched.type)}
    chose = {entry.data["id"] for entry in entries if entry.type == NotifyingChanged.type}
    moved = {entry.data["id"] for entry in entries if entry.type == AvailabilityChanged.type}
    if news or chose or moved:
        _wind(news, chose, moved)
    for entry in entries:
        if entry.type == UrgentlyCalled.type:
            defer(sending.deliver_urgent, person_id=entry.audience_id, call_id=entry.data["call"])


def digest_due(person_id: str, due_at: dt.datetime) -> None:
    """The hour of somebody's mail has come; who may not be disturbed gets it at the next moment when they may."""
    if not _postponed(DIGEST, person_id):
        defer(sending.deliver_digest, person_id=person_id)


def impact_due(person_id: str, due_at: dt.datetime) -> None:
    """Something that harms a customer waits for somebody: each such line is a mail of its own."""
    if not _postponed(IMPACT, person_id):
        for line_id in sending.harmful(person_id):
            defer(sending.deliver_line, person_id=person_id, line_id=line_id)


def next_mail(said: NotifyingChoices, zone: dt.tzinfo, at: dt.datetime) -> dt.datetime | None:
    """The next hour of mail that somebody chose, after a moment; None for who wants none."""
    if said.mail == Mail.NEVER:
        return None
    if said.mail == Mail.HOURLY:
        return at.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    today = at.astimezone(zone).date()
    for number in range(_DAYS):
        date = today + dt.timedelta(days=number)
        moment = dt.datetime.combine(date, dt.time(said.mail_hour), zone).astimezone(dt.UTC)
        if moment > at and (said.mail != Mail.WEEKLY or date.weekday() == said.mail_weekday):
            return moment
    raise AssertionError("a week has every weekday")


def _wind(news: set[str], chose: set[str], moved: set[str]) -> None:
    """Set the alarms of those with news who have none; another choice moves them, and who is back early hears early.

    An alarm whose moment has come is left alone: its handler looks at everything itself.
    """
    moment = now()
    waiting = alarms.waiting((DIGEST, IMPACT), news | chose | moved)
    concerned = news | {id_ for id_, _kind in waiting}
    chosen = queries.choices_of(concerned)
    times = queries.times_of(concerned, moment)
    for id_ in sorted(times):
        for kind, due in _dues(chosen[id_], times[id_], moment):
            before = waiting.get((id_, kind))
            if before is None:
                if id_ in news:
                    set_alarm(kind, id_, due)
            elif moment < before and (id_ in chose or (id_ in moved and due < before)):
                set_alarm(kind, id_, due)


def _dues(said: NotifyingChoices, times: Times, moment: dt.datetime) -> Iterable[tuple[str, dt.datetime]]:
    """When mail may leave for somebody: the one of many lines, and that of what harms a customer."""
    due = next_mail(said, times.zone, moment)
    if due is not None:
        yield DIGEST, times.reach(due).at
    if said.mail == Mail.IMPACT:
        yield IMPACT, times.reach(moment + GATHER).at


def _postponed(kind: str, person_id: str) -> bool:
    """Whether somebody may not be disturbed now; the alarm comes again when they may."""
    found = queries.reach([person_id]).get(person_id)
    if found is None or found.now:
        return found is None
    set_alarm(kind, person_id, found.at)
    return True
