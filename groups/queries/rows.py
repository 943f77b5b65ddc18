"""Groups as rows for a viewer, and what the viewer is shown of one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from groups import policy
from groups.models import Audience, Group, JoinRequest, Sanction
from people.models import Person


@dataclass(frozen=True)
class GroupSummary:
    """A group as its viewer sees it; ``unread`` is whether something new waits there.

    ``audience`` is empty for who knows of the group and does not read it.
    """

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
    voice: str = "members"  # who begins: members, moderators
    invited: bool = False
    archived_at: dt.datetime | None = None


@dataclass(frozen=True)
class GroupRecord(GroupSummary):
    """One group with all that is said of it."""

    rules: str = ""
    ends_on: dt.date | None = None  # its last day before it is archived
    since: dt.datetime | None = None
    quiet_from: dt.time | None = None  # hours in which it disturbs nobody, on everybody's own clock
    quiet_until: dt.time | None = None


def summarised(viewer: Person) -> "QuerySet[Any]":
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
            voice=F("audience__voice"),
            is_read=Case(When(policy.visible(viewer), then=True), default=False, output_field=BooleanField()),
            muted_until=F("seat__muted_until"),
            muted_everywhere=Value(policy.is_muted(viewer.muted_until), output_field=BooleanField()),
            is_banned=Exists(
                Sanction.objects.filter(policy.holding(), kind=Sanction.Kind.BAN, group=OuterRef("pk"), person=viewer)
            ),
            is_invited=Exists(policy.invitations_of(viewer).filter(group=OuterRef("pk"))),
        )
    )


def summary(row: Any) -> GroupSummary:
    """What a viewer is shown of a row of ``summarised``."""
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
        audience=row.audience_id if row.is_read else "",
        can=policy.group_verbs(
            policy.Standing(
                row.openness,
                role,
                requested=row.has_asked,
                invited=row.is_invited,
                archived=row.archived_at is not None,
                voice=row.voice,
                muted=row.muted_everywhere or policy.is_muted(row.muted_until),
                banned=row.is_banned,
            )
        ),
        voice=row.voice if row.is_read else Audience.Voice.MEMBERS,
        invited=row.is_invited,
        archived_at=row.archived_at,
    )


def record(row: Any) -> GroupRecord:
    """All that a viewer is shown of a row of ``summarised``."""
    return GroupRecord(
        **vars(summary(row)),
        rules=row.rules,
        ends_on=row.ends_on,
        since=row.created_at,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
    )
