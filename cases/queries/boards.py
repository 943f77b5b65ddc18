"""How much stands on the boards of promises: each number counts what the viewer reads, up to where it matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from cases.models import Belief, Commitment
from cases.queries.commitments import DUE_BEFORE, State, board, narrowed, own_teams
from esn.core.clock import now
from groups import policy as reading
from people.models import Person

MANY = 100  # nothing is counted beyond
_COUNTED = ("due", "at_risk", "untold", "broken", "open")


@dataclass(frozen=True)
class BoardCounts:
    """How many promises stand on each board, and how many drifts; 100 means that many or more.

    ``pressing`` are those of the viewer and their teams that are due, at risk or not told, whatever was asked for.
    """

    due: int = 0
    at_risk: int = 0
    untold: int = 0
    broken: int = 0
    open: int = 0
    drift: int = 0
    pressing: int = 0


def board_counts(viewer: Person, *, holder: str = "", team: str = "", customer: str = "") -> BoardCounts:
    """The numbers beside the boards, narrowed as the boards are; in one statement."""
    if not viewer.is_member:
        return BoardCounts()
    seen = reading.visible(viewer)
    whose = {"holder": holder, "team": team, "customer": customer}
    boards: dict[str, QuerySet[Any]] = {
        state: narrowed(board(state)[0].filter(seen), viewer, **whose) for state in _COUNTED
    }
    drifting = Belief.objects.filter(seen, drift_since__isnull=False)
    boards["drift"] = narrowed(drifting, viewer, **whose, keeper="")
    return BoardCounts(**_counted({**boards, "pressing": _pressing(viewer)}))


def pressing(viewer: Person) -> int:
    """How many promises of the viewer and their teams are due, at risk or not told; 100 means that many or more."""
    return len(_pressing(viewer)[:MANY]) if viewer.is_member else 0


def _pressing(viewer: Person) -> QuerySet[Any]:
    rows = Commitment.objects.filter(reading.visible(viewer), state=State.OPEN)
    rows = rows.filter(Q(start__lte=now() + DUE_BEFORE) | Q(at_risk=True) | Q(untold=True)).order_by()
    teams = own_teams(viewer)
    # Four short roads through four indexes: one condition with "or" would read every open promise of the house.
    roads = (
        rows.filter(keeper_person=viewer),
        rows.filter(case__holder_person=viewer),
        rows.filter(keeper_team__in=teams),
        rows.filter(case__holder_team__in=teams),
    )
    first, *others = (road.values_list("pk") for road in roads)
    return first.union(*others)


def _counted(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each list has, at most ``MANY``: one statement for all of them."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in lists.values():
        sql, params = rows.order_by().values("pk")[:MANY].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608 - Django's own statement, values apart
        values += params
    with connection.cursor() as run:
        run.execute(f"SELECT {', '.join(parts)}", values)
        return dict(zip(lists, run.fetchone() or (), strict=True))
