"""What somebody does with a line of their own: done, undo, snooze, wake; and reading, which settles what it can."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from feeds import actions as feeds
from feeds import policy as feed_policy
from inbox import policy
from inbox.events import InboxChanged
from inbox.models import InboxLine
from inbox.needs import PUT_AWAY, READING
from inbox.reasons import codes, which
from people.models import Person
from people.policy import own_audience

WAKE = "inbox.wake"  # the alarm that ends a snooze
LONGEST = dt.timedelta(days=366)
MARKS = ("read_up_to", "done_up_to", "snoozed_at", "until", "until_event")
State = InboxLine.State


@transaction.atomic
def put_away(actor: Person, *, line_id: str) -> None:
    """Done with what had only to be read. A deed stays until it is done: Conflict where nothing else is there."""
    line = policy.require_line(actor, line_id, lock=True)
    if line.state == State.DONE:
        return
    if not any(reason["code"] in PUT_AWAY for reason in line.reasons):
        raise Conflict("needs_a_deed", _("This stays until somebody has done it. Open it, or let it come back later."))
    _remember(line)
    line.done_up_to = now()
    _settle(line, PUT_AWAY)
    _keep(line)


@transaction.atomic
def put_away_all(actor: Person, *, line_ids: Sequence[str]) -> None:
    """Done with several lines; those that need a deed, and those that are not one's own, stay as they are."""
    for line_id in dict.fromkeys(line_ids):
        with suppress(Conflict, NotFound):
            put_away(actor, line_id=line_id)


@transaction.atomic
def undo(actor: Person, *, line_id: str) -> None:
    """Take back one's last deed with a line: it waits again as before."""
    line = policy.require_line(actor, line_id, lock=True)
    if not line.before:
        raise Conflict("nothing_to_undo", _("There is nothing to undo here."))
    marks, line.before = line.before, {}
    for name in MARKS:
        value = marks.get(name)
        is_moment = value is not None and name != "until_event"
        setattr(line, name, dt.datetime.fromisoformat(value) if is_moment else value or _empty(name))
    came = {which(reason): reason for reason in line.reasons}
    was = {which(reason) for reason in marks["reasons"]}
    line.reasons = [*marks["reasons"], *(reason for key, reason in came.items() if key not in was)]
    _describe(line)  # the consumer looks at it again at once, in case something happened meanwhile
    line.state = State.SNOOZED if line.until is not None or line.until_event else State.OPEN
    if line.until is not None:
        set_alarm(WAKE, line.id, line.until)
    else:
        cancel(WAKE, line.id)
    _keep(line)


@transaction.atomic
def snooze(actor: Person, *, line_id: str, until: dt.datetime | None = None, event: str = "") -> None:
    """Let a line come back at a moment, or when something happens in its subject; with both, at what comes first."""
    line = policy.require_line(actor, line_id, lock=True)
    if line.state == State.DONE:
        raise Conflict("done", _("This is done already."))
    if until is None and not event:
        raise Invalid.field("until", "required", _("Say until when, or until what happens."))
    if until is not None and not now() < until <= now() + LONGEST:
        raise Invalid.field("until", "past", _("Name a moment to come, within a year."))
    if event and event not in policy.snooze_events(line):
        raise Invalid.field("event", "unknown", _("This cannot happen here."))
    _remember(line)
    line.state, line.until, line.until_event, line.snoozed_at = State.SNOOZED, until, event, now()
    if until is not None:
        set_alarm(WAKE, line.id, until)
    else:
        cancel(WAKE, line.id)
    _keep(line)


@transaction.atomic
def wake(actor: Person, *, line_id: str) -> None:
    """Let a snoozed line wait again now."""
    line = policy.require_line(actor, line_id, lock=True)
    if line.state == State.SNOOZED:
        _remember(line)
        _wake(line)


@transaction.atomic
def end_snooze(line_id: str, due_at: dt.datetime) -> None:
    """The moment has come until which a line was snoozed."""
    line = InboxLine.objects.select_for_update().filter(id=line_id, state=State.SNOOZED).first()
    if line is not None and line.until is not None and line.until <= now():
        _wake(line)


def settle_by_reading(actor: Person, *, kind: str, subject_id: str) -> None:
    """The actor has read a thread or a case to its end: what had only to be read is settled. Often nothing is."""
    rows = InboxLine.objects.filter(person=actor, subject_kind=kind, subject_id=subject_id)
    if not any(_has_reading(row) for row in rows.exclude(state__in=[State.GONE, State.DONE])):
        return
    with transaction.atomic():
        for line in rows.exclude(state__in=[State.GONE, State.DONE]).select_for_update():
            line.read_up_to = now()
            line.before = {}
            _settle(line, READING)
            _keep(line)


def read_post(actor: Person, *, post_id: str) -> None:
    """The actor has read everything up to a post: its audience up to there, and its thread or case to the end."""
    feeds.mark_read(actor, post_id=post_id)
    post = feed_policy.require_post(actor, post_id)
    place = post.audience
    in_case = place.subject_kind == "case"
    subject = place.subject_ref if in_case else post.root_id or post.id
    settle_by_reading(actor, kind="case" if in_case else "thread", subject_id=subject)


def _has_reading(line: InboxLine) -> bool:
    return any(reason["code"] in READING for reason in line.reasons)


def _settle(line: InboxLine, codes: frozenset[str]) -> None:
    """Leave what is not settled so; when nothing is left, the line is done and keeps what it said."""
    remaining = [reason for reason in line.reasons if reason["code"] not in codes]
    if not remaining:
        line.state = State.DONE
        line.until, line.until_event, line.snoozed_at = None, "", None
        return
    line.reasons = remaining
    _describe(line)


def _describe(line: InboxLine) -> None:
    """The columns that follow from the reasons."""
    first = line.reasons[0]
    dues = [reason["due"] for reason in line.reasons if reason["due"]]
    line.kind, line.harm = first["code"], min(reason["harm"] for reason in line.reasons)
    line.codes = codes(line.reasons)
    line.count = sum(reason["count"] for reason in line.reasons)
    line.since = min(dt.datetime.fromisoformat(reason["since"]) for reason in line.reasons)
    line.due = dt.datetime.fromisoformat(min(dues)) if dues else None


def _remember(line: InboxLine) -> None:
    """Keep the marks as they were, so that the deed can be undone."""
    line.before = {name: _plain(getattr(line, name)) for name in MARKS} | {"reasons": line.reasons}


def _plain(value: dt.datetime | str | None) -> str | None:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _empty(name: str) -> str | None:
    return "" if name == "until_event" else None


def _wake(line: InboxLine) -> None:
    cancel(WAKE, line.id)
    line.state, line.until, line.until_event, line.snoozed_at = State.OPEN, None, "", None
    _keep(line)


def _keep(line: InboxLine) -> None:
    line.changed_at, line.revision = now(), line.revision + 1
    line.save()
    record(InboxChanged(audience_id=own_audience(line.person_id), id=line.id), line.person_id)
