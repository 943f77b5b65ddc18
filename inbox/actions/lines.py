"""The only writer of what lines say: derives the needs of some subjects anew and keeps what differs.

Running it twice changes nothing, and running it for everything gives what all the facts gave one by one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from esn.core.alarms import set_alarm
from esn.core.clock import now
from esn.core.events import record_all
from groups import policy as reading
from groups.models import Audience, Membership
from inbox.events import InboxChanged
from inbox.models import InboxLine
from inbox.mutes import unmuted
from inbox.needs import READING, Happened, Look, Need, Source, Touch
from inbox.reasons import FOR, Marks, Standing, codes, standing
from people.models import Person
from people.policy import own_audience, stood_in_for
from people.queries import receivers_of

LOOK = "inbox.look"  # the alarm that looks at a subject again
DERIVED = ("audience_id", "kind", "codes", "count", "harm", "reasons", "since", "due", "customer")
CHUNK = 200  # subjects of one statement
State = InboxLine.State
Key = tuple[str, str, str]  # person, kind and id of the subject


@transaction.atomic
def renew(sources: Sequence[Source], touches: Iterable[Touch], happened: Iterable[Happened] = ()) -> int:
    """Look at some subjects again; how many lines changed. ``happened`` wakes what was snoozed until it."""
    ordered = sorted(set(touches), key=lambda touch: (touch.kind, touch.id, touch.person))
    events = list(happened)
    return sum(_renew(sources, ordered[at : at + CHUNK], events) for at in range(0, len(ordered), CHUNK))


def reconcile(sources: Sequence[Source], person_ids: Collection[str]) -> int:
    """Look again at all that may need some people, and at all their lines; how many changed. None, when all is well."""
    theirs: set[Touch] = set()
    for person_id in person_ids:
        circle = [person_id, *stood_in_for(person_id).values_list("person_id", flat=True)]
        found = {key for source in sources for key in source.concerning(circle)}
        lines = InboxLine.objects.filter(person=person_id).exclude(state=State.GONE)
        found |= set(lines.values_list("subject_kind", "subject_id"))
        theirs |= {Touch(kind, id_, person_id) for kind, id_ in found}
    return renew(sources, theirs)


@transaction.atomic
def look_again(sources: Sequence[Source], subject: str, due_at: dt.datetime) -> None:
    """The clock may have changed what a subject needs."""
    kind, _colon, ident = subject.partition(":")
    renew(sources, [Touch(kind, ident)])


def _renew(sources: Sequence[Source], touches: list[Touch], happened: list[Happened]) -> int:
    answers = [answer for source in sources for answer in source.needs(touches)]
    for look in answers:
        if isinstance(look, Look):
            set_alarm(LOOK, f"{look.kind}:{look.id}", look.at)
    needs = unmuted(_readable(_with_delegates([need for need in answers if isinstance(need, Need)])))
    whole = {(touch.kind, touch.id) for touch in touches if not touch.person}
    single = {(touch.person, touch.kind, touch.id) for touch in touches if touch.person}
    wanted: dict[Key, list[Need]] = defaultdict(list)
    for need in needs:
        key = (need.person, need.kind, need.id)
        if key in single or key[1:] in whole:
            wanted[key].append(need)
    lines = {
        (line.person_id, line.subject_kind, line.subject_id): line
        for line in InboxLine.objects.select_for_update().filter(_subjects(whole, single))
    }
    return _write(wanted, lines, happened)


def _subjects(whole: set[tuple[str, str]], single: set[Key]) -> Q:
    """The lines of some subjects, and of some people in others."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, ident in whole:
        by_kind[kind].append(ident)
    theirs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for person, kind, ident in single:
        theirs[person, kind].append(ident)
    condition = Q(pk__in=[])
    for kind, idents in by_kind.items():
        condition |= Q(subject_kind=kind, subject_id__in=idents)
    for (person, kind), idents in theirs.items():
        condition |= Q(person=person, subject_kind=kind, subject_id__in=idents)
    return condition


def _with_delegates(needs: list[Need]) -> list[Need]:
    """What waits for somebody who is away waits also for who stands in for them."""
    receivers = receivers_of({need.person for need in needs if need.standing_in})
    known = {(need.person, need.kind, need.id, need.code) for need in needs}
    more = []
    for need in needs:
        for other in receivers[need.person][1:] if need.standing_in else ():
            key = (other, need.kind, need.id, need.code)
            if key not in known:
                more.append(replace(need, person=other, values={**need.values, FOR: need.person}))
    return [*needs, *more]


