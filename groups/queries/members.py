"""Who has a seat in a group, who owns it and who asks to join."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from esn.core.errors import NotAllowed
from esn.core.pages import PAGE_SIZE, Page
from groups import policy
from groups.models import Group, JoinRequest, Membership
from groups.queries.paging import people_by_name
from groups.queries.rows import GroupSummary, summarised, summary
from people import queries as people
from people.models import Person
from people.queries import PersonRef, PersonSummary


@dataclass(frozen=True)
class Member:
    """A person's seat in a group."""

    person: PersonRef
    title: str
    role: str
    since: dt.datetime


@dataclass(frozen=True)
class Asking(PersonSummary):
    """Somebody who asks to join, with a word to those who decide."""

    message: str = ""
    asked_at: dt.datetime | None = None


@dataclass(frozen=True)
class RequestsWaiting:
    """How many ask to join one group."""

    id: str
    name: str
    waiting: int


@dataclass(frozen=True)
class Invited(PersonSummary):
    """Somebody who was asked into a group and has not answered."""

    by: PersonRef | None = None
    message: str = ""
    invited_at: dt.datetime | None = None


@dataclass(frozen=True)
class OwnInvitation:
    """A group that one was asked into: by whom, and with which words."""

    group: GroupSummary
    by: PersonRef
    message: str
    invited_at: dt.datetime


def members(
    viewer: Person,
    group_id: str,
    *,
    q: str = "",
    role: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[Member]:
    """The members of a group, to those who read it; by name. ``q`` looks in names, handles and titles."""
    found, _role = policy.require_group(viewer, group_id)
    policy.require_audience(viewer, found.audience_id)
    rows = Membership.objects.filter(audience_id=found.audience_id, role__in=policy.SEATS).select_related("person")
    if role is not None:
        rows = rows.filter(role=role)
    for word in q.split()[:5]:
        named = Q(person__name__icontains=word) | Q(person__handle__icontains=word) | Q(person__title__icontains=word)
        rows = rows.filter(named)
    page = people_by_name(rows, f"members:{group_id}:{role or ''}:{q}", viewer, cursor, limit, of="person__")
    return page.map(lambda row: Member(people.ref(row.person), row.person.title, row.role, row.since))


def owners(known: GroupSummary) -> tuple[PersonRef, ...]:
    """Who owns a group, to whoever knows of it."""
    rows = Membership.objects.filter(audience__group=known.id, role=Membership.Role.OWNER, person__is_active=True)
    seats = rows.select_related("person").order_by("person__profile__sort_name", "person")[:100]
    return tuple(people.ref(row.person) for row in seats)


def leaders(viewer: Person, group_id: str) -> tuple[tuple[PersonRef, ...], tuple[PersonRef, ...]]:
    """Who owns a group, to all who know of it, and who moderates it, to those who read it; by name, at most 100."""
    found, _role = policy.require_group(viewer, group_id)
    rows = Membership.objects.filter(audience_id=found.audience_id, role__in=policy.MODERATING, person__is_active=True)
    seats = list(rows.select_related("person").order_by("person__profile__sort_name", "person")[:100])
    reads = bool(policy.read_among(viewer, [found.audience]))
    named = {role: tuple(people.ref(row.person) for row in seats if row.role == role) for role in policy.MODERATING}
    return named[Membership.Role.OWNER], named[Membership.Role.MODERATOR] if reads else ()


def followers(viewer: Person, group_id: str) -> int:
    """How many follow a group without a seat in it, to those who may open and close it."""
    found, role = policy.require_group(viewer, group_id)
    policy.require_in_group(role, "set_openness")
    return Membership.objects.filter(audience=found.audience_id, role=Membership.Role.FOLLOWER).count()


def requests(viewer: Person, group_id: str) -> tuple[Asking, ...]:
    """Who asks to join, to those who may decide; the oldest first, at most 100."""
    found, role = policy.require_group(viewer, group_id)
    policy.require_in_group(role, "decide_requests")
    rows = list(JoinRequest.objects.filter(group=found).order_by("asked_at", "id")[:100])
    known = people.summaries(row.person_id for row in rows)
    return tuple(Asking(**vars(known[row.person_id]), message=row.message, asked_at=row.asked_at) for row in rows)


def requests_waiting(viewer: Person, group_id: str | None = None) -> tuple[RequestsWaiting, ...]:
    """The groups that somebody asks to join and the viewer moderates, or one of them; by name, at most 100."""
    seats = policy.seats_of(viewer.id).filter(role__in=policy.MODERATING, audience=OuterRef("audience"))
    rows = Group.objects.filter(Exists(seats), archived_at=None).annotate(waiting=Count("requests"))
    rows = rows.filter(waiting__gt=0, **({"id": group_id} if group_id else {})).order_by("sort_name", "id")
    return tuple(RequestsWaiting(row.id, row.name, row.waiting) for row in rows[:100])


def invitations(viewer: Person, group_id: str) -> tuple[Invited, ...]:
    """Who was asked in and has not answered, to those who may ask somebody in; the newest first, at most 100."""
    found, role = policy.require_group(viewer, group_id)
    if not policy.may_invite(found.openness, role):
        raise NotAllowed
    rows = list(
        policy.standing_invitations().filter(group=found).select_related("by").order_by("-invited_at", "-id")[:100]
    )
    known = people.summaries(row.person_id for row in rows)
    return tuple(
        Invited(**vars(known[row.person_id]), by=people.ref(row.by), message=row.message, invited_at=row.invited_at)
        for row in rows
    )


def own_invitations(viewer: Person) -> tuple[OwnInvitation, ...]:
    """The groups that the viewer was asked into and has not answered, the newest first; at most 100."""
    rows = policy.invitations_of(viewer).filter(group__archived_at=None).select_related("by")
    found = list(rows.order_by("-invited_at", "-id")[:100])
    if not found:
        return ()
    known = {row.id: summary(row) for row in summarised(viewer).filter(id__in=[one.group_id for one in found])}
    return tuple(
        OwnInvitation(known[one.group_id], people.ref(one.by), one.message, one.invited_at)
        for one in found
        if one.group_id in known
    )
