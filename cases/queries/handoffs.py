"""Handoffs of a case, and those that wait for the viewer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases import policy
from cases.models import Case, Handoff
from cases.queries.summaries import CaseName, CustomerRef, HolderRef, held_by
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from groups.models import Group
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import Availability, PersonRef

WHICH = ("received", "given")
_WITH = ("giver", "to_person", "to_team", "decided_by", "case__customer")


@dataclass(frozen=True)
class HandoffSummary:
    """An offer of a case; ``reason`` says why it was refused."""

    id: str
    case: CaseName
    giver: PersonRef
    to: HolderRef
    brief: str
    expectation: str
    until: dt.datetime | None
    state: str  # offered, accepted, refused, returned, withdrawn
    reason: str
    given_at: dt.datetime
    decided_by: PersonRef | None
    decided_at: dt.datetime | None
    away: Availability | None  # how who was asked can be reached, while they are away
    on_behalf_of: PersonRef | None  # for whom the viewer may answer
    can: tuple[str, ...]  # accept, refuse, withdraw


def handoffs(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[HandoffSummary]:
    """The handoffs of a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    return _page(viewer, Handoff.objects.filter(case=case), f"handoffs:{ref}", cursor, limit)


def waiting_handoffs(
    viewer: Person, *, which: str = "received", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[HandoffSummary]:
    """The offers that wait for the viewer, those whom they stand in for or a team of theirs; or that they gave."""
    rows = Handoff.objects.filter(policy.inside_at(viewer, "case"), state=Handoff.State.OFFERED)
    if which == "given":
        rows = rows.filter(giver=viewer)
    else:
        seats = reading.seats_of(viewer.id).values("audience_id")
        teams = Group.objects.filter(kind=Group.Kind.TEAM, audience__in=seats)
        rows = rows.filter(
            Q(to_person=viewer) | Q(to_person__in=people.delegators_of(viewer.id)) | Q(to_team__in=teams)
        ).exclude(giver=viewer)
    return _page(viewer, rows, f"waiting:{which}", cursor, limit)


def handoff(viewer: Person, handoff_id: str) -> HandoffSummary:
    """One handoff; NotFound when the viewer does not read the internal side of its case."""
    rows = Handoff.objects.filter(policy.inside_at(viewer, "case"), id=handoff_id)
    found = rows.select_related(*_WITH).first()
    if found is None:
        raise NotFound
    return _summaries(viewer, [found])[0]


def waiting_handoff(viewer: Person, case: Case) -> HandoffSummary | None:
    """The offer of a case that waits; the caller has admitted its reader to the case."""
    rows = case.handoffs.filter(state=Handoff.State.OFFERED)[:1]
    found = people.with_people(rows, "giver", "to_person", "decided_by")
    return _summaries(viewer, found)[0] if found else None


def _page(
    viewer: Person, rows: QuerySet[Handoff], listing: str, cursor: str | None, limit: int
) -> Page[HandoffSummary]:
    rows = rows.select_related(*_WITH)
    page = newest(rows, "given_at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def _own_teams(viewer: Person, teams: list[Group]) -> frozenset[str]:
    """The audiences of these teams in which the viewer has a seat, with one statement."""
    if not teams:
        return frozenset()
    seats = reading.seats_of(viewer.id).filter(audience__in=[team.audience_id for team in teams])
    return frozenset(seats.values_list("audience_id", flat=True))


def _summaries(viewer: Person, rows: Sequence[Handoff]) -> tuple[HandoffSummary, ...]:
    """Offers as the viewer sees them; with a statement for teams, one for delegates and one for who is away."""
    teams = _own_teams(viewer, [row.to_team for row in rows if row.to_team])
    asked = {row.to_person_id for row in rows if row.state == Handoff.State.OFFERED and row.to_person_id}
    known = people.availability(asked) if asked else {}
    away = {id_: one for id_, one in known.items() if one.until is not None and one.state == "away"}
    delegators = people.delegators_of(viewer.id) if away else frozenset()
    return tuple(_summary(viewer, row, teams, delegators, away.get(row.to_person_id or "")) for row in rows)


def _summary(
    viewer: Person, row: Handoff, teams: frozenset[str], delegators: frozenset[str], away: Availability | None
) -> HandoffSummary:
    stands_in = row.to_person if away and row.to_person_id in delegators else None
    return HandoffSummary(
        id=row.id,
        case=CaseName(row.case.ref, row.case.title, CustomerRef(row.case.customer.id, row.case.customer.name)),
        giver=people.ref(row.giver),
        to=held_by(row.to_person, row.to_team),
        brief=row.brief,
        expectation=row.expectation,
        until=row.until,
        state=row.state,
        reason=row.reason,
        given_at=row.given_at,
        decided_by=people.ref(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        away=away,
        on_behalf_of=people.ref(stands_in) if stands_in and row.giver_id != viewer.id else None,
        can=_verbs(viewer, row, teams, stands_in=stands_in is not None),
    )


def _verbs(viewer: Person, row: Handoff, teams: frozenset[str], *, stands_in: bool) -> tuple[str, ...]:
    if row.state != Handoff.State.OFFERED:
        return ()
    if row.giver_id == viewer.id:
        return ("withdraw",)
    asked = row.to_person_id == viewer.id or stands_in
    asked = asked if row.to_team is None else row.to_team.audience_id in teams
    return ("accept", "refuse") if asked else ()
