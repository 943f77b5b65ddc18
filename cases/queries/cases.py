"""Cases as lists and one by one, with their stories, participants and timelines."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from cases import policy
from cases.models import Case, StoryVersion
from cases.queries.summaries import (
    CaseSummary,
    CustomerRef,
    GuestCase,
    Participant,
    SideRef,
    StorySummary,
    held_by,
)
from cases.queries.whose import stood_in
from cases.sides import family, side_name
from cases.sides import sides as case_sides
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds import queries as feeds
from feeds.queries import PostSummary
from groups import policy as reading
from groups.models import Audience, Membership
from groups.queries.paging import newest
from people import queries as people
from people.models import Person

CUSTOMER_CASES = ("all", "open", "ended")
WHICH = ("mine", "stand_in", "team", "followed", "open", "all")
OPEN_STATUSES = [Case.Status.NEW, Case.Status.IN_HAND, Case.Status.WAITING_CUSTOMER, Case.Status.WAITING_PARTNER]


def cases(
    viewer: Person, *, which: str = "all", status: str = "", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[CaseSummary | GuestCase]:
    """Cases by newest activity: those that I, my teams or those I stand in for hold, I follow, are open, or all.

    ``status`` is one, or "open" for every one that is not an end.
    """
    rows = listed(viewer, which)
    if status:
        rows = rows.filter(status__in=OPEN_STATUSES if status == "open" else [status])
    return page_of_cases(viewer, rows, f"cases:{which}:{status}", cursor, limit)


def page_of_cases(
    viewer: Person, rows: QuerySet[Case], listing: str, cursor: str | None, limit: int
) -> Page[CaseSummary | GuestCase]:
    """A keyset page of cases by newest activity, as the viewer sees them."""
    rows = rows.filter(policy.existing(viewer))
    if viewer.is_member:
        rows = rows.filter(merged_into=None)  # a guest's side stays where it is
    rows = rows.select_related("customer", "holder_person", "holder_team")
    page = newest(rows, "updated_at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(seen_by(viewer, page.results), page.next)


def customer_cases(
    viewer: Person, customer_id: str, *, which: str = "all", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[CaseSummary | GuestCase]:
    """The cases of a customer that the viewer knows of, by newest activity: all, the open or the ended ones."""
    found = policy.require_customer(viewer, customer_id)
    rows = Case.objects.filter(customer=found)
    if which == "open":
        rows = rows.filter(status__in=OPEN_STATUSES)
    elif which == "ended":
        rows = rows.exclude(status__in=OPEN_STATUSES)
    return page_of_cases(viewer, rows, f"customer_cases:{customer_id}:{which}", cursor, limit)


def case(viewer: Person, ref: str) -> CaseSummary | GuestCase:
    """One case; NotFound when the viewer does not know of it."""
    rows = Case.objects.filter(policy.existing(viewer), ref=ref)
    found = rows.select_related("customer", "holder_person", "holder_team").first()
    if found is None:
        raise NotFound
    return seen_by(viewer, [found])[0]


def cases_named(viewer: Person, refs: Sequence[str]) -> tuple[CaseSummary | GuestCase, ...]:
    """Cases by their references, in this order, without those that the viewer does not know of."""
    rows = Case.objects.filter(policy.existing(viewer), ref__in=refs)
    found = list(rows.select_related("customer", "holder_person", "holder_team"))
    by_ref = {summary.ref: summary for summary in seen_by(viewer, found)}
    return tuple(by_ref[ref] for ref in refs if ref in by_ref)


def require_inside_case(viewer: Person, ref: str) -> None:
    """NotFound for whoever may not write about a case."""
    policy.require_inside(viewer, ref)


def stories(viewer: Person, ref: str) -> tuple[StorySummary, ...]:
    """The versions of the story, the newest first; for those who read the internal side."""
    return tuple(map(_story, _versions(policy.require_inside(viewer, ref))))


def present_story(case: Case) -> StorySummary | None:
    """The newest version of the story; the caller has admitted its reader to the inside."""
    newest = people.with_people(case.stories.order_by("-version")[:1], "author")
    return _story(newest[0]) if newest else None


def newest_story(ref: str) -> StorySummary | None:
    """The newest version of the story of a case; the caller has admitted its reader to the inside."""
    newest = StoryVersion.objects.filter(case__ref=ref).select_related("author").order_by("-version").first()
    return _story(newest) if newest else None


def participants(viewer: Person, ref: str) -> tuple[Participant, ...]:
    """Who takes part: colleagues by the internal side, guests by theirs; at most 200."""
    return participants_of(policy.require_inside(viewer, ref))


def participants_of(case: Case) -> tuple[Participant, ...]:
    """Who takes part in a case; the caller has admitted its reader to the inside."""
    seats = (
        Membership.objects.filter(audience__subject_kind="case", audience__subject_ref=case.ref, role__in=reading.SEATS)
        .filter(
            Q(audience__kind=Audience.Kind.INTERNAL) | Q(audience__kind=Audience.Kind.PARTNER, person__kind="guest")
        )
        .select_related("audience")
        .order_by("audience__kind", "since", "id")[:200]
    )
    return tuple(
        Participant(people.ref(seat.person), seat.person.title, side_name(seat.audience))
        for seat in people.with_people(seats, "person")
    )


def timeline(
    viewer: Person, ref: str, *, side: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PostSummary]:
    """Everything said in a case on the sides that the viewer reads, the newest first."""
    policy.require_case(viewer, ref)
    readable = reading.read_among(viewer, family(ref))
    chosen = [row.id for row in readable if side is None or side_name(row) == side]
    return feeds.timeline(viewer, listing=f"case:{ref}:{side or ''}", audience_ids=chosen, cursor=cursor, limit=limit)


def listed(viewer: Person, which: str) -> QuerySet[Case]:
    """The cases of one of the lists, before it was asked whether the viewer knows of them."""
    match which:
        case "mine":
            return Case.objects.filter(holder_person=viewer)
        case "stand_in":
            return Case.objects.filter(holder_person__in=stood_in(viewer), status__in=OPEN_STATUSES)
        case "team":
            seats = reading.seats_of(viewer.id).values("audience_id")
            return Case.objects.filter(holder_team__audience__in=seats, status__in=OPEN_STATUSES)
        case "followed":
            follows = Membership.objects.filter(person=viewer, follows=True, audience__subject_kind="case")
            return Case.objects.filter(ref__in=follows.values("audience__subject_ref"))
        case "open":
            return Case.objects.filter(status__in=OPEN_STATUSES)
    return Case.objects.all()


_ORDER = {Audience.Kind.INTERNAL: 0, Audience.Kind.PARTNER: 1, Audience.Kind.CUSTOMER: 2}


def seen_by(viewer: Person, rows: Sequence[Case]) -> tuple[CaseSummary | GuestCase, ...]:
    """Cases as the viewer sees them, with two more statements for any number of rows."""
    sides, seats = _sides_and_seats(viewer, [row.ref for row in rows])
    if not viewer.is_member:
        return tuple(_outside(row, sides[row.ref], seats) for row in rows)
    into = _merged_into(viewer, rows)
    return tuple(_inside(viewer, row, sides[row.ref], seats, into) for row in rows)


def _merged_into(viewer: Person, rows: Sequence[Case]) -> dict[str | None, str]:
    """The references of the cases that some were merged into, by id; no statement when there are none."""
    ids = {row.merged_into_id for row in rows if row.merged_into_id}
    return dict(Case.objects.filter(policy.existing(viewer), id__in=ids).values_list("id", "ref")) if ids else {}


def inside(viewer: Person, case: Case) -> tuple[CaseSummary, dt.datetime | None]:
    """A case as a member sees it, and its newest activity; the caller has admitted them to the inside."""
    sides, seats = _sides_and_seats(viewer, [case.ref])
    heads = [side.head_at for side in sides[case.ref] if side.head_at is not None]
    return _inside(viewer, case, sides[case.ref], seats, _merged_into(viewer, [case])), max(heads, default=None)


def _sides_and_seats(viewer: Person, refs: list[str]) -> tuple[dict[str, list[Audience]], dict[str, Membership]]:
    """The sides of some cases that the viewer reads, and the viewer's own seats there, by audience."""
    sides: dict[str, list[Audience]] = {ref: [] for ref in refs}
    if not refs:
        return sides, {}
    found = list(case_sides(refs))
    rows = Membership.objects.filter(person=viewer, audience__in=[side.id for side in found])
    seats = {seat.audience_id: seat for seat in rows}
    admits = reading.readable(viewer).admits
    for side in found:
        seat = seats.get(side.id)
        if admits(side.open_to_members, seat.role if seat else None):
            sides[side.subject_ref].append(side)
    return sides, seats


