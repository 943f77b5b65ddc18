"""Promises by their days: for a month of colleagues, and for the file that calendar programs read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from cases import policy
from cases.models import Commitment
from cases.queries.commitment_summaries import GuestCommitment, State, keeper_of, marks, window_of
from cases.queries.commitments import guest_commitments
from cases.queries.summaries import CaseName, CustomerRef, HolderRef
from cases.queries.whose import concerning, narrowed
from cases.windows import LONGEST, Window
from esn.core.clock import now
from esn.core.pages import PAGE_SIZE, Page
from groups.queries.paging import soonest
from people.models import Person

BEHIND = dt.timedelta(days=31)  # how far a calendar program sees back
AHEAD = dt.timedelta(days=366)
MOST = 1000  # promises in a calendar file
_WITH = ("case", "customer", "keeper_person", "keeper_team", "keeper_partner")


@dataclass(frozen=True)
class CalendarEntry:
    """A promise on the days of its window; ``marks`` as on a board."""

    id: str
    version: int
    kind: str
    text: str
    window: Window
    state: str  # open, kept, broken
    marks: tuple[str, ...]
    kept_by: HolderRef
    case: CaseName
    audience: str
    changed_at: dt.datetime


def calendar(
    viewer: Person,
    *,
    first: dt.datetime,
    until: dt.datetime,
    holder: str = "",
    team: str = "",
    customer: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[CalendarEntry]:
    """The promises whose windows touch the time from ``first`` to ``until``, by when they begin; withdrawn ones never.

    ``holder``, ``team`` and ``customer`` narrow it as they narrow a board.
    """
    rows = narrowed(_between(viewer, first, until), viewer, holder=holder, team=team, customer=customer)
    listing = f"calendar:{first.isoformat()}:{until.isoformat()}:{holder}:{team}:{customer}"
    page = soonest(rows.select_related(*_WITH), "start", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(_entries(page.results), page.next)


def personal_calendar(viewer: Person) -> tuple[CalendarEntry, ...] | tuple[GuestCommitment, ...]:
    """What a calendar program shows: the promises of a person and their teams; to a guest those they were shown."""
    if not viewer.is_member:
        return tuple(one for one in guest_commitments(viewer) if one.state != State.WITHDRAWN)
    rows = concerning(_between(viewer, now() - BEHIND, now() + AHEAD), viewer, others=False)
    return _entries(list(rows.select_related(*_WITH)[:MOST]))


def _between(viewer: Person, first: dt.datetime, until: dt.datetime) -> QuerySet[Commitment]:
    """The promises that the viewer reads inside, and whose windows touch a time; none for guests."""
    rows = Commitment.objects.filter(policy.inside_at(viewer), state__in=[State.OPEN, State.BROKEN, State.KEPT])
    rows = rows.filter(start__gte=first - LONGEST, start__lt=until, end__gt=first)
    return rows.order_by("start", "id")


def _entries(rows: Sequence[Commitment]) -> tuple[CalendarEntry, ...]:
    moment = now()
    return tuple(
        CalendarEntry(
            id=row.id,
            version=row.version,
            kind=row.kind,
            text=row.text,
            window=window_of(row),
            state=row.state,
            marks=marks(row, moment),
            kept_by=keeper_of(row),
            case=CaseName(row.case.ref, row.case.title, CustomerRef(row.customer.id, row.customer.name)),
            audience=row.audience_id,
            changed_at=max(at for at in (row.changed_at, row.ended_at, row.warned_at) if at is not None),
        )
        for row in rows
    )
