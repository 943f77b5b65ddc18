"""Groups that somebody may like to join, and why."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from groups import policy
from groups.models import Group, Membership
from groups.queries.rows import GroupSummary, summarised, summary
from people.models import Person

MOST = 6
SMALL = 200  # seats of a team whose people one knows


@dataclass(frozen=True)
class Suggestion:
    """An open group, and how many colleagues of the viewer's own teams are in it."""

    group: GroupSummary
    mates: int


def lively(viewer: Person, most: int = MOST) -> tuple[Suggestion, ...]:
    """For who knows nobody yet: the open communities and projects with most people that the viewer is not in."""
    rows = _open_to(viewer).exclude(kind=Group.Kind.TEAM).order_by("-audience__members_count", "sort_name", "id")
    return tuple(Suggestion(summary(row), 0) for row in rows[:most])


def teams_to_join(viewer: Person, most: int) -> tuple[GroupSummary, ...]:
    """The teams that the viewer knows of and may join or ask to join, by name."""
    rows = summarised(viewer).filter(kind=Group.Kind.TEAM, archived_at=None, seat_role=None)
    return tuple(map(summary, rows.order_by("sort_name", "id")[:most]))


def _open_to(viewer: Person) -> Any:
    """Open groups that go on, without those where the viewer has a seat or is asked in."""
    own = policy.seats_of(viewer.id).values("audience_id")
    rows = summarised(viewer).filter(openness=Group.Openness.OPEN, archived_at=None)
    return rows.exclude(audience__in=own).exclude(invitations__person=viewer)


def suggestions(viewer: Person, most: int = MOST) -> tuple[Suggestion, ...]:
    """Open groups that the viewer is not in and colleagues of their teams are, those with most of them first.

    Only open ones: how many sit in a closed group is for its members.
    """
    own = policy.seats_of(viewer.id).values("audience_id")
    if not policy.readable(viewer).all_open:
        return ()
    teams = Group.objects.filter(kind=Group.Kind.TEAM, audience__in=own, audience__members_count__lte=SMALL)
    mates = Membership.objects.filter(
        audience__in=teams.filter(archived_at=None).values("audience_id"), role__in=policy.SEATS
    )
    known = Person.objects.filter(is_active=True, id__in=mates.values("person_id")).exclude(id=viewer.id)
    there = Q(audience__memberships__role__in=policy.SEATS, audience__memberships__person__in=known)
    rows = (
        Group.objects.filter(openness=Group.Openness.OPEN, archived_at=None)
        .exclude(audience__in=own)
        .exclude(invitations__person=viewer)
        .annotate(mates=Count("audience__memberships", filter=there))
        .filter(mates__gt=0)
        .order_by("-mates", "sort_name", "id")
    )
    found = dict(rows.values_list("id", "mates")[:most])
    groups = {row.id: summary(row) for row in summarised(viewer).filter(id__in=list(found))} if found else {}
    return tuple(Suggestion(groups[id_], mates) for id_, mates in found.items() if id_ in groups)