def _versions(case: Case) -> QuerySet[StoryVersion]:
    return StoryVersion.objects.filter(case=case).select_related("author").order_by("-version")


def _story(row: StoryVersion) -> StorySummary:
    return StorySummary(
        version=row.version,
        happened=row.happened,
        wanted=row.wanted,
        tried=row.tried,
        refused=row.refused,
        constraints=row.constraints,
        author=people.ref(row.author),
        at=row.at,
    )


def _inside(
    viewer: Person,
    row: Case,
    sides: list[Audience],
    seats: dict[str, Membership],
    into: dict[str | None, str],
) -> CaseSummary:
    seat = seats.get(row.audience_id)
    return CaseSummary(
        ref=row.ref,
        title=row.title,
        public_title=row.public_title,
        status=row.status,
        severity=row.severity,
        customer=CustomerRef(row.customer.id, row.customer.name),
        holder=held_by(row.holder_person, row.holder_team),
        restricted=row.restricted,
        next_news_due=row.next_news_due,
        sides=_side_refs(sides),
        retellings=row.retellings,
        drifts=row.drifts,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        revision=row.revision,
        unread=any(_has_news(side, seats.get(side.id)) for side in sides),
        follows=seat is not None and seat.follows,
        muted=seat is not None and seat.tells == Membership.Tells.NOTHING,
        merged_into=into.get(row.merged_into_id),
        can=() if row.merged_into_id else policy.case_verbs(viewer, row, seat.role if seat else None),
    )


def _outside(row: Case, sides: list[Audience], seats: dict[str, Membership]) -> GuestCase:
    writes = any(seats[side.id].role in reading.SEATS for side in sides if side.id in seats)
    return GuestCase(
        ref=row.ref,
        title=row.public_title,
        status=row.status,
        sides=_side_refs(sides),
        can=("post_partner",) if writes else (),
    )


def _side_refs(sides: list[Audience]) -> tuple[SideRef, ...]:
    ordered = sorted(sides, key=lambda side: (_ORDER[Audience.Kind(side.kind)], side.id))
    return tuple(SideRef(side_name(side), side.kind, side.id, side.label) for side in ordered)


def _has_news(side: Audience, seat: Membership | None) -> bool:
    return (
        seat is not None
        and seat.follows
        and side.head_at is not None
        and (seat.read_at is None or side.head_at > seat.read_at)
    )
