"""Promises of a case, of a customer, and on boards; to a guest those that they were shown."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases import policy
from cases.facts import conflicts, usable
from cases.models import Case, Commitment, Fact, ShownCommitment
from cases.queries.commitment_summaries import (
    DUE_BEFORE,
    CommitmentSummary,
    GuestCommitment,
    State,
    WeighedWindow,
    shown_to_guests,
    summarised,
)
from cases.queries.facts import standing
from cases.queries.whose import narrowed
from cases.windows import Window
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from groups.queries.paging import newest, soonest
from people.models import Person

BOARDS = ("open", "due", "at_risk", "untold", "broken", "kept", "withdrawn")
MOST_OF_CUSTOMER = 50
_WITH = ("case", "customer", "keeper_person", "keeper_team", "keeper_partner", "made_by")


def case_commitments(viewer: Person, ref: str) -> tuple[CommitmentSummary, ...] | tuple[GuestCommitment, ...]:
    """The promises of a case, open ones first by their window; to a guest those that they were shown."""
    case = policy.require_case(viewer, ref)
    if not viewer.is_member:
        return shown_to_guests(ShownCommitment.objects.filter(policy.shown_to(viewer), commitment__case=case))
    return of_case(case)


def guest_commitments(viewer: Person) -> tuple[GuestCommitment, ...]:
    """Every promise that a guest was shown, on whichever case."""
    return shown_to_guests(ShownCommitment.objects.filter(policy.shown_to(viewer)))


def of_case(case: Case, *, ended: bool = True, facts: list[Fact] | None = None) -> tuple[CommitmentSummary, ...]:
    """The promises of a case; the caller has admitted its reader to the inside, and may know the customer's facts."""
    rows = Commitment.objects.filter(case=case).select_related(*_WITH)
    if not ended:
        rows = rows.filter(Q(state__in=[State.OPEN, State.BROKEN]) | Q(drift_since__isnull=False))
    found = sorted(rows, key=lambda row: (row.state != State.OPEN, row.drift_since is None, row.start, row.id))
    return summarised(found, facts)


def of_customer(viewer: Person, customer_id: str, facts: list[Fact]) -> tuple[CommitmentSummary, ...]:
    """What stands between us and a customer, of the cases that the viewer reads inside; their facts are known."""
    standing_ones = (
        Q(state=State.OPEN)
        | Q(drift_since__isnull=False)
        | Q(state=State.BROKEN) & ~Q(case__status__in=[Case.Status.SOLVED, Case.Status.CLOSED])
    )
    rows = Commitment.objects.filter(standing_ones, reading.visible(viewer), customer=customer_id)
    found = rows.select_related(*_WITH).order_by("start", "id")[:MOST_OF_CUSTOMER]
    return summarised(sorted(found, key=lambda row: (row.drift_since is None, row.state != State.OPEN)), facts)


def commitment(viewer: Person, commitment_id: str) -> CommitmentSummary | GuestCommitment:
    """One promise; NotFound for whoever does not know of it."""
    if not viewer.is_member:
        shown = policy.require_shown(viewer, commitment_id)
        return shown_to_guests(ShownCommitment.objects.filter(pk=shown.pk))[0]
    rows = Commitment.objects.filter(reading.visible(viewer), id=commitment_id)
    found = rows.select_related(*_WITH).first()
    if found is None:
        raise NotFound
    return summarised([found])[0]


def require_inside_promise(viewer: Person, commitment_id: str) -> None:
    """NotFound for whoever may not write about a promise."""
    policy.require_commitment(viewer, commitment_id)


def commitments(
    viewer: Person,
    *,
    state: str = "open",
    holder: str = "",
    team: str = "",
    customer: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[CommitmentSummary]:
    """A board of promises: what comes soonest, was untold longest or broke last stands first.

    ``holder`` is a person who keeps the promise or holds its case ("me" for the viewer, "stand_in" for those for whom
    they stand in, "us" for all of these and their teams), ``team`` the same of a team.
    """
    rows, column, descending = board(state)
    rows = narrowed(rows.filter(policy.inside_at(viewer)), viewer, holder=holder, team=team, customer=customer)
    listing = f"commitments:{state}:{holder}:{team}:{customer}"
    by = newest if descending else soonest
    page = by(rows.select_related(*_WITH), column, listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(summarised(page.results), page.next)


def weighed(viewer: Person, commitment_id: str, windows: Iterable[Window]) -> tuple[WeighedWindow, ...]:
    """Windows that one thinks of for a promise, each with the facts of its customer that it goes against."""
    _case, row = policy.require_commitment(viewer, commitment_id)
    facts = usable(standing([row.customer_id]), now())
    return tuple(WeighedWindow(one, conflicts(one, row.kind, facts)) for one in windows)


def board(state: str) -> tuple[QuerySet[Commitment], str, bool]:
    """The rows of a board, the column that orders it, and whether the newest stand first."""
    rows = Commitment.objects.all()
    match state:
        case "due":
            return rows.filter(state=State.OPEN, start__lte=now() + DUE_BEFORE), "start", False
        case "at_risk":
            return rows.filter(state=State.OPEN, at_risk=True), "start", False
        case "untold":
            return rows.filter(state=State.OPEN, untold=True), "changed_at", False
        case "open":
            return rows.filter(state=State.OPEN), "start", False
    return rows.filter(state=state), "ended_at", True
