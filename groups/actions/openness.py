"""Who comes into a group: opening it, closing it, and giving its past to those who came later.

Narrowing closes the present audience with all that was said there. Widening begins a new audience; what was said before
stays with those who were in, until an owner who reads it publishes it.
"""

from django.db import transaction

from esn.core import audit
from esn.core.clock import now
from esn.core.events import record
from groups import policy
from groups.actions.audiences import open_audience, tell_rights_of
from groups.actions.formers import formers_of
from groups.actions.invitations import void_invitations
from groups.actions.moderators import drop_requests
from groups.actions.seating import copy_seats, seat_many
from groups.actions.seats import held
from groups.events import AudienceChanged, GroupChanged
from groups.models import EVERYONE, Audience, Group, Membership
from people.models import Person

_OPEN, _SECRET = Group.Openness.OPEN, Group.Openness.SECRET


@transaction.atomic
def set_openness(actor: Person, *, group_id: str, openness: str) -> None:
    """Make a group open, closed or secret, from this moment on."""
    known, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "set_openness")
    policy.require_living(known)
    group = held(known)
    before = group.openness
    if openness == before:
        return
    group.openness = openness
    if openness == _OPEN:
        _widen(actor, group)
    elif before == _OPEN:
        _narrow(actor, group)
    if openness != Group.Openness.CLOSED:
        drop_requests(group, actor.id)  # who may join need not ask; who does not know cannot
    group.save(update_fields=["openness", "audience"])
    audit.note(actor.id, "group.openness", "group", group.id, before=before, after=openness)
    record(GroupChanged(audience_id=EVERYONE, id=group.id), actor.id)  # it is, or was until now, known to all


@transaction.atomic
def publish_history(actor: Person, *, group_id: str) -> None:
    """Give what was said before the group opened to everybody who reads it now; only what one reads oneself."""
    known, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "publish_history")
    policy.require_living(known)
    group = held(known)
    kept = list(formers_of(group.audience).filter(policy.visible(actor, ""), published_at=None))
    if not kept:
        return
    Audience.objects.filter(id__in=[former.id for former in kept]).update(published_at=now())
    for former in kept:
        if group.openness == _OPEN:
            open_audience(former.id, actor.id, open_to_members=True)
        else:
            _give(actor, former, group.audience)
    audit.note(actor.id, "group.history_published", "group", group.id, audiences=sorted(one.id for one in kept))
    where = EVERYONE if group.openness != _SECRET else group.audience_id
    record(GroupChanged(audience_id=where, id=group.id), actor.id)


def _narrow(actor: Person, group: Group) -> None:
    """Close the present audience, and the past that was published: that one stays with those who are in."""
    for former in formers_of(group.audience).filter(published_at__isnull=False):
        _give(actor, former, group.audience)
        open_audience(former.id, actor.id, open_to_members=False)
    open_audience(group.audience_id, actor.id, open_to_members=False)
    void_invitations(group)


def _widen(actor: Person, group: Group) -> None:
    """Begin an audience that every member reads, with the same seats; the one until now takes nothing new."""
    before = group.audience
    Audience.objects.filter(id=before.id).update(closed_at=now())
    for former in formers_of(before).filter(published_at__isnull=False):
        open_audience(former.id, actor.id, open_to_members=True)
    group.audience = Audience.objects.create(
        kind=Audience.Kind.GROUP,
        open_to_members=True,
        subject_kind="group",
        subject_ref=group.id,
        label=before.label,
        title=before.title,
        voice=before.voice,
        members_count=before.members_count,
    )
    copy_seats(before, group.audience)
    tell_rights_of(Membership.objects.filter(audience=group.audience), group.audience_id, actor.id)
    for audience_id in (before.id, group.audience_id):
        record(AudienceChanged(audience_id=audience_id, id=audience_id), actor.id)


def _give(actor: Person, former: Audience, present: Audience) -> None:
    """Seat everybody who is in now where the past is kept."""
    seats = Membership.objects.filter(audience=present, role__in=policy.SEATS)
    seat_many(dict(seats.values_list("person_id", "role")), former, actor.id)
