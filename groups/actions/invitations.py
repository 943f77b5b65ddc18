"""Asking somebody into a group, and their answer."""

from collections.abc import Sequence

from django.db import transaction

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import NotAllowed, NotFound
from esn.core.events import record_all
from groups import policy
from groups.actions.moderators import require_admitted
from groups.actions.seats import checked_message, colleagues, let_in
from groups.events import InvitationChanged
from groups.models import Group, GroupInvitation, Membership
from people.models import Person
from people.policy import own_audience


@transaction.atomic
def invite(actor: Person, *, group_id: str, person_ids: Sequence[str], message: str = "") -> None:
    """Ask members of the house into a group, all or none; who is in or was asked already hears nothing new."""
    group, role = policy.require_group(actor, group_id)
    if not policy.may_invite(group.openness, role):
        raise NotAllowed
    policy.require_living(group)
    wanted = colleagues(person_ids, "people")
    seated = Membership.objects.filter(audience=group.audience, person__in=wanted, role__in=policy.SEATS)
    asked = policy.standing_invitations().filter(group=group, person__in=wanted)
    there = {*seated.values_list("person_id", flat=True), *asked.values_list("person_id", flat=True)}
    new = [person_id for person_id in wanted if person_id not in there]
    require_admitted(new, group.audience, actor.id)
    GroupInvitation.objects.filter(group=group, person__in=new).delete()  # void ones, whose sender has gone
    at, words = now(), checked_message(message)
    GroupInvitation.objects.bulk_create(
        GroupInvitation(group=group, person_id=person_id, by=actor, message=words, invited_at=at) for person_id in new
    )
    audit.note(actor.id, "members.invited", "group", group.id, people=sorted(new))
    _tell(new, group, actor.id)


@transaction.atomic
def accept_invitation(actor: Person, *, group_id: str) -> None:
    """Come into a group that one was asked into; doing so twice changes nothing."""
    group, role = policy.require_group(actor, group_id)
    if role is not None:
        return
    policy.require_living(group)
    invitation = policy.invitations_of(actor).filter(group=group).first()
    if invitation is None:
        raise NotAllowed
    audit.note(actor.id, "invitation.accepted", "group", group.id, by=invitation.by_id)
    let_in([actor.id], group, Membership.Role.MEMBER, actor.id)
    _tell([actor.id], group, actor.id)


@transaction.atomic
def decline_invitation(actor: Person, *, group_id: str) -> None:
    """Stay out of a group that one was asked into."""
    group, _role = policy.require_group(actor, group_id)
    if GroupInvitation.objects.filter(group=group, person=actor).delete()[0]:
        _tell([actor.id], group, actor.id)


@transaction.atomic
def withdraw_invitation(actor: Person, *, group_id: str, person_id: str) -> None:
    """Take an invitation back: one's own, or anybody's as a moderator."""
    group, role = policy.require_group(actor, group_id)
    if not policy.may_invite(group.openness, role):
        raise NotAllowed
    invitation = GroupInvitation.objects.filter(group=group, person=person_id).first()
    if invitation is None:
        raise NotFound
    if invitation.by_id != actor.id:
        policy.require_in_group(role, "invite")
    invitation.delete()
    audit.note(actor.id, "invitation.withdrawn", "group", group.id, person=person_id)
    _tell([person_id], group, actor.id)


def void_invitations(group: Group) -> None:
    """Let those invitations lapse whose senders may ask nobody into a group that is not open."""
    moderating = Membership.objects.filter(audience=group.audience, role__in=policy.MODERATING).values("person_id")
    void = GroupInvitation.objects.filter(group=group).exclude(by__in=moderating)
    gone = list(void.values_list("person_id", flat=True))
    void.delete()
    _tell(gone, group, "")


def _tell(person_ids: Sequence[str], group: Group, actor_id: str) -> None:
    facts = [InvitationChanged(audience_id=own_audience(person_id), id=group.id) for person_id in person_ids]
    record_all(facts, actor_id)
