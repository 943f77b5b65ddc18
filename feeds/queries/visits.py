"""What of a feed was there already when its reader came last."""

import datetime as dt
from dataclasses import dataclass

from esn.core.clock import now
from feeds.models import Visit
from groups.queries import audiences_of
from people.models import Person

HOME = "home"
PAUSE = dt.timedelta(minutes=30)  # who has not looked for so long comes anew


@dataclass(frozen=True)
class VisitSummary:
    """Everything that stands in a feed since before ``seen_until`` was there when the viewer came the last time."""

    seen_until: dt.datetime | None


def visit(viewer: Person, place: str) -> VisitSummary:
    """How far the viewer had seen home, or a group by its id; NotFound for a group that they do not read."""
    require_place(viewer, place)
    return VisitSummary(seen_until(viewer, place))


def seen_until(viewer: Person, place: str) -> dt.datetime | None:
    """The same of a place that the caller knows the viewer to read; None on a first visit. One statement."""
    row = Visit.objects.filter(person=viewer, place=place).values_list("seen_until", "looked_at").first()
    if row is None:
        return None
    return row[1] if now() - row[1] >= PAUSE else row[0]


def require_place(viewer: Person, place: str) -> None:
    """Home is everybody's; a group is there for who reads it: else NotFound."""
    if place != HOME:
        audiences_of(viewer, place)
