"""What waits for a second administrator, and the groups that have no owner who is there."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy
from groups.models import Appointment, Group
from groups.queries.paging import by_name, newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class AppointmentSummary:
    """A proposal; ``state`` is proposed, expired, confirmed, declined or withdrawn, ``group`` the id of a group."""

    id: str
    kind: str
    person: PersonRef
    group: str | None
    group_name: str
    reason: str
    by: PersonRef
    at: dt.datetime
    expires_at: dt.datetime
    state: str
    decided_by: PersonRef | None
    decided_at: dt.datetime | None
    can: tuple[str, ...]


@dataclass(frozen=True)
class OwnerlessGroup:
    """A group whose owners are not there any more: no more of it is told than its name, openness and size."""

    id: str
    name: str
    openness: str
    members: int
    proposed: bool


def appointments(
    viewer: Person, *, state: str = "waiting", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[AppointmentSummary]:
    """What was proposed, the newest first; ``state`` is waiting or all."""
    policy.require_administration(viewer, "confirm")
    rows = Appointment.objects.select_related("person", "by", "decided_by", "group")
    if state == "waiting":
        rows = rows.filter(_waiting())
    page = newest(rows, "at", listing=f"appointments:{state}", viewer=viewer, cursor=cursor, limit=limit)
    return page.map(lambda row: _summary(viewer, row))


def appointment(viewer: Person, appointment_id: str) -> AppointmentSummary:
    """One proposal."""
    policy.require_administration(viewer, "confirm")
    rows = Appointment.objects.select_related("person", "by", "decided_by", "group")
    row = rows.filter(id=appointment_id).first()
    if row is None:
        raise NotFound
    return _summary(viewer, row)


def appointments_waiting(viewer: Person) -> int:
    """How many proposals wait for the viewer's decision; none for who decides nothing."""
    if not policy.may_administer(viewer, "confirm"):
        return 0
    return Appointment.objects.filter(_waiting()).exclude(Q(by=viewer) | Q(person=viewer)).count()


def ownerless_groups(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[OwnerlessGroup]:
    """The living groups without an owner who is there, by name."""
    policy.require_administration(viewer, "propose")
    waiting = Appointment.objects.filter(_waiting(), group=OuterRef("pk"))
    rows = _ownerless().select_related("audience").annotate(proposed=Exists(waiting))
    page = by_name(rows, "ownerless", viewer, cursor, limit)
    return page.map(
        lambda row: OwnerlessGroup(row.id, row.name, row.openness, row.audience.members_count, row.proposed)
    )


def ownerless_group(viewer: Person, group_id: str) -> OwnerlessGroup:
    """One of them; NotFound for a group that has an owner."""
    policy.require_administration(viewer, "propose")
    waiting = Appointment.objects.filter(_waiting(), group=OuterRef("pk"))
    row = _ownerless().select_related("audience").annotate(proposed=Exists(waiting)).filter(id=group_id).first()
    if row is None:
        raise NotFound
    return OwnerlessGroup(row.id, row.name, row.openness, row.audience.members_count, row.proposed)


def ownerless_count(viewer: Person) -> int:
    """How many groups wait for an owner; none for who proposes none."""
    return _ownerless().count() if policy.may_administer(viewer, "propose") else 0


def _ownerless() -> QuerySet[Group]:
    return Group.objects.filter(~Exists(policy.present_owners(OuterRef("audience"))), archived_at=None)


def _waiting() -> Q:
    return Q(state=Appointment.State.PROPOSED, expires_at__gt=now())


def _summary(viewer: Person, row: Appointment) -> AppointmentSummary:
    over = row.state == Appointment.State.PROPOSED and row.expires_at <= now()
    return AppointmentSummary(
        id=row.id,
        kind=row.kind,
        person=people.ref(row.person),
        group=row.group_id,
        group_name=row.group.name if row.group else "",
        reason=row.reason,
        by=people.ref(row.by),
        at=row.at,
        expires_at=row.expires_at,
        state="expired" if over else row.state,
        decided_by=people.ref(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        can=_verbs(viewer, row) if row.state == Appointment.State.PROPOSED and not over else (),
    )


def _verbs(viewer: Person, row: Appointment) -> tuple[str, ...]:
    if viewer.id == row.by_id:
        return ("withdraw",)
    return ("decline",) if viewer.id == row.person_id else ("confirm", "decline")
