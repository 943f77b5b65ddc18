"""How much stands on the boards of promises: each number counts what the viewer reads, up to where it matters."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from cases.models import Belief, Case, Commitment
from cases.queries.commitments import DUE_BEFORE, State, board
from cases.queries.whose import narrowed, own_teams
from esn.core.clock import now
from groups import policy as reading
from people.models import Person

MANY = 100  # nothing is counted beyond
Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class BoardCounts:
    """How many promises stand on each board, and how many drifts; 100 means that many or more.

    ``pressing`` are those of the viewer and their teams that are due, at risk or not told, whatever was asked for.
    """

    due: int = 0
    at_risk: int = 0
    untold: int = 0
    open: int = 0
    broken: int = 0
    drift: int = 0
    pressing: int = 0


# Open promises are gone through once for their four numbers; of the others no more is counted than is shown.
_COUNTS = """
    SELECT
        COALESCE(SUM(CASE WHEN o."start" <= %s THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN o."at_risk" THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN o."untold" THEN 1 ELSE 0 END), 0),
        COUNT(*), ({broken}), ({drift}), ({pressing})
    FROM ({open}) o
"""


def board_counts(viewer: Person, *, holder: str = "", team: str = "", customer: str = "") -> BoardCounts:
    """The numbers beside the boards, narrowed as the boards are; in one statement."""
    if not viewer.is_member:
        return BoardCounts()
    seen = reading.visible(viewer)
    whose = {"holder": holder, "team": team, "customer": customer}
    rows, broken = (narrowed(board(state)[0].filter(seen), viewer, **whose) for state in ("open", "broken"))
    drifting = narrowed(Belief.objects.filter(seen, drift_since__isnull=False), viewer, **whose, keeper="")
    parts = {
        "broken": _counted([broken]),
        "drift": _counted([drifting]),
        "pressing": _pressing(viewer),
        "open": _statement(rows.order_by().values("start", "at_risk", "untold")),
    }
    values = [_column(now() + DUE_BEFORE), *(value for _sql, values in parts.values() for value in values)]
    with connection.cursor() as run:
        run.execute(_COUNTS.format(**{name: sql for name, (sql, _values) in parts.items()}), values)
        return BoardCounts(*(min(int(number), MANY) for number in run.fetchone() or ()))


def pressing(viewer: Person) -> int:
    """How many promises of the viewer and their teams are due, at risk or not told; 100 means that many or more."""
    if not viewer.is_member:
        return 0
    with connection.cursor() as run:
        run.execute(*_pressing(viewer))
        return min(int((run.fetchone() or (0,))[0]), MANY)


# Every page asks for this number: building its statement anew would cost more than running it. It is built once, for
# somebody and some moment that nobody is, and the values of whoever asks are put in their places.
_SOMEBODY = "f" * 32
_SOME_MOMENT = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _pressing(viewer: Person) -> Statement:
    if not viewer.is_active:
        return "SELECT 0", ()
    sql, values = _built()
    places = {_SOMEBODY: viewer.id, _column(_SOME_MOMENT): _column(now() + DUE_BEFORE)}
    return sql, tuple(places.get(value, value) for value in values)


@cache
def _built() -> Statement:
    """The number of pressing promises of a member."""
    somebody = Person(id=_SOMEBODY, kind=Person.Kind.MEMBER)
    rows = Commitment.objects.filter(reading.visible(somebody), state=State.OPEN)
    rows = rows.filter(Q(start__lte=_SOME_MOMENT) | Q(at_risk=True) | Q(untold=True))
    teams = own_teams(somebody)
    mine = Case.objects.filter(holder_person=_SOMEBODY).values("id")
    ours = Case.objects.filter(holder_team__in=teams).values("id")
    # Four short roads that begin with me and my teams: one condition with "or", or a join that a database may turn
    # round, would read every open promise of the house.
    return _counted(
        [
            rows.filter(keeper_person=_SOMEBODY),
            rows.filter(case__in=mine),
            rows.filter(keeper_team__in=teams),
            rows.filter(case__in=ours),
        ]
    )


def _counted(lists: Iterable[QuerySet[Any]]) -> Statement:
    """How many rows some lists have together, each row once and none beyond ``MANY`` of each."""
    found = [_statement(rows.order_by().values("pk")[:MANY]) for rows in lists]
    together = " UNION ".join(f'SELECT "pk" FROM ({sql}) r{number}' for number, (sql, _values) in enumerate(found))  # noqa: S608 - Django's own statements, values apart
    return f"SELECT COUNT(*) FROM ({together}) counted", tuple(value for _sql, values in found for value in values)  # noqa: S608 - as above


def _statement(rows: QuerySet[Any]) -> Statement:
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)


def _column(moment: dt.datetime) -> Any:
    """A moment as this database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)
