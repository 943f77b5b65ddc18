"""How much stands on the boards of promises: each number counts what the viewer reads, up to where it matters."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, Q, QuerySet

from cases.models import Belief, Case, Commitment
from cases.queries.commitment_summaries import DUE_BEFORE, State
from cases.queries.commitments import board
from cases.queries.whose import narrowed, own_teams, stood_in
from esn.core.clock import now
from groups import policy as reading
from inbox.queries import lines_of
from people.models import Person
from people.policy import stood_in_for

MANY = 100  # nothing is counted beyond
Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class RailNumbers:
    """What stands beside the places in the rail of every page; ``beside`` is what was asked along with it."""

    pressing: int
    inbox: int
    beside: Any = None


@dataclass(frozen=True)
class BoardCounts:
    """How many promises stand on each board, and how many drifts; 100 means that many or more.

    ``pressing`` are those of the viewer, their teams and whom they stand in for that are due, at risk or not told,
    whatever was asked for; ``stand_ins`` is for how many people the viewer stands in.
    """

    due: int = 0
    at_risk: int = 0
    untold: int = 0
    open: int = 0
    broken: int = 0
    drift: int = 0
    pressing: int = 0
    stand_ins: int = 0


# Open promises are gone through once for their four numbers; of the others no more is counted than is shown.
_COUNTS = """
    SELECT
        COALESCE(SUM(CASE WHEN o."start" <= %s THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN o."at_risk" THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN o."untold" THEN 1 ELSE 0 END), 0),
        COUNT(*), ({broken}), ({drift}), ({pressing}), ({stand_ins})
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
        "broken": counted([broken]),
        "drift": counted([drifting]),
        "pressing": _pressing(viewer),
        "stand_ins": counted([stood_in_for(viewer.id)]),
        "open": _statement(rows.order_by().values("start", "at_risk", "untold")),
    }
    values = [_column(now() + DUE_BEFORE), *(value for _sql, values in parts.values() for value in values)]
    with connection.cursor() as run:
        run.execute(_COUNTS.format(**{name: sql for name, (sql, _values) in parts.items()}), values)
        return BoardCounts(*(min(int(number), MANY) for number in run.fetchone() or ()))


def pressing(viewer: Person) -> int:
    """How many promises of the viewer, their teams and whom they stand in for press; 100 means that many or more."""
    if not viewer.is_member:
        return 0
    with connection.cursor() as run:
        run.execute(*_pressing(viewer))
        return min(int((run.fetchone() or (0,))[0]), MANY)


def rail_numbers(viewer: Person, beside: Statement = ("SELECT NULL", ())) -> RailNumbers:
    """How many promises press, and how many lines of the inbox wait; one statement. 100 means that many or more.

    ``beside`` is one value more that a room above wants for the rail, in the same statement.
    """
    (pressing_sql, pressed), (lines_sql, waiting) = _pressing(viewer), _waiting(viewer)
    with connection.cursor() as run:
        run.execute(f"SELECT ({pressing_sql}), ({lines_sql}), ({beside[0]})", [*pressed, *waiting, *beside[1]])
        pressing_, lines, more = run.fetchone() or (0, 0, None)
    return RailNumbers(min(int(pressing_), MANY), min(int(lines), MANY), more)


# Every page asks for this number: building its statement anew would cost more than running it. It is built once, for
# somebody and two moments that nobody means, and the values of whoever asks are put in their places.
_SOMEBODY = "f" * 32
_SOME_MOMENT = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # up to when a promise counts as due
_SOME_PRESENT = dt.datetime(1970, 1, 2, tzinfo=dt.UTC)


def _pressing(viewer: Person) -> Statement:
    if not viewer.is_active or not viewer.is_member:
        return "SELECT 0", ()
    sql, values = _built()
    due, present = now() + DUE_BEFORE, now()
    places = {_SOMEBODY: viewer.id, _column(_SOME_MOMENT): _column(due), _column(_SOME_PRESENT): _column(present)}
    return sql, tuple(places.get(value, value) for value in values)


def _waiting(viewer: Person) -> Statement:
    if not viewer.is_active:
        return "SELECT 0", ()
    sql, values = _built_lines(viewer.kind)
    return sql, tuple(viewer.id if value == _SOMEBODY else value for value in values)


@cache
def _built_lines(kind: str) -> Statement:
    """The number of lines that wait for somebody of a kind."""
    return counted([lines_of(Person(id=_SOMEBODY, kind=kind))])


@cache
def _built() -> Statement:
    """The number of pressing promises of a member."""
    somebody = Person(id=_SOMEBODY, kind=Person.Kind.MEMBER)
    rows = Commitment.objects.filter(reading.visible(somebody), state=State.OPEN)
    rows = rows.filter(Q(start__lte=_SOME_MOMENT) | Q(at_risk=True) | Q(untold=True))
    teams, away = own_teams(somebody), stood_in(somebody, _SOME_PRESENT)
    mine = Case.objects.filter(holder_person=_SOMEBODY).values("id")
    ours = Case.objects.filter(holder_team__in=teams).values("id")
    theirs = Case.objects.filter(holder_person__in=away).values("id")
    # Six short roads that begin with me, my teams and who is away: one condition with "or", or a join that a database
    # may turn round, would read every open promise of the house.
    return counted(
        [
            rows.filter(keeper_person=_SOMEBODY),
            rows.filter(case__in=mine),
            rows.filter(keeper_team__in=teams),
            rows.filter(case__in=ours),
            rows.filter(Exists(away), keeper_person__in=away),  # most stand in for nobody: their roads end here
            rows.filter(Exists(away), case__in=theirs),
        ]
    )


def counted(lists: Iterable[QuerySet[Any]]) -> Statement:
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
