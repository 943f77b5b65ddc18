"""Blockers of a case, and the board of causes with what they cost the customers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, DateTimeField, F, FloatField, Func, Min, Sum, Value, Window
from django.db.models.functions import RowNumber
from django.db.models.sql.compiler import SQLCompiler

from cases import policy
from cases.models import Blocker, Case
from cases.queries.summaries import CaseName, CustomerRef
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

MOST_CAUSES = 100  # on the board
NAMED_CASES = 5  # under each cause
_WITH = ("author", "lifted_by", "partner", "case__customer")


class Days(Func):
    """A moment as a number of days, computed inside the database: thousands of them are added up."""

    function = "julianday"
    output_field = FloatField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """PostgreSQL counts in seconds."""
        return self.as_sql(compiler, connection, template="(EXTRACT(EPOCH FROM %(expressions)s)::float8 / 86400)")


@dataclass(frozen=True)
class BlockerSummary:
    """Why a case cannot move; ``note`` is what was said when it was lifted."""

    id: str
    case: CaseName
    cause: str
    system: str
    partner: str | None
    lifter: str
    meanwhile: str
    next_check: dt.datetime | None
    author: PersonRef
    at: dt.datetime
    lifted_by: PersonRef | None
    lifted_at: dt.datetime | None
    note: str
    can: tuple[str, ...]  # edit, lift


@dataclass(frozen=True)
class Cause:
    """One cause that holds up cases now; ``customer_hours`` is how long their customers have waited, added up."""

    blocker: str  # the id of the oldest: lifting it everywhere lifts all
    cause: str
    system: str
    partner: str | None
    lifter: str
    cases: int
    customer_hours: float
    since: dt.datetime
    examples: tuple[CaseName, ...]  # the oldest few
    audiences: tuple[str, ...]  # their internal sides, where a change of them is heard


def blockers(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[BlockerSummary]:
    """The blockers of a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    rows = Blocker.objects.filter(case=case).select_related(*_WITH)
    page = newest(rows, "at", listing=f"blockers:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    return page.map(_summary)


def blocker(viewer: Person, blocker_id: str) -> BlockerSummary:
    """One blocker; NotFound when the viewer does not read the internal side of its case."""
    rows = Blocker.objects.filter(policy.inside_at(viewer, "case"), id=blocker_id)
    found = rows.select_related(*_WITH).first()
    if found is None:
        raise NotFound
    return _summary(found)


def standing_blockers(case: Case) -> tuple[BlockerSummary, ...]:
    """What holds a case up now, the oldest first; the caller has admitted its reader to the case."""
    rows = case.blockers.filter(lifted_at=None).select_related("partner").order_by("at", "id")
    return tuple(map(_summary, people.with_people(rows, "author", "lifted_by")))


def causes(viewer: Person) -> tuple[Cause, ...]:
    """What holds up the cases that the viewer reads, by the hours that customers have waited for it."""
    standing = Blocker.objects.filter(policy.inside_at(viewer, "case"), lifted_at=None)
    waited = Days(Value(now(), output_field=DateTimeField())) - Days(F("at"))
    found = list(
        standing.values("cause_key")
        .annotate(cases=Count("id"), waited=Sum(waited), since=Min("at"))
        .order_by("-waited", "cause_key")[:MOST_CAUSES]
    )
    place = Window(RowNumber(), partition_by=F("cause_key"), order_by=["at", "id"])
    placed = standing.filter(cause_key__in=[cause["cause_key"] for cause in found]).annotate(place=place)
    oldest = list(placed.filter(place__lte=NAMED_CASES).values_list("id", flat=True))
    first: dict[str, list[Blocker]] = {}
    for row in Blocker.objects.filter(id__in=oldest).select_related("partner", "case__customer").order_by("at", "id"):
        first.setdefault(row.cause_key, []).append(row)
    return tuple(
        _cause(first[cause["cause_key"]], cause["cases"], cause["waited"], cause["since"])
        for cause in found
        if cause["cause_key"] in first
    )


def _cause(rows: list[Blocker], cases: int, waited: float, since: dt.datetime) -> Cause:
    oldest = rows[0]
    return Cause(
        blocker=oldest.id,
        cause=oldest.cause,
        system=oldest.system,
        partner=oldest.partner.name if oldest.partner else None,
        lifter=oldest.lifter,
        cases=cases,
        customer_hours=round(waited * 24, 1),
        since=since,
        examples=tuple(_case(row) for row in rows[:NAMED_CASES]),
        audiences=tuple(row.case.audience_id for row in rows[:NAMED_CASES]),
    )


def _case(row: Blocker) -> CaseName:
    return CaseName(row.case.ref, row.case.title, CustomerRef(row.case.customer.id, row.case.customer.name))


def _summary(row: Blocker) -> BlockerSummary:
    return BlockerSummary(
        id=row.id,
        case=_case(row),
        cause=row.cause,
        system=row.system,
        partner=row.partner.name if row.partner else None,
        lifter=row.lifter,
        meanwhile=row.meanwhile,
        next_check=row.next_check,
        author=people.ref(row.author),
        at=row.at,
        lifted_by=people.ref(row.lifted_by) if row.lifted_by else None,
        lifted_at=row.lifted_at,
        note=row.note,
        can=("edit", "lift") if row.lifted_at is None else (),
    )
