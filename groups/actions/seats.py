"""Who has a seat in a group: joining, asking, being let in, leaving, being added, promoted and removed."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from groups import policy
from groups.actions.audiences import seat, unseat
from groups.actions.formers import formers_of
from groups.actions.moderators import drop_requests, require_admitted, tell_of_requests
from groups.actions.seating import seat_many
from groups.events import JoinAsked, JoinDecided
from groups.models import Group, GroupInvitation, JoinRequest, Membership
from people.models import Person
from people.policy import own_audience

AT_ONCE = 100  # people who are added or invited by one act


@transaction.atomic
def join(actor: Person, *, group_id: str) -> None:
    """Take a seat in an open group; joining twice changes nothing."""
    group, role = policy.require_group(actor, group_id)
    if role is not None:
        return
    if group.openness != Group.Openness.OPEN or not actor.is_member:
        raise NotAllowed(_("This group is closed. Ask to join it."))
    let_in([actor.id], group, Membership.Role.MEMBER, actor.id)


@transaction.atomic
def ask_to_join(actor: Person, *, group_id: str, message: str = "") -> None:
    """Ask to join a closed group, perhaps with a word to its moderators; asking twice changes nothing."""
    group, role = policy.require_group(actor, group_id)
    if role is not None:
        raise Conflict("already_member", _("You are a member already."))
    policy.require_living(group)
    require_admitted([actor.id], group.audience, actor.id)
    if group.openness == Group.Openness.OPEN:
        raise Conflict("open_group", _("This group is open. You can join it at once."))
    defaults = {"asked_at": now(), "message": checked_message(message)}
    _request, asked = JoinRequest.objects.get_or_create(group=group, person=actor, defaults=defaults)
    if asked:
        record(JoinAsked(audience_id=own_audience(actor.id), id=group.id), actor.id)
        tell_of_requests(group, actor.id, asked_by=actor.id)


@transaction.atomic
def decide_request(actor: Person, *, group_id: str, person_id: str, accept: bool) -> None:
    """Let a person in who asked, or not."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "decide_requests")
    policy.require_living(group)
    request = JoinRequest.objects.select_related("person").filter(group=group, person_id=person_id).first()
    if request is None:
        raise NotFound
    request.delete()
    audit.note(actor.id, "request.accepted" if accept else "request.refused", "group", group.id, person=person_id)
    record(JoinDecided(audience_id=own_audience(person_id), id=group.id), actor.id)
    tell_of_requests(group, actor.id)
    if accept and request.person.is_active:
        let_in([person_id], group, Membership.Role.MEMBER, actor.id)


@transaction.atomic
def leave(actor: Person, *, group_id: str) -> None:
    """Give up one's seat; the last owner names another one first."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "leave")
    group = held(group)
    _require_other_owner(group, actor.id, role)
    unseat(actor.id, group.audience, actor.id)


@transaction.atomic
def step_down(actor: Person, *, group_id: str) -> None:
    """Become a plain member; the last owner names another one first."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "step_down")
    group = held(group)
    _require_other_owner(group, actor.id, role)
    audit.note(actor.id, "member.stepped_down", "group", group.id, before=role)
    seat(actor.id, group.audience, Membership.Role.MEMBER, actor.id)


@transaction.atomic
def add_member(actor: Person, *, group_id: str, person_id: str, role: str = Membership.Role.MEMBER) -> None:
    """Give a member of the house a seat in the group, or another role."""
    group, own_role = policy.require_group(actor, group_id)
    policy.require_in_group(own_role, "add_member")
    if role != Membership.Role.MEMBER:
        policy.require_in_group(own_role, "promote")
    policy.require_living(group)
    person = Person.objects.filter(id=person_id, kind=Person.Kind.MEMBER, is_active=True).first()
    if person is None:
        raise Invalid.field("person", "unknown", _("This person is unknown here."))
    present = policy.role_in(person, group.audience)
    if present in policy.MODERATING and role != present:
        policy.require_in_group(own_role, "promote")
        if role != Membership.Role.OWNER:
            _require_other_owner(held(group), person_id, present)
    audit.note(actor.id, "member.added", "group", group.id, person=person_id, role=role)
    let_in([person_id], group, role, actor.id)


@transaction.atomic
def add_members(actor: Person, *, group_id: str, person_ids: Sequence[str]) -> None:
    """Give several members of the house a plain seat, all or none; who has a seat keeps it as it is."""
    group, own_role = policy.require_group(actor, group_id)
    policy.require_in_group(own_role, "add_member")
    policy.require_living(group)
    wanted = colleagues(person_ids, "people")
    audit.note(actor.id, "members.added", "group", group.id, people=sorted(wanted))
    let_in(wanted, group, Membership.Role.MEMBER, actor.id)


@transaction.atomic
def remove_member(actor: Person, *, group_id: str, person_id: str) -> None:
    """Take a person's seat away; a moderator's or an owner's only by an owner."""
    group, own_role = policy.require_group(actor, group_id)
    if person_id == actor.id:
        leave(actor, group_id=group_id)
        return
    policy.require_in_group(own_role, "remove_member")
    group = held(group)
    seats = Membership.objects.filter(audience=group.audience, person_id=person_id, role__in=policy.SEATS)
    present = seats.values_list("role", flat=True).first()
    if present is None:
        raise NotFound
    if present in policy.MODERATING:
        policy.require_in_group(own_role, "promote")
        _require_other_owner(group, person_id, present)
    audit.note(actor.id, "member.removed", "group", group.id, person=person_id)
    unseat(person_id, group.audience, actor.id)


def let_in(person_ids: Sequence[str], group: Group, role: str, actor_id: str) -> None:
    """The one way to a seat in a group; what these people had asked or were asked is answered by it."""
    policy.require_living(group)
    group = held(group)
    if group.openness != Group.Openness.OPEN:
        drop_requests(group, actor_id, person_ids)
    GroupInvitation.objects.filter(group=group, person__in=person_ids).delete()
    if len(person_ids) == 1:
        seat(person_ids[0], group.audience, role, actor_id)
    else:
        for audience in (*formers_of(group.audience).filter(published_at__isnull=False), group.audience):
            seat_many(dict.fromkeys(person_ids, role), audience, actor_id)


def held(group: Group) -> Group:
    """The group as it is now, held so that its audience stays the present one until the end."""
    return Group.objects.select_for_update(of=("self",)).select_related("audience").get(id=group.id)


def colleagues(person_ids: Sequence[str], field: str) -> list[str]:
    """Active members of the house by id, each once; Invalid when one of them is none, or there are too many."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Invalid.field(field, "blank", _("Choose somebody first."))
    if len(wanted) > AT_ONCE:
        raise Invalid.field(field, "too_many", _("At most 100 people at once."))
    known = Person.objects.filter(id__in=wanted, kind=Person.Kind.MEMBER, is_active=True)
    if known.count() != len(wanted):
        raise Invalid.field(field, "unknown", _("One of these people is unknown here."))
    return wanted


def checked_message(message: str) -> str:
    """A word to somebody, in one paragraph."""
    return " ".join(message.split())[:500]


def _require_other_owner(group: Group, person_id: str, role: str | None) -> None:
    if role != Membership.Role.OWNER:
        return
    # Who calls holds the group, so that of two owners who go at once the second finds nobody left.
    if not policy.present_owners(group.audience).exclude(person=person_id).exists():
        raise Conflict("last_owner", _("A group always has an owner. Name another owner first."))
