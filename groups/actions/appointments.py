"""What needs two administrators: one proposes, another one confirms; neither of them decides about themselves."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from groups import policy
from groups.actions.accounts import require_other_administrator, tell_administrators, write_role
from groups.actions.audiences import seat
from groups.actions.reasons import checked_reason
from groups.actions.seats import held, let_in
from groups.events import AppointmentChanged
from groups.models import Appointment, Group, Membership
from people.models import Person

LASTS = dt.timedelta(days=7)
Kind, State = Appointment.Kind, Appointment.State
_ROLES = {Kind.SITE_ADMIN: "site_admin", Kind.COMPLIANCE_ADMIN: "compliance_admin", Kind.NO_ROLE: ""}


@transaction.atomic
def propose_role(actor: Person, *, person_id: str, kind: str, reason: str = "") -> str:
    """Propose that a colleague runs the site, watches over it, or does neither any more; the id of the proposal."""
    _require(actor, "propose")
    if kind not in _ROLES:
        raise Invalid.field("kind", "unknown_choice", _("There is no such role."))
    person = _candidate(actor, person_id)
    if person.site_role == _ROLES[Kind(kind)]:
        raise Conflict("has_it", _("This is so already."))
    if person.site_role and kind != Kind.NO_ROLE:
        raise Conflict("other_role", _("Nobody has both roles. The present one must end first."))
    return _propose(actor, Appointment(kind=kind, person=person), reason)


@transaction.atomic
def propose_owner(actor: Person, *, group_id: str, person_id: str, instead_of: str = "", reason: str = "") -> str:
    """Propose who owns a group that has no other owner who is there; the id of the proposal."""
    _require(actor, "propose")
    group = Group.objects.select_related("audience").filter(id=group_id).first()
    if group is None:
        raise NotFound
    _require_ownerless(group, instead_of)
    person = _candidate(actor, person_id)
    return _propose(
        actor, Appointment(kind=Kind.GROUP_OWNER, person=person, group=group, instead_of=instead_of), reason
    )


@transaction.atomic
def confirm_appointment(actor: Person, *, appointment_id: str) -> None:
    """Let it be so: by a second administrator, who is not the one it is about."""
    row = _waiting(actor, appointment_id)
    if actor.id in (row.by_id, row.person_id):
        raise NotAllowed(_("Another administrator than you decides this."))
    proposer = row.by
    if not (proposer.is_active and policy.may_administer(proposer, "propose")):
        raise Conflict("void", _("Who proposed this may not any more. Propose it again."))
    if not (row.person.is_active and row.person.is_member):
        raise Conflict("gone", _("The person is not there any more."))
    _close(actor, row, State.CONFIRMED)
    if row.group is not None:
        _make_owner(actor, row.group, row)
    else:
        _give_role(actor, row)


@transaction.atomic
def decline_appointment(actor: Person, *, appointment_id: str) -> None:
    """Let it not be so; who proposed it takes it back by this."""
    row = _waiting(actor, appointment_id)
    _close(actor, row, State.WITHDRAWN if actor.id == row.by_id else State.DECLINED)


def _propose(actor: Person, row: Appointment, reason: str) -> str:
    waiting = Appointment.objects.filter(state=State.PROPOSED, group=row.group)
    if row.group is None:
        waiting = waiting.filter(person=row.person)
    waiting.filter(expires_at__lte=now()).update(state=State.WITHDRAWN, decided_at=now())
    if waiting.exists():
        raise Conflict("proposed", _("This waits for a second administrator already."))
    row.by, row.at, row.expires_at = actor, now(), now() + LASTS
    row.reason = checked_reason(reason)
    row.save(force_insert=True)
    _note(actor, row, "proposed")
    tell_administrators([AppointmentChanged(audience_id="", id=row.id)], actor.id)
    return row.id


def _waiting(actor: Person, appointment_id: str) -> Appointment:
    """A proposal that waits, held for a decision; NotFound for who decides nothing here."""
    _require(actor, "confirm")
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person", "by", "group__audience")
    row = rows.filter(id=appointment_id).first()
    if row is None:
        raise NotFound
    if row.state != State.PROPOSED:
        raise Conflict(row.state, _("This was decided meanwhile."))
    if row.expires_at <= now():
        raise Conflict("over", _("The seven days are over. Propose it again."))
    return row


def _close(actor: Person, row: Appointment, state: Appointment.State) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    _note(actor, row, str(state))
    tell_administrators([AppointmentChanged(audience_id="", id=row.id)], actor.id)


def _give_role(actor: Person, row: Appointment) -> None:
    person = Person.objects.select_for_update().get(id=row.person_id)
    role = _ROLES[Kind(row.kind)]
    if person.site_role and role:
        raise Conflict("other_role", _("Nobody has both roles. The present one must end first."))
    if not role:
        require_other_administrator(person)
    write_role(actor, person, role)


def _make_owner(actor: Person, group: Group, row: Appointment) -> None:
    """Seat the new owner; those who own it and are not there any more, or hand it over, become members."""
    group = held(group)
    _require_ownerless(group, row.instead_of)
    seated = Membership.objects.filter(audience=group.audience, person=row.person, role__in=policy.SEATS).exists()
    if seated:
        seat(row.person_id, group.audience, Membership.Role.OWNER, actor.id)
    else:
        let_in([row.person_id], group, Membership.Role.OWNER, actor.id)
    owners = Membership.objects.filter(audience=group.audience, role=Membership.Role.OWNER)
    for person_id in list(owners.exclude(person=row.person).order_by("id").values_list("person_id", flat=True)):
        seat(person_id, group.audience, Membership.Role.MEMBER, actor.id)
    audit.note(actor.id, "group.owner_appointed", "group", group.id, to=row.person_id, **{"from": row.instead_of})


def _require_ownerless(group: Group, instead_of: str) -> None:
    if policy.present_owners(group.audience).exclude(person_id=instead_of).exists():
        raise Conflict("owned", _("This group has an owner, who decides about it."))


def _candidate(actor: Person, person_id: str) -> Person:
    person = Person.objects.filter(id=person_id, kind=Person.Kind.MEMBER, is_active=True).first()
    if person is None:
        raise Invalid.field("person", "unknown", _("This person is unknown here."))
    if person.id == actor.id:
        raise NotAllowed(_("Nobody appoints themselves."))
    return person


def _require(actor: Person, verb: str) -> None:
    """The role that the actor has now, not the one they had when their page was loaded."""
    policy.require_administration(actor, verb)
    present = Person.objects.select_for_update().filter(id=actor.id).first()
    if present is None or not policy.may_administer(present, verb):
        raise NotFound


def _note(actor: Person, row: Appointment, what: str) -> None:
    about = {"group": row.group_id} if row.group_id else {}
    audit.note(actor.id, f"appointment.{what}", "person", row.person_id, kind=str(row.kind), reason=row.reason, **about)
