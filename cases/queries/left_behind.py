"""What people hold who cannot act any more, for those who run the site: nothing is lost with who leaves."""

from dataclasses import dataclass

from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery

from cases import policy
from cases.models import Case, Commitment
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from groups.queries.paging import people_by_name
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class LeftWith:
    """Somebody who cannot sign in any more, and how much of what the viewer reads they still hold."""

    person: PersonRef
    cases: int
    promises: int


@dataclass(frozen=True)
class LeftBehind:
    """How much is held by people who cannot sign in; ``restricted`` is a number of cases that the viewer reads not."""

    people: int
    cases: int
    promises: int
    restricted: int


def left_behind(viewer: Person) -> LeftBehind:
    """How many cases and promises wait for a hand-over, to those who run the site."""
    reading.require_administration(viewer, "look_over")
    cases, promises = _cases(viewer), _promises(viewer)
    holders = Person.objects.filter(_holding(cases, promises)).count()
    counted = _all_cases().aggregate(held=Count("id"), readable=Count("id", filter=policy.existing(viewer)))
    readable = counted["readable"]
    return LeftBehind(holders, readable, promises.count(), counted["held"] - readable)


def leavers(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[LeftWith]:
    """Who cannot sign in any more and still holds something that the viewer may hand over; by name."""
    reading.require_administration(viewer, "look_over")
    cases, promises = _cases(viewer), _promises(viewer)
    rows = Person.objects.filter(_holding(cases, promises)).annotate(
        cases=_counted(cases, "holder_person"), promises=_counted(promises, "keeper_person")
    )
    page = people_by_name(rows, "leavers", viewer, cursor, limit)
    return page.map(lambda row: LeftWith(people.ref(row), row.cases or 0, row.promises or 0))


def _all_cases() -> QuerySet[Case]:
    rows = Case.objects.filter(holder_person__is_active=False, merged_into=None)
    return rows.exclude(status=Case.Status.CLOSED)


def _cases(viewer: Person) -> QuerySet[Case]:
    return _all_cases().filter(policy.existing(viewer))


def _promises(viewer: Person) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(keeper_person__is_active=False, state=Commitment.State.OPEN)
    return rows.filter(policy.inside_at(viewer, "case"))


def _holding(cases: QuerySet[Case], promises: QuerySet[Commitment]) -> Q:
    return Q(id__in=cases.values("holder_person")) | Q(id__in=promises.values("keeper_person"))


def _counted(rows: "QuerySet[Case] | QuerySet[Commitment]", by: str) -> Subquery:
    """How many rows have each person there."""
    mine = rows.filter(**{by: OuterRef("pk")}).order_by()
    return Subquery(mine.annotate(n=Func(F("pk"), function="COUNT")).values("n"))
