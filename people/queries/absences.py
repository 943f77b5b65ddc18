"""Who is away, and who stands in for them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from esn.core.clock import now
from esn.core.errors import NotFound
from people import policy
from people.models import Absence, Person
from people.queries.people import PersonRef, refs


@dataclass(frozen=True)
class AbsenceSummary:
    """A time in which somebody is away, planned or under way."""

    id: str
    start: dt.datetime
    end: dt.datetime
    delegate: PersonRef | None  # who receives handoffs and notifications meanwhile
    note: str


@dataclass(frozen=True)
class StandIn:
    """For whom one stands in, or will."""

    person: PersonRef
    start: dt.datetime
    until: dt.datetime
    begun: bool


def absence(viewer: Person) -> AbsenceSummary:
    """The viewer's own absence, planned or under way; NotFound where there is none."""
    row = Absence.objects.filter(person=viewer, over_at=None, end__gt=now()).first()
    if row is None:
        raise NotFound
    return _summary(row)


def absence_of(person_id: str) -> AbsenceSummary | None:
    """The absence in which somebody is now, for colleagues."""
    row = Absence.objects.filter(policy.under_way(now()), person=person_id).first()
    return _summary(row) if row else None


def stand_ins(viewer: Person) -> tuple[StandIn, ...]:
    """For whom the viewer stands in now or is going to, by when it begins."""
    moment = now()
    rows = list(policy.planned_for(viewer.id).order_by("start", "id").values_list("person_id", "start", "end"))
    known = refs(person_id for person_id, _start, _end in rows) if rows else {}
    return tuple(StandIn(known[person_id], start, end, start <= moment) for person_id, start, end in rows)


def delegators_of(person_id: str) -> frozenset[str]:
    """For whom somebody acts now: one step, and no further."""
    return frozenset(policy.stood_in_for(person_id).values_list("person_id", flat=True))


def receivers_of(person_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Who is to be told what is meant for each of some people: they themselves, and who stands in for them now.

    Whether a delegate may read what they are told of is for the caller to ask.
    """
    wanted = list(dict.fromkeys(person_ids))
    delegates = dict(policy.delegated(now()).filter(person__in=wanted).values_list("person_id", "delegate_id"))
    return {id_: (id_, delegates[id_]) if id_ in delegates else (id_,) for id_ in wanted}


def _summary(row: Absence) -> AbsenceSummary:
    found = refs([row.delegate_id]) if row.delegate_id else {}
    return AbsenceSummary(row.id, row.start, row.end, found.get(row.delegate_id or ""), row.note)
