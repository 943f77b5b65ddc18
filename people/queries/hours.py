"""When people work."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from people.models import Person, WorkingHours
from people.week import Stretch, working, zone_of


@dataclass(frozen=True)
class WorkTime:
    """A stretch of work in a week, on the wall clock of the person's zone: 0 is Monday, times are like 08:30.

    An end that is not later than the start belongs to the next day.
    """

    weekday: int
    start: str
    end: str


@dataclass(frozen=True)
class Hours:
    """When somebody works; without any stretch they have not said it."""

    time_zone: str
    week: tuple[WorkTime, ...]


def hours(viewer: Person) -> Hours:
    """When the viewer works."""
    return Hours(viewer.time_zone, tuple(shown(one) for one in weeks([viewer.id])[viewer.id]))


def hours_of(person_id: str) -> Hours:
    """When somebody works; the caller has asked whether their record may be read."""
    zone = Person.objects.filter(id=person_id).values_list("time_zone", flat=True).first()
    return Hours(zone or "UTC", tuple(shown(one) for one in weeks([person_id])[person_id]))


def is_working(person: Person, at: dt.datetime) -> bool:
    """Whether a moment falls into somebody's hours; always, for who has not said them."""
    return working(weeks([person.id])[person.id], zone_of(person.time_zone), at)


def weeks(person_ids: Iterable[str]) -> dict[str, list[Stretch]]:
    """The weeks of some people, each in order; empty for who has not said their hours."""
    found: dict[str, list[Stretch]] = {id_: [] for id_ in person_ids}
    rows = WorkingHours.objects.filter(person__in=list(found)).order_by("weekday", "start")
    for person_id, weekday, start, end in rows.values_list("person_id", "weekday", "start", "end"):
        found[person_id].append(Stretch(weekday, start, end))
    return found


def shown(one: Stretch) -> WorkTime:
    """A stretch as it is read aloud."""
    return WorkTime(one.weekday, f"{one.start:%H:%M}", f"{one.end:%H:%M}")
