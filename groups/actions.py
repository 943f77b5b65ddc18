"""Writes about groups, seats and following; and the way by which people come into the house."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from groups import policy
from groups.events import (
    AudienceChanged,
    GroupChanged,
    GroupCreated,
    JoinAsked,
    MemberJoined,
    MemberLeft,
    MembershipChanged,
)
from groups.models import EVERYONE, Audience, Group, JoinRequest, Membership
from people.actions import create_person
from people.events import PersonChanged
from people.models import Person
from people.policy import own_audience

Role = Membership.Role


@transaction.atomic
def admit_person(
    actor: Person | None,
    *,
    kind: str,
    handle: str,
    name: str,
    email: str = "",
    language: str = "fr",
    time_zone: str = "Europe/Paris",
    title: str = "",
    partner_id: str | None = None,
    password: str | None = None,
    site_role: str = "",
) -> str:
    """Write down a person with the audience that is only themselves; their id."""
    person = create_person(
        kind=kind,
        handle=handle,
        name=name,
        email=email,
        language=language,
        time_zone=time_zone,
        title=title,
        partner_id=partner_id,
        password=password,
        site_role=site_role,
    )
    own = Audience.objects.create(
        id=own_audience(person.id), kind=Audience.Kind.PERSON, subject_kind="person", subject_ref=person.id
    )
    Membership.objects.create(person=person, audience=own, follows=False)
    if person.is_member:
        Membership.objects.create(person=person, audience_id=EVERYONE, role=Role.FOLLOWER, read_at=now())
    record(PersonChanged(audience_id=EVERYONE, id=person.id), actor.id if actor else "")
    return person.id


# Groups ---------------------------------------------------------------------------------------------------------------
@transaction.atomic
def create_group(actor: Person, *, name: str, kind: str, openness: str, purpose: str = "") -> str:
    """Found a group and own it; its id."""
    if not policy.may_create_group(actor):
        raise NotFound
    name = _checked_name(name)
    audience = Audience.objects.create(
        kind=Audience.Kind.GROUP,
        open_to_members=openness == Group.Openness.OPEN,
        subject_kind="group",
        label=name,
        title=name,
    )
    group = Group.objects.create(
        name=name, kind=kind, openness=openness, purpose=purpose.strip(), audience=audience, created_at=now()
    )
    Audience.objects.filter(id=audience.id).update(subject_ref=group.id)
    where = EVERYONE if openness != Group.Openness.SECRET else audience.id
    record(GroupCreated(audience_id=where, id=group.id), actor.id)
    audit.note(actor.id, "group.created", "group", group.id, openness=openness)
    seat(actor.id, audience, Role.OWNER, actor.id)
    return group.id


@transaction.atomic
def edit_group(actor: Person, *, group_id: str, name: str | None = None, purpose: str | None = None) -> None:
    """Change a group's name or purpose."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "edit")
    if name is not None:
        group.name = _checked_name(name)
        Audience.objects.filter(id=group.audience_id).update(label=group.name, title=group.name)
        record(AudienceChanged(audience_id=group.audience_id, id=group.audience_id), actor.id)
    if purpose is not None:
        group.purpose = purpose.strip()
    group.save(update_fields=["name", "purpose"])
    where = EVERYONE if group.openness != Group.Openness.SECRET else group.audience_id
    record(GroupChanged(audience_id=where, id=group.id), actor.id)


@transaction.atomic
def join(actor: Person, *, group_id: str) -> None:
    """Take a seat in an open group; joining twice changes nothing."""
    group, role = policy.require_group(actor, group_id)
    if role is not None:
        return
    if group.openness != Group.Openness.OPEN or not actor.is_member:
        raise NotAllowed(_("This group is closed. Ask to join it."))
    seat(actor.id, group.audience, Role.MEMBER, actor.id)


@transaction.atomic
def ask_to_join(actor: Person, *, group_id: str) -> None:
    """Ask to join a closed group; asking twice changes nothing."""
    group, role = policy.require_group(actor, group_id)
    if role is not None:
        raise Conflict("already_member", _("You are a member already."))
    if group.openness == Group.Openness.OPEN:
        raise Conflict("open_group", _("This group is open. You can join it at once."))
    _request, asked = JoinRequest.objects.get_or_create(group=group, person=actor, defaults={"asked_at": now()})
    if asked:
        record(JoinAsked(audience_id=own_audience(actor.id), id=group.id), actor.id)


