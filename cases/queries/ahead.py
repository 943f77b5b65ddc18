"""What is coming and what has waited: open promises by the day on which they begin, and drifts by their age."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.functions import Substr

from cases.models import Belief
from cases.queries.commitments import board
from cases.queries.whose import narrowed
from esn.core.clock import now
from groups import policy as reading
from people.models import Person

DAYS = 14  # how far ahead one looks
_FAR = dt.timedelta(days=DAYS + 2)  # the wall of a customer may be a day ahead of that of the reader
_AGES = (0, 1, 4, 24, 72)


@dataclass(frozen=True)
class DueDay:
    """How many open promises begin on a day of the customer's wall; those that began before stand under no day."""

    day: dt.date | None
    promises: int


@dataclass(frozen=True)
class DriftAge:
    """How many customers have believed something untrue for at least ``hours``, and less than ``below``."""

    hours: int
    below: int | None
    drifts: int


def due_days(viewer: Person, *, holder: str = "", team: str = "", customer: str = "") -> tuple[DueDay, ...]:
    """Open promises that began before today, and those of each of the next 14 days; in one statement."""
    rows = board("open")[0].filter(reading.visible(viewer), start__lt=now() + _FAR)
    rows = narrowed(rows, viewer, holder=holder, team=team, customer=customer)
    zone = ZoneInfo(viewer.time_zone)
    today = now().astimezone(zone).date()
    begun = Q(start__lt=dt.datetime.combine(today, dt.time(), zone))
    rows = rows.order_by().annotate(day=Substr("wall_start", 1, 10), begun=ExpressionWrapper(begun, BooleanField()))
    found: Counter[dt.date | None] = Counter()
    for day, before, number in rows.values_list("day", "begun").annotate(Count("pk")):
        found[_day_for(today, dt.date.fromisoformat(day), before)] += number
    days = [today + dt.timedelta(days=number) for number in range(DAYS)]
    return tuple(DueDay(day, found[day]) for day in (None, *days))


def _day_for(today: dt.date, day: dt.date, begun: bool) -> dt.date | None:
    """Where a reader counts what begins on a day of the customer's wall: before their today, or then.

    Where the reader's day has begun and the customer's has not, what is still to come is of today.
    """
    if day >= today:
        return day
    return None if begun else today


def drift_ages(viewer: Person, *, holder: str = "", team: str = "", customer: str = "") -> tuple[DriftAge, ...]:
    """Drifts by how long they have stood, the youngest first; in one statement."""
    rows = Belief.objects.filter(reading.visible(viewer), drift_since__isnull=False)
    rows = narrowed(rows, viewer, holder=holder, team=team, customer=customer, keeper="")
    spans = tuple(zip(_AGES, (*_AGES[1:], None), strict=True))
    counted = rows.aggregate(**{f"from_{hours}": Count("pk", filter=_between(hours, below)) for hours, below in spans})
    return tuple(DriftAge(hours, below, counted[f"from_{hours}"]) for hours, below in spans)


def _between(hours: int, below: int | None) -> Q:
    young = Q(drift_since__gt=now() - dt.timedelta(hours=below)) if below else Q()
    old = Q(drift_since__lte=now() - dt.timedelta(hours=hours)) if hours else Q()
    return Q(drift_since__isnull=False) & young & old
