"""The lists of the desk: the open cases that I hold, that my teams hold and that I follow, and how many they are."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Case as When
from django.db.models import QuerySet, Value
from django.db.models import When as If

from cases import policy
from cases.models import Case
from cases.queries.boards import MANY, counted
from cases.queries.cases import OPEN_STATUSES, listed, seen_by
from cases.queries.summaries import CaseSummary
from people.models import Person

DESK = ("mine", "team", "followed")
AT_ONCE = 20


@dataclass(frozen=True)
class CaseCounts:
    """How many open cases I hold, my teams hold and I follow; 100 means that many or more."""

    mine: int = 0
    team: int = 0
    followed: int = 0


def desk_cases(viewer: Person, *, which: str = "mine", limit: int = AT_ONCE) -> tuple[CaseSummary, ...]:
    """The open cases of one list: first those whose customer believes something untrue, then by newest activity."""
    if not viewer.is_member:
        return ()
    rows = _open(viewer, which).select_related("customer", "holder_person", "holder_team")
    untold_first = When(If(drifts__gt=0, then=Value(0)), default=Value(1))
    found = seen_by(viewer, list(rows.order_by(untold_first, "-updated_at", "-pk")[:limit]))
    return tuple(case for case in found if isinstance(case, CaseSummary))


def case_counts(viewer: Person) -> CaseCounts:
    """How many cases stand in each list of the desk; one statement."""
    if not viewer.is_member:
        return CaseCounts()
    parts = [counted([_open(viewer, which)]) for which in DESK]
    numbers = ", ".join(f"({sql})" for sql, _values in parts)
    with connection.cursor() as run:
        run.execute(f"SELECT {numbers}", [value for _sql, values in parts for value in values])
        return CaseCounts(*(min(int(number), MANY) for number in run.fetchone() or ()))


def _open(viewer: Person, which: str) -> QuerySet[Case]:
    return listed(viewer, which).filter(policy.existing(viewer), merged_into=None, status__in=OPEN_STATUSES)
