"""The mutes and bans that hold, for who moderates; what waits in a group; and who moderates the site."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from esn.core.errors import NotFound
from groups import policy
from groups.models import SITE_MODERATORS, Membership, Sanction
from people import queries as people
from people.models import Person
from people.queries import PersonRef

MOST = 200


@dataclass(frozen=True)
class SanctionSummary:
    """A mute or a ban that holds; ``group`` is None for one that holds everywhere."""

    id: str
    kind: str
    person: PersonRef
    group: str | None
    place: str
    by: PersonRef
    reason: str
    at: dt.datetime
    until: dt.datetime | None


@dataclass(frozen=True)
class Approval:
    """For how many days the posts of a new member wait in a group, and which words make any post wait."""

    days: int
    words: tuple[str, ...]


def sanctions(viewer: Person, *, group_id: str | None = None) -> tuple[SanctionSummary, ...]:
    """The mutes and bans that hold where the viewer moderates, or in one group; NotFound for who does not."""
    if group_id is not None:
        _group, role = policy.require_group(viewer, group_id)
        if role not in policy.MODERATING:
            raise NotFound
        where = Q(group=group_id)
    else:
        if not policy.moderates_somewhere(viewer):
            raise NotFound
        mine = policy.seats_of(viewer.id).filter(role__in=policy.MODERATING).values("audience_id")
        where = Q(group__audience__in=mine)
        if policy.moderates_site(viewer):
            where |= Q(group=None)
    rows = Sanction.objects.filter(policy.holding(), where).exclude(person=viewer).select_related("group")
    found = people.with_people(rows.order_by("-at", "-id")[:MOST], "person", "by")
    return tuple(
        SanctionSummary(
            row.id, row.kind, people.ref(row.person), row.group_id, row.group.name if row.group else "",
            people.ref(row.by), row.reason, row.at, row.until,
        )
        for row in found
    )  # fmt: skip


def approval(viewer: Person, group_id: str) -> Approval:
    """What waits in a group, for its moderators; NotFound for others."""
    group, role = policy.require_group(viewer, group_id)
    if role not in policy.MODERATING:
        raise NotFound
    return Approval(group.approval_days, tuple(group.flagged_words))


def site_moderators(viewer: Person) -> tuple[PersonRef, ...]:
    """Who moderates the site, for themselves and for who runs it; by name."""
    if not policy.may_administer(viewer, "appoint_moderators"):
        policy.require_moderates_site(viewer)
    rows = Membership.objects.filter(audience=SITE_MODERATORS, person__is_active=True).select_related("person")
    return tuple(people.ref(row.person) for row in rows.order_by("person__profile__sort_name", "person_id"))


def require_site_moderator(viewer: Person) -> None:
    """NotFound for who does not moderate the site: its place does not exist for them."""
    policy.require_moderates_site(viewer)