@transaction.atomic
def decide_request(actor: Person, *, group_id: str, person_id: str, accept: bool) -> None:
    """Let a person in who asked, or not."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "decide_requests")
    request = JoinRequest.objects.select_related("person").filter(group=group, person_id=person_id).first()
    if request is None:
        raise NotFound
    request.delete()
    audit.note(actor.id, "request.accepted" if accept else "request.refused", "group", group.id, person=person_id)
    if accept and request.person.is_active:
        seat(person_id, group.audience, Role.MEMBER, actor.id)


@transaction.atomic
def leave(actor: Person, *, group_id: str) -> None:
    """Give up one's seat; the last owner names another one first."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "leave")
    _require_other_owner(group, actor.id, role)
    unseat(actor.id, group.audience, actor.id)


@transaction.atomic
def add_member(actor: Person, *, group_id: str, person_id: str, role: str = Role.MEMBER) -> None:
    """Give a member of the house a seat in the group, or another role."""
    group, own_role = policy.require_group(actor, group_id)
    policy.require_in_group(own_role, "add_member")
    if role != Role.MEMBER:
        policy.require_in_group(own_role, "promote")
    person = Person.objects.filter(id=person_id, kind=Person.Kind.MEMBER, is_active=True).first()
    if person is None:
        raise Invalid.field("person", "unknown", _("This person is unknown here."))
    present = policy.role_in(person, group.audience)
    if present in policy.MODERATING and role != present:
        policy.require_in_group(own_role, "promote")
        if role != Role.OWNER:
            _require_other_owner(group, person_id, present)
    JoinRequest.objects.filter(group=group, person=person).delete()
    audit.note(actor.id, "member.added", "group", group.id, person=person_id, role=role)
    seat(person_id, group.audience, role, actor.id)


@transaction.atomic
def remove_member(actor: Person, *, group_id: str, person_id: str) -> None:
    """Take a person's seat away; a moderator's or an owner's only by an owner."""
    group, own_role = policy.require_group(actor, group_id)
    if person_id == actor.id:
        leave(actor, group_id=group_id)
        return
    policy.require_in_group(own_role, "remove_member")
    present = (
        Membership.objects.filter(audience=group.audience, person_id=person_id, role__in=policy.SEATS)
        .values_list("role", flat=True)
        .first()
    )
    if present is None:
        raise NotFound
    if present in policy.MODERATING:
        policy.require_in_group(own_role, "promote")
        _require_other_owner(group, person_id, present)
    audit.note(actor.id, "member.removed", "group", group.id, person=person_id)
    unseat(person_id, group.audience, actor.id)


# Following ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def follow(actor: Person, *, audience_id: str) -> None:
    """Have what is said in an audience in one's home feed."""
    audience = policy.require_audience(actor, audience_id)
    changed = Membership.objects.filter(person=actor, audience=audience).update(follows=True)
    if not changed:
        Membership.objects.create(person=actor, audience=audience, role=Role.FOLLOWER, read_at=now())
    _told(actor.id, audience.id, actor.id)


@transaction.atomic
def unfollow(actor: Person, *, audience_id: str) -> None:
    """Keep an audience out of one's home feed; a seat is kept."""
    audience = policy.require_audience(actor, audience_id)
    Membership.objects.filter(person=actor, audience=audience, role=Role.FOLLOWER).delete()
    Membership.objects.filter(person=actor, audience=audience).update(follows=False)
    _told(actor.id, audience.id, actor.id)


# Audiences, for the rooms above ---------------------------------------------------------------------------------------
def make_audience(
    *,
    kind: str,
    open_to_members: bool,
    subject_kind: str,
    subject_ref: str,
    label: str,
    title: str,
    partner_id: str | None = None,
) -> Audience:
    """A new audience for something that a room above keeps."""
    return Audience.objects.create(
        kind=kind,
        open_to_members=open_to_members,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        label=label,
        title=title,
        partner_id=partner_id,
    )


