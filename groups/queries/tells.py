"""What of a group reaches whom by mail and sound, and when a group is quiet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from groups import policy
from groups.models import Audience, Group, Membership
from people.models import Person
from people.quiet import Daily


@dataclass(frozen=True)
class GroupTells:
    """What of one group reaches the viewer by mail and sound: all, mentions or nothing."""

    group: str
    name: str
    tells: str


def group_tells(viewer: Person) -> tuple[GroupTells, ...]:
    """The groups that the viewer follows or is in, by name, with what of each reaches them; in one statement."""
    rows = (
        Group.objects.filter(policy.existing(viewer), archived_at=None, audience__memberships__person=viewer)
        .annotate(tells=F("audience__memberships__tells"))
        .order_by("sort_name", "id")
    )
    return tuple(GroupTells(*row) for row in rows.values_list("id", "name", "tells"))


def tells_of(person_id: str, audience_ids: Iterable[str]) -> dict[str, str]:
    """What of some audiences a person wants to hear by mail and sound, where they said otherwise than all."""
    rows = Membership.objects.filter(person=person_id, audience__in=list(audience_ids))
    return dict(rows.exclude(tells=Membership.Tells.ALL).values_list("audience_id", "tells"))


def silenced(person_ids: Iterable[str], audience_ids: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Which of some people muted which of some audiences: the ids of both. One statement."""
    rows = Membership.objects.filter(person__in=list(person_ids), audience__in=list(audience_ids))
    return frozenset(rows.filter(tells=Membership.Tells.NOTHING).values_list("person_id", "audience_id"))


def quiet_hours(audience_ids: Iterable[str]) -> dict[str, Daily]:
    """The quiet hours of the groups of some audiences, by audience."""
    rows = Group.objects.filter(audience__in=list(audience_ids), quiet_from__isnull=False)
    said = rows.values_list("audience_id", "quiet_from", "quiet_until")
    return {id_: Daily(start, end) for id_, start, end in said if start is not None and end is not None}


def open_among(audience_ids: Iterable[str]) -> frozenset[str]:
    """Those of some audiences that every member reads: what is said there may also be read in a mail."""
    rows = Audience.objects.filter(id__in=list(audience_ids), open_to_members=True)
    return frozenset(rows.values_list("id", flat=True))
