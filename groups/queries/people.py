"""The people whom a viewer may know, one record, and who works with whom."""

from django.db.models import Q, QuerySet

from esn.core.errors import NotFound
from esn.core.folding import sort_key
from esn.core.pages import PAGE_SIZE
from groups import policy
from groups.models import Group, Membership
from groups.queries.rows import GroupSummary, summarised, summary
from people import queries as people
from people.models import Person
from people.queries import PersonSummary


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


def require_known(viewer: Person, person_id: str) -> None:
    """NotFound when the viewer may not know the person."""
    if not known_people(viewer).filter(id=person_id).exists():
        raise NotFound


def person(viewer: Person, person_id: str) -> PersonSummary:
    """One person's record; NotFound when the viewer may not know them."""
    require_known(viewer, person_id)
    return people.summaries([person_id])[person_id]


def teams_of(viewer: Person, person_id: str) -> tuple[GroupSummary, ...]:
    """The teams where somebody has a seat, as far as the viewer reads them; by name, without the secret ones."""
    rows = summarised(viewer).filter(_shared_teams(viewer, person_id)).order_by("sort_name", "id")
    return tuple(summary(row) for row in rows[:PAGE_SIZE])


def team_mates(viewer: Person, person_id: str) -> tuple[PersonSummary, ...]:
    """The active colleagues who share such a team with somebody; by name, at most 100."""
    teams = Group.objects.filter(_shared_teams(viewer, person_id)).values("audience_id")
    seats = Membership.objects.filter(audience__in=teams, role__in=policy.SEATS).values("person_id")
    rows = Person.objects.filter(id__in=seats, is_active=True, kind=Person.Kind.MEMBER).exclude(id=person_id)
    known = people.summaries(rows.order_by("profile__sort_name", "id").values_list("id", flat=True)[:100])
    return tuple(sorted(known.values(), key=lambda one: (sort_key(one.name), one.id)))


def _shared_teams(viewer: Person, person_id: str) -> Q:
    # Also of somebody who has left: their seats say where they were.
    seats = Membership.objects.filter(person=person_id, role__in=policy.SEATS).values("audience_id")
    return policy.visible(viewer) & Q(kind=Group.Kind.TEAM, audience__in=seats) & ~Q(openness=Group.Openness.SECRET)