def rename_audience(audience_id: str, actor_id: str, *, label: str, title: str) -> None:
    """Change how an audience and its subject are called."""
    if Audience.objects.filter(id=audience_id).exclude(label=label, title=title).update(label=label, title=title):
        record(AudienceChanged(audience_id=audience_id, id=audience_id), actor_id)


def open_audience(audience_id: str, actor_id: str, *, open_to_members: bool) -> None:
    """Open an audience to all members, or close it to everybody without a seat: followers go, readers ask again."""
    Audience.objects.filter(id=audience_id).update(open_to_members=open_to_members, epoch=F("epoch") + 1)
    if not open_to_members:
        followers = Membership.objects.filter(audience_id=audience_id, role=Role.FOLLOWER)
        for person_id in list(followers.values_list("person_id", flat=True)):
            _told(person_id, audience_id, actor_id)
        followers.delete()
    record(AudienceChanged(audience_id=audience_id, id=audience_id), actor_id)


def seat(person_id: str, audience: Audience, role: str, actor_id: str, *, follows: bool = True) -> bool:
    """Give a person a seat, or change its role; whether the seat is new."""
    _hold(audience)
    changed = Membership.objects.filter(person_id=person_id, audience=audience, role__in=policy.SEATS).update(role=role)
    if changed:
        _told(person_id, audience.id, actor_id)
        return False
    Membership.objects.update_or_create(
        person_id=person_id,
        audience=audience,
        defaults={"role": role, "follows": follows, "since": now()},
        create_defaults={"role": role, "follows": follows, "since": now(), "read_at": now()},
    )
    Audience.objects.filter(id=audience.id).update(members_count=F("members_count") + 1)
    record(MemberJoined(audience_id=audience.id, id=person_id), actor_id)
    _told(person_id, audience.id, actor_id)
    return True


def unseat(person_id: str, audience: Audience, actor_id: str) -> None:
    """Take a seat away with everything that hung on it."""
    _hold(audience)
    gone, _rows = Membership.objects.filter(person_id=person_id, audience=audience, role__in=policy.SEATS).delete()
    if not gone:
        return
    Audience.objects.filter(id=audience.id).update(members_count=F("members_count") - 1)
    record(MemberLeft(audience_id=audience.id, id=person_id), actor_id)
    _told(person_id, audience.id, actor_id)


def raise_head(audience_id: str, *, to: dt.datetime) -> None:
    """Remember that something was said in an audience; its head never goes back by it."""
    Audience.objects.filter(Q(head_at=None) | Q(head_at__lt=to), id=audience_id).update(head_at=to)


def move_head(audience_id: str, *, to: dt.datetime | None) -> None:
    """Remember when the newest of what remains was said in an audience."""
    Audience.objects.filter(id=audience_id).update(head_at=to)


def read_up_to(person_id: str, audience_ids: list[str], *, moment: dt.datetime) -> None:
    """Move a person's read positions; what they do not follow and have no seat in is not remembered."""
    Membership.objects.filter(person_id=person_id, audience_id__in=audience_ids).update(read_at=moment)


def _hold(audience: Audience) -> None:
    """Let seats of one audience change one after the other, so that their number stays right."""
    Audience.objects.select_for_update().filter(id=audience.id).values_list("id").first()


def _told(person_id: str, audience_id: str, actor_id: str) -> None:
    """The person's own sockets and devices hear that their rights or follows changed."""
    Person.objects.filter(id=person_id).update(epoch=F("epoch") + 1)
    record(MembershipChanged(audience_id=own_audience(person_id), id=audience_id), actor_id)


def _require_other_owner(group: Group, person_id: str, role: str | None) -> None:
    if role != Role.OWNER:
        return
    owners = Membership.objects.select_for_update().filter(audience=group.audience, role=Role.OWNER)
    if not any(owner.person_id != person_id for owner in owners):
        raise Conflict("last_owner", _("A group always has an owner. Name another owner first."))


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid.field("name", "blank", _("A name is needed."))
    return name
