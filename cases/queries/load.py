"""What a team carries: the open cases and promises of each of its people, by their names and never by their numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases import policy
from cases.models import Case, Commitment
from cases.queries.cases import OPEN_STATUSES
from cases.queries.summaries import HolderRef
from groups import policy as reading
from groups import queries as groups
from groups.models import Group, Membership
from people.models import Person

MOST = 50  # people of one team


@dataclass(frozen=True)
class Load:
    """The open cases that somebody holds and the open promises that they keep, as far as the viewer reads them."""

    holder: HolderRef
    cases: int
    promises: int


def team_load(viewer: Person, group_id: str) -> tuple[Load, ...]:
    """The team itself, then its people by their names, 50 at most; NotFound when the viewer does not read the group."""
    audience = groups.audiences_of(viewer, group_id)[0]
    team = Group.objects.values_list("name", flat=True).get(id=group_id)
    seats = Membership.objects.filter(audience=audience, role__in=reading.SEATS, person__is_active=True)
    people = seats.order_by("person__profile__sort_name", "person_id").values_list("person_id", "person__name")[:MOST]
    named = [HolderRef("team", group_id, team), *(HolderRef("person", *one) for one in people)]
    ids = [one.id for one in named]
    held = Case.objects.filter(policy.existing(viewer), merged_into=None, status__in=OPEN_STATUSES)
    kept = Commitment.objects.filter(reading.visible(viewer), state=Commitment.State.OPEN)
    cases, promises = _counted(held, "holder", ids), _counted(kept, "keeper", ids)
    return tuple(Load(one, cases.get(one.id, 0), promises.get(one.id, 0)) for one in named)


def _counted(rows: QuerySet[Any], who: str, ids: list[str]) -> dict[str, int]:
    """How many rows each of some people and teams has."""
    person, team = f"{who}_person", f"{who}_team"
    rows = rows.filter(Q(**{f"{person}__in": ids}) | Q(**{f"{team}__in": ids}))
    counted = rows.order_by().values_list(person, team).annotate(n=Count("pk"))
    return {one or other: number for one, other, number in counted}
