"""Reads about groups, their members, the directory and what a person follows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from groups import policy
from groups.models import Audience, Group, JoinRequest, Membership
from people import queries as people
from people.models import Person
from people.queries import PersonRef, PersonSummary


@dataclass(frozen=True)
class AudienceRef:
    """Who can read something. ``kind``: everyone, group, internal, partner, customer, moderators or person.

    ``label`` is a name (the group, the partner, the customer), never a sentence; ``title`` and ``subject`` name what
    the audience belongs to: ``("group", id)`` or ``("case", reference)``.
    """

    id: str
    kind: str
    label: str
    title: str
    subject_kind: str
    subject_ref: str


@dataclass(frozen=True)
class GroupSummary:
    """A group as its viewer sees it; ``unread`` is whether something new waits there."""

    id: str
    name: str
    kind: str  # team, community, project
    openness: str  # open, closed, secret
    purpose: str
    joined: bool
    follows: bool
    role: str | None  # owner, moderator, member
    requested: bool
    unread: bool
    members_count: int
    audience: str
    can: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """A person's seat in a group."""

    person: PersonRef
    title: str
    role: str
    since: dt.datetime


def groups(
    viewer: Person, *, q: str = "", mine: bool = False, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[GroupSummary]:
    """The groups that the viewer knows of, by name."""
    rows = _summarised(viewer).order_by("name", "id")
    if q:
        rows = rows.filter(name__icontains=q)
    if mine:
        rows = rows.filter(seat__role__in=policy.SEATS)
    return _by_name(rows, "groups", viewer, cursor, limit, "name").map(lambda row: _summary(row))


def group(viewer: Person, group_id: str) -> GroupSummary:
    """One group; NotFound when the viewer does not know of it."""
    found = _summarised(viewer).filter(id=group_id).first()
    if found is None:
        raise NotFound
    return _summary(found)


def audience_of(viewer: Person, group_id: str) -> str:
    """The present audience of a group; NotFound when the viewer does not know of the group."""
    known = Group.objects.filter(policy.existing(viewer), id=group_id).values_list("audience_id", flat=True).first()
    if known is None:
        raise NotFound
    return known


# Written by hand because every page begins with it: building the statement anew cost ten times what running it does.
_RAIL = """
    SELECT g.id, g.name, g.kind, g.openness, g.purpose, a.id, a.members_count, m.role, a.head_at > m.read_at,
        EXISTS (SELECT 1 FROM groups_joinrequest r WHERE r.group_id = g.id AND r.person_id = m.person_id)
    FROM groups_membership m
    JOIN groups_audience a ON a.id = m.audience_id
    JOIN groups_group g ON g.audience_id = m.audience_id
    WHERE m.person_id = %s AND m.follows AND {seated_or_known}
    ORDER BY g.name, g.id
    LIMIT 50
"""


def rail(viewer: Person) -> tuple[GroupSummary, ...]:
    """The groups that the viewer follows, for the left rail; at most 50, by name."""
    reads = policy.readable(viewer)
    if not reads.active:
        return ()
    known = "(m.role <> 'follower' OR g.openness <> 'secret')" if reads.all_open else "m.role <> 'follower'"
    with connection.cursor() as run:
        run.execute(_RAIL.format(seated_or_known=known), [viewer.id])
        return tuple(_followed(*row) for row in run.fetchall())


def _followed(
    id_: str,
    name: str,
    kind: str,
    openness: str,
    purpose: str,
    audience: str,
    members: int,
    role: str,
    news: bool | None,
    asked: bool,
) -> GroupSummary:
    seat = role if role in policy.SEATS else None
    return GroupSummary(
        id=id_,
        name=name,
        kind=kind,
        openness=openness,
        purpose=purpose,
        joined=seat is not None,
        follows=True,
        role=seat,
        requested=bool(asked),
        unread=bool(news),
        members_count=members,
        audience=audience,
        can=policy.group_verbs(openness, seat, bool(asked)),
    )


def members(
    viewer: Person, group_id: str, *, role: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[Member]:
    """The members of a group, to those who read it; by name."""
    found, _role = policy.require_group(viewer, group_id)
    policy.require_audience(viewer, found.audience_id)
    rows = (
        Membership.objects.filter(audience_id=found.audience_id, role__in=policy.SEATS)
        .select_related("person")
        .annotate(name=F("person__name"))
        .order_by("name", "id")
    )
    if role is not None:
        rows = rows.filter(role=role)
    page = _by_name(rows, f"members:{group_id}", viewer, cursor, limit, "name")
    return page.map(lambda row: Member(people.ref(row.person), row.person.title, row.role, row.since))


def owners(viewer: Person, group_id: str) -> tuple[PersonRef, ...]:
    """Who owns a group, to all who know of it."""
    found, _role = policy.require_group(viewer, group_id)
    rows = Membership.objects.filter(audience_id=found.audience_id, role=Membership.Role.OWNER)
    return tuple(people.ref(row.person) for row in rows.select_related("person").order_by("person__name"))


def requests(viewer: Person, group_id: str) -> tuple[PersonSummary, ...]:
    """Who asks to join, to those who may decide; the oldest first, at most 100."""
    found, role = policy.require_group(viewer, group_id)
    policy.require_in_group(role, "decide_requests")
    asking = list(
        JoinRequest.objects.filter(group=found).order_by("asked_at").values_list("person_id", flat=True)[:100]
    )
    known = people.summaries(asking)
    return tuple(known[person_id] for person_id in asking)


# People ---------------------------------------------------------------------------------------------------------------
def known_people(viewer: Person) -> QuerySet[Person]:
    """The people whose record the viewer may see: staff and guests for members, companions of a side for others."""
    companions = Q(
        id__in=Membership.objects.filter(
            role__in=policy.SEATS, audience__in=policy.seats_of(viewer.id).values("audience_id")
        ).values("person_id")
    )
    if policy.readable(viewer).all_open:
        return Person.objects.filter(
            Q(kind__in=[Person.Kind.MEMBER, Person.Kind.GUEST, Person.Kind.SYSTEM]) | companions
        )
    return Person.objects.filter(companions)


def directory(viewer: Person, *, q: str = "", cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[PersonSummary]:
    """The active people that the viewer may know, by name; ``q`` looks in names, handles and titles."""
    rows = known_people(viewer).filter(is_active=True).exclude(kind=Person.Kind.SYSTEM).order_by("name", "id")
    if not policy.readable(viewer).all_open:
        rows = rows.exclude(kind=Person.Kind.CONTACT)
    else:
        rows = rows.filter(kind__in=[Person.Kind.MEMBER, Person.Kind.GUEST])
    for word in q.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(handle__icontains=word) | Q(title__icontains=word))
    page = _by_name(rows, f"people:{q}", viewer, cursor, limit, "name")
    known = people.summaries(row.id for row in page.results)
    return page.map(lambda row: known[row.id])


def person(viewer: Person, person_id: str) -> PersonSummary:
    """One person's record; NotFound when the viewer may not know them."""
    if not known_people(viewer).filter(id=person_id).exists():
        raise NotFound
    return people.summaries([person_id])[person_id]


def teams_of(viewer: Person, person_id: str) -> tuple[GroupSummary, ...]:
    """The teams where somebody has a seat, as far as the viewer reads them; by name, without the secret ones."""
    rows = _summarised(viewer).filter(_shared_teams(viewer, person_id)).order_by("name", "id")
    return tuple(_summary(row) for row in rows[:PAGE_SIZE])


def team_mates(viewer: Person, person_id: str) -> tuple[PersonSummary, ...]:
    """The active colleagues who share such a team with somebody; by name, at most 100."""
    teams = Group.objects.filter(_shared_teams(viewer, person_id)).values("audience_id")
    seats = Membership.objects.filter(audience__in=teams, role__in=policy.SEATS).values("person_id")
    rows = Person.objects.filter(id__in=seats, is_active=True, kind=Person.Kind.MEMBER).exclude(id=person_id)
    known = people.summaries(rows.order_by("name", "id").values_list("id", flat=True)[:100])
    return tuple(sorted(known.values(), key=lambda one: (one.name, one.id)))


def _shared_teams(viewer: Person, person_id: str) -> Q:
    # Also of somebody who has left: their seats say where they were.
    seats = Membership.objects.filter(person=person_id, role__in=policy.SEATS).values("audience_id")
    return policy.visible(viewer) & Q(kind=Group.Kind.TEAM, audience__in=seats) & ~Q(openness=Group.Openness.SECRET)


# Audiences ------------------------------------------------------------------------------------------------------------
def followed(viewer: Person) -> frozenset[str]:
    """The audiences whose events the viewer's sockets hear: those they follow and may read, and their own."""
    rows = Membership.objects.filter(person=viewer, follows=True).filter(policy.visible(viewer))
    return frozenset(rows.values_list("audience_id", flat=True)) | {viewer.id}


def read_positions(viewer: Person, audience_ids: Iterable[str]) -> dict[str, dt.datetime]:
    """Up to when the viewer has read those of some audiences that they follow or have a seat in."""
    rows = Membership.objects.filter(person=viewer, audience__in=list(audience_ids), read_at__isnull=False)
    return {audience_id: read_at for audience_id, read_at in rows.values_list("audience_id", "read_at") if read_at}


def readable_of(viewer: Person, audience_ids: list[str]) -> frozenset[str]:
    """Those of some audiences that the viewer reads."""
    rows = Audience.objects.filter(policy.visible(viewer, ""), id__in=audience_ids)
    return frozenset(rows.values_list("id", flat=True))


def reader_ids(audience_id: str, person_ids: set[str]) -> frozenset[str]:
    """Those of some people who read an audience now; for the live feeder, which asks for many at once."""
    audience = Audience.objects.filter(id=audience_id).first()
    if audience is None:
        return frozenset()
    return frozenset(policy.readers(audience).filter(id__in=person_ids).values_list("id", flat=True))


def _summarised(viewer: Person) -> "QuerySet[Any]":
    """Groups that exist for the viewer, joined once with the audience and the viewer's own seat."""
    return (
        Group.objects.filter(policy.existing(viewer))
        .annotate(
            seat=FilteredRelation("audience__memberships", condition=Q(audience__memberships__person=viewer)),
        )
        .annotate(
            seat_role=F("seat__role"),
            seat_follows=F("seat__follows"),
            members_count=F("audience__members_count"),
            has_news=Case(
                When(seat__follows=True, audience__head_at__gt=F("seat__read_at"), then=True),
                default=False,
                output_field=BooleanField(),
            ),
            has_asked=Exists(JoinRequest.objects.filter(group=OuterRef("pk"), person=viewer)),
        )
    )


def _summary(row: Any) -> GroupSummary:
    role = row.seat_role if row.seat_role in policy.SEATS else None
    return GroupSummary(
        id=row.id,
        name=row.name,
        kind=row.kind,
        openness=row.openness,
        purpose=row.purpose,
        joined=role is not None,
        follows=bool(row.seat_follows),
        role=role,
        requested=row.has_asked,
        unread=row.has_news,
        members_count=row.members_count,
        audience=row.audience_id,
        can=policy.group_verbs(row.openness, role, row.has_asked),
    )


def _by_name(
    rows: "QuerySet[Any]", listing: str, viewer: Person, cursor: str | None, limit: int, key: str
) -> Page[Any]:
    """A keyset page of rows ordered by a name and the primary key."""
    if cursor is not None:
        name, last = unseal(listing, viewer.id, cursor)
        rows = rows.filter(Q(**{f"{key}__gt": name}) | Q(**{key: name, "pk__gt": last}))
    found = list(rows[: limit + 1])
    more = len(found) > limit
    shown = found[:limit]
    next_ = seal(listing, viewer.id, [getattr(shown[-1], key), shown[-1].pk]) if more else None
    return Page(tuple(shown), next_)
