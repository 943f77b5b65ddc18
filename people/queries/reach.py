"""May these people be disturbed now, and when next? Mail, sound and push ask here, and nowhere else."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import FilteredRelation, Q

from esn.core import site_settings
from esn.core.clock import now
from people.models import Person
from people.quiet import NO_HOLIDAYS, Daily, Reach, Times
from people.week import Stretch, zone_of

_KINDS = (Person.Kind.MEMBER, Person.Kind.GUEST)


def reach(
    person_ids: Iterable[str], *, at: dt.datetime | None = None, also: Mapping[str, Daily] | None = None
) -> dict[str, Reach]:
    """Whether each of some people may be disturbed, and when next; who keeps no hours here or may not act is left out.

    One statement for any number of people. ``also`` are the quiet hours of a team for some of them, beside their own.
    """
    moment = at or now()
    return {
        id_: _with(times, (also or {}).get(id_)).reach(moment)
        for id_, times in times_of(set(person_ids), moment).items()
    }


def times_of(person_ids: set[str], at: dt.datetime) -> dict[str, Times]:
    """What some people said of their time, by their ids."""
    found: dict[str, tuple[tuple[Any, ...], list[Stretch]]] = {}
    for *said, weekday, start, end in _rows(person_ids, at) if person_ids else ():
        _one, week = found.setdefault(said[0], (tuple(said), []))
        if weekday is not None:
            week.append(Stretch(weekday, start, end))
    return {id_: _times(said, sorted(week)) for id_, (said, week) in sorted(found.items())}


def region_of(said: str | None, *, keeps_hours: bool = True) -> str:
    """Whose public holidays hold for who said this; empty for none.

    The site's hold for those who said their hours: of who said nothing at all, nothing is supposed.
    """
    region = said or (str(site_settings.value("holidays_of")) if keeps_hours else "")
    return "" if region == NO_HOLIDAYS else region


def _rows(person_ids: set[str], at: dt.datetime) -> Iterable[tuple[Any, ...]]:
    ahead = Q(absences__over_at=None, absences__end__gt=at)  # one that is planned counts when its time comes
    return (
        Person.objects.filter(id__in=person_ids, kind__in=_KINDS, is_active=True)
        .alias(absent=FilteredRelation("absences", condition=ahead))
        .values_list(
            "id", "time_zone", "focus_until", "absent__start", "absent__end",
            "notifying__region", "notifying__quiet_from", "notifying__quiet_until",
            "hours__weekday", "hours__start", "hours__end",
        )
        .order_by()
    )  # fmt: skip


def _times(said: tuple[Any, ...], week: list[Stretch]) -> Times:
    _id, zone, focus_until, away_from, away_until, region, quiet_from, quiet_until = said
    return Times(
        zone_of(zone),
        tuple(week),
        region_of(region, keeps_hours=bool(week)),
        (Daily(quiet_from, quiet_until),) if quiet_from is not None else (),
        focus_until,
        (away_from, away_until) if away_from else None,
    )


def _with(times: Times, more: Daily | None) -> Times:
    """The same with the quiet hours of a team, which come second: they yield where both leave no moment."""
    if more is None:
        return times
    return Times(times.zone, times.week, times.region, (*times.quiet, more), times.focus_until, times.absent)