def _readable(needs: list[Need]) -> list[Need]:
    """Only what each person reads; who reads the post but not the audience of the line has the line there."""
    places = {place for need in needs for place in (need.audience, need.side) if place}
    people = Person.objects.in_bulk({need.person for need in needs})
    open_to = dict(Audience.objects.filter(id__in=places).values_list("id", "open_to_members"))
    rows = Membership.objects.filter(person__in=list(people), audience__in=places)
    seats = list(rows.values_list("person_id", "audience_id", "role", "read_at"))
    roles = {(person, place): role for person, place, role, _read_at in seats}
    read_to = {(person, place): read_at for person, place, _role, read_at in seats}
    readers = {id_: reading.readable(person) for id_, person in people.items()}

    def reads(person: str, place: str) -> bool:
        return (
            person in readers
            and place in open_to
            and readers[person].admits(open_to[place], roles.get((person, place)))
        )

    found = []
    for need in needs:
        if need.side and not reads(need.person, need.side):
            continue
        place = need.audience if reads(need.person, need.audience) else need.side
        if place and reads(need.person, place):
            read_at = read_to.get((need.person, need.side or place))
            read = read_at is not None and need.at <= read_at and need.code != "urgent"  # that waits to be opened
            found.append(replace(need, audience=place, read=read))
    return found


def _write(wanted: Mapping[Key, list[Need]], lines: Mapping[Key, InboxLine], happened: list[Happened]) -> int:
    made, kept = [], []
    for key in sorted(set(wanted) | set(lines)):
        line = lines.get(key)
        if line is None:
            if all(need.code in READING and need.read for need in wanted[key]):
                continue  # read before the inbox came to it, as after an import
            line = InboxLine(
                person_id=key[0], subject_kind=key[1], subject_id=key[2], audience_id=wanted[key][0].audience
            )
            line.read_up_to = max((need.at for need in wanted[key] if need.read), default=None)
            _say(line, wanted[key], happened)
            made.append(line)
        elif _say(line, wanted.get(key, []), happened):
            kept.append(line)
    InboxLine.objects.bulk_create(made)
    fields = [*DERIVED, "state", "until", "until_event", "snoozed_at", "changed_at", "revision"]
    InboxLine.objects.bulk_update(kept, fields, batch_size=100)
    record_all(InboxChanged(audience_id=own_audience(line.person_id), id=line.id) for line in [*made, *kept])
    return len(made) + len(kept)


def _say(line: InboxLine, needs: list[Need], happened: list[Happened]) -> bool:
    """Let a line say what is needed now; whether that is something else than before."""
    told = standing(needs, Marks(line.read_up_to, line.done_up_to))
    fresh = _derived(line, told, needs)
    before = {name: getattr(line, name) for name in (*DERIVED, "state")}
    state = _state(line, told, happened)
    if before == {**fresh, "state": state}:
        return False
    for name, value in fresh.items():
        setattr(line, name, value)
    if state != State.SNOOZED:
        line.until, line.until_event, line.snoozed_at = None, "", None
    line.state, line.changed_at, line.revision = state, now(), line.revision + 1
    return True


def _state(line: InboxLine, told: Standing, happened: list[Happened]) -> str:
    if not told.reasons:
        return State.GONE
    if told.settled:
        return State.DONE
    return State.SNOOZED if line.state == State.SNOOZED and not _wakes(line, told, happened) else State.OPEN


def _wakes(line: InboxLine, told: Standing, happened: list[Happened]) -> bool:
    """What was snoozed comes back when what it waits for happened, or when it harms the customer more than before."""
    if told.harm < line.harm or (line.until is not None and line.until <= now()):
        return True
    return line.snoozed_at is not None and any(
        (one.kind, one.id, one.what) == (line.subject_kind, line.subject_id, line.until_event)
        and one.at >= line.snoozed_at
        and one.by != line.person_id
        for one in happened
    )


def _derived(line: InboxLine, told: Standing, needs: list[Need]) -> dict[str, Any]:
    """The columns of a line; one that nothing needs any more keeps what it said, but for its reasons."""
    if not told.reasons:
        return {**{name: getattr(line, name) for name in DERIVED}, "reasons": [], "count": 0, "codes": "", "due": None}
    first = told.reasons[0]
    dues = [reason["due"] for reason in told.reasons if reason["due"]]
    return {
        "audience_id": next((need.audience for need in needs if need.audience != need.side), needs[0].audience),
        "kind": first["code"],
        "codes": codes(told.reasons),
        "count": sum(reason["count"] for reason in told.reasons),
        "harm": told.harm,
        "reasons": list(told.reasons),
        "since": min(dt.datetime.fromisoformat(reason["since"]) for reason in told.reasons),
        "due": dt.datetime.fromisoformat(min(dues)) if dues else None,
        "customer": next((need.customer for need in needs if need.customer), ""),
    }
