"""Teams as a directory keeps them: it makes and names them, and gives and takes the seats that it gave."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from groups import policy
from groups.actions.archive import close_group
from groups.actions.audiences import seat, unseat
from groups.actions.groups import found_group, rename_group
from groups.actions.seats import held, let_in
from groups.models import Group, Membership, ProvisionedGroup, ProvisionedSeat, ProvisioningConnection, Sanction
from people.models import Person
from people.written import checked_line

NAME_LIMIT = 100  # characters of a group's name
_NOTED_AT_ONCE = 100  # people in one entry of the audit log


@transaction.atomic
def provision_group(actor: Person, *, name: str, external_id: str, member_ids: Iterable[str]) -> str:
    """Make a closed team that the steward of the connection owns; its id."""
    connection = policy.require_connection(actor)
    group = found_group(
        actor,
        owner_id=_owner(connection).id,
        name=_checked(name),
        kind=Group.Kind.TEAM,
        openness=Group.Openness.CLOSED,
    )
    ProvisionedGroup.objects.create(group=group, connection=connection, external_id=external_id, changed_at=now())
    _give_seats(actor, group, set(member_ids))
    return group.id


@transaction.atomic
def change_provisioned_group(
    actor: Person, *, group_id: str, name: str, external_id: str, member_ids: Collection[str]
) -> None:
    """Name a team as the directory does, and seat whom it seats there."""
    policy.require_connection(actor)
    row = held_team(group_id)
    group = held(row.group)
    wanted = _checked(name)
    if wanted != group.name:
        rename_group(actor, group, name=wanted)
    given = set(ProvisionedSeat.objects.filter(group=group).values_list("person_id", flat=True))
    present = set(
        Membership.objects.filter(audience=group.audience, role__in=policy.SEATS, person__in=given).values_list(
            "person_id", flat=True
        )
    )
    _give_seats(actor, group, set(member_ids) - present)
    _take_seats(actor, row, group, given - set(member_ids))
    ProvisionedGroup.objects.filter(group=group).update(
        external_id=external_id, revision=F("revision") + 1, changed_at=now()
    )


@transaction.atomic
def withdraw_group(actor: Person, *, group_id: str) -> None:
    """Archive a team that the directory deleted: who is in it reads on, and from now on it is its owner's alone."""
    policy.require_connection(actor)
    row = held_team(group_id)
    group = held(row.group)
    if group.archived_at is None:
        close_group(group, actor.id)
    ProvisionedGroup.objects.filter(group=group).update(removed_at=now(), revision=F("revision") + 1, changed_at=now())
    ProvisionedSeat.objects.filter(group=group).delete()
    audit.note(actor.id, "group.unprovisioned", "group", group.id)


def held_team(group_id: str) -> ProvisionedGroup:
    """A team that a directory keeps, held until the end of the transaction; NotFound for any other group."""
    rows = policy.provisioned_groups().select_for_update(of=("self",)).select_related("group__audience")
    row = rows.filter(group=group_id).first()
    if row is None:
        raise NotFound
    return row


def _give_seats(actor: Person, group: Group, wanted: set[str]) -> None:
    """Seat people of the staff; who was banned from the group stays out, and who left the house is passed over."""
    known = dict(policy.provisioned_people().filter(id__in=wanted).order_by("id").values_list("id", "is_active"))
    if wanted - known.keys():
        raise Invalid.field("members", "unknown", _("One of these people is unknown here."))
    banned = set(
        Sanction.objects.filter(
            policy.holding(), group=group.id, kind=Sanction.Kind.BAN, person__in=wanted
        ).values_list("person_id", flat=True)
    )
    seated = [one for one, active in known.items() if active and one not in banned]
    if not seated:
        return
    there = set(
        Membership.objects.filter(audience=group.audience, role__in=policy.SEATS, person__in=seated).values_list(
            "person_id", flat=True
        )
    )
    joining = [one for one in seated if one not in there]
    if joining:
        let_in(joining, group, Membership.Role.MEMBER, actor.id)
    ProvisionedSeat.objects.bulk_create(
        [ProvisionedSeat(group=group, person_id=one) for one in seated], ignore_conflicts=True, batch_size=500
    )
    _note(actor, "members.provisioned", group, joining)


def _take_seats(actor: Person, row: ProvisionedGroup, group: Group, leaving: set[str]) -> None:
    """Take the seats away that a directory gave. The steward's stays: they own the team, whoever else is in it."""
    if not leaving:
        return
    ProvisionedSeat.objects.filter(group=group, person__in=leaving).delete()
    owner = _owner(row.connection)
    going = sorted(leaving - {owner.id})
    if not policy.present_owners(group.audience).exclude(person__in=going).exists():
        seat(owner.id, group.audience, Membership.Role.OWNER, actor.id)
    for person_id in going:
        unseat(person_id, group.audience, actor.id)
    _note(actor, "members.unprovisioned", group, going)


def _owner(connection: ProvisioningConnection) -> Person:
    """Who owns the teams of a connection: its steward while they are here, else whoever runs the site."""
    if connection.steward.is_active:
        return connection.steward
    running = Person.objects.filter(site_role=Person.SiteRole.SITE_ADMIN, is_active=True).order_by("joined_at").first()
    if running is None:
        raise Conflict("no_owner", _("A group always has an owner. Name another owner first."))
    return running


def _checked(name: str) -> str:
    return checked_line(name, "displayName", NAME_LIMIT)


def _note(actor: Person, verb: str, group: Group, people: list[str]) -> None:
    for start in range(0, len(people), _NOTED_AT_ONCE):
        audit.note(actor.id, verb, "group", group.id, people=people[start : start + _NOTED_AT_ONCE])
