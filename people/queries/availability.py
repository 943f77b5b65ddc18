"""How people can be reached now, decided here alone: it names no place, and tells nobody when they worked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q

from esn.core.clock import now
from people.models import Person
from people.queries.people import PersonRef, refs
from people.queries.reach import region_of
from people.quiet import Times
from people.seen import seen
from people.week import Stretch, back_at, working, zone_of

STATES = ("active", "away", "focus", "off_hours")
_KINDS = (Person.Kind.MEMBER, Person.Kind.GUEST)


@dataclass(frozen=True)
class Availability:
    """How somebody can be reached now.

    ``state`` is active (seen in the last minutes), away (said so, or not seen), focus or off_hours; ``until`` is when
    an absence or a focus ends, ``back_at`` when their work goes on; ``delegate`` stands in while they are away.
    """

    state: str
    until: dt.datetime | None = None
    back_at: dt.datetime | None = None
    delegate: PersonRef | None = None


@dataclass
class _Told:
    """What somebody has said of themselves."""

    zone: str
    focus_until: dt.datetime | None
    absent_until: dt.datetime | None
    delegate_id: str | None
    region: str
    week: list[Stretch]


def availability(person_ids: Iterable[str]) -> dict[str, Availability]:
    """How some people can be reached now; whoever keeps no hours here or may not act any more is left out.

    One statement for any number of people, and one more where somebody stands in. What somebody said themselves comes
    before what was seen of them: away, then in focus, then outside their hours, then seen or not. By id: the order in
    which a database gives rows tells nothing.
    """
    moment = now()
    told = _told(set(person_ids), moment)
    delegates = {one.delegate_id for one in told.values() if one.delegate_id}
    known = refs(delegates) if delegates else {}
    there = seen.among(told)
    return {id_: _state(one, known, moment, is_there=id_ in there) for id_, one in sorted(told.items())}


def _state(told: _Told, known: dict[str, PersonRef], moment: dt.datetime, *, is_there: bool) -> Availability:
    zone, free = zone_of(told.zone), Times(dt.UTC, region=told.region).free
    if told.absent_until is not None:
        back = back_at(told.week, zone, told.absent_until, free)
        return Availability("away", told.absent_until, back, known.get(told.delegate_id or ""))
    if told.focus_until is not None and told.focus_until > moment:
        return Availability("focus", told.focus_until)
    if not working(told.week, zone, moment, free):
        return Availability("off_hours", back_at=back_at(told.week, zone, moment, free))
    return Availability("active" if is_there else "away")


def _told(ids: set[str], moment: dt.datetime) -> dict[str, _Told]:
    standing = Q(absences__over_at=None, absences__start__lte=moment, absences__end__gt=moment)
    rows = (
        Person.objects.filter(id__in=ids, kind__in=_KINDS, is_active=True)
        .alias(absent=FilteredRelation("absences", condition=standing))
        .values_list(
            "id", "time_zone", "focus_until", "absent__end", "absent__delegate_id", "absent__delegate__is_active",
            "notifying__region", "hours__weekday", "hours__start", "hours__end",
        )
        .order_by()
    )  # fmt: skip
    found: dict[str, _Told] = {}
    for row in rows if ids else ():
        _gather(found, row)
    return found


def _gather(found: dict[str, _Told], row: tuple[Any, ...]) -> None:
    """Add a row: each person comes once for each stretch of their week."""
    id_, zone, focus_until, absent_until, delegate_id, acts, region, weekday, start, end = row
    told = _Told(
        zone,
        focus_until,
        absent_until,
        delegate_id if acts else None,
        region_of(region, keeps_hours=weekday is not None),
        [],
    )
    one = found.setdefault(id_, told)
    if weekday is not None:
        one.week.append(Stretch(weekday, start, end))
