"""Audiences and the seats in them, for groups and for the rooms above."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from esn.core.clock import now
from esn.core.events import record, record_all, record_each
from groups import policy
from groups.actions.formers import formers_of, keep_role, unseat_from_formers
from groups.actions.moderators import keep_moderators, keep_mutes, require_admitted
from groups.events import AudienceChanged, MemberJoined, MemberLeft, MembershipChanged, TellsChanged
from groups.models import Audience, Membership
from people.models import Person
from people.policy import own_audience


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
        followers = Membership.objects.filter(audience_id=audience_id, role=Membership.Role.FOLLOWER)
        tell_rights_of(followers, audience_id, actor_id)
        followers.delete()
    record(AudienceChanged(audience_id=audience_id, id=audience_id), actor_id)


def seat(person_id: str, audience: Audience, role: str, actor_id: str, *, follows: bool = True) -> bool:
    """Give a person a seat, or change its role; whether the seat is new."""
    hold(audience)
    muted = require_admitted([person_id], audience, actor_id)
    formers = list(formers_of(audience))
    for former in formers:
        if former.published_at is not None:
            _seat(person_id, former, role, actor_id, follows=follows)
    keep_role(person_id, formers, role)
    keep_moderators({person_id: role}, audience)
    new = _seat(person_id, audience, role, actor_id, follows=follows)
    keep_mutes(muted, audience)
    return new


def _seat(person_id: str, audience: Audience, role: str, actor_id: str, *, follows: bool) -> bool:
    changed = Membership.objects.filter(person_id=person_id, audience=audience, role__in=policy.SEATS).update(role=role)
    if changed:
        tell_rights([person_id], audience.id, actor_id)
        return False
    Membership.objects.update_or_create(
        person_id=person_id,
        audience=audience,
        defaults={"role": role, "follows": follows, "since": now()},
        create_defaults={"role": role, "follows": follows, "since": now(), "read_at": now()},
    )
    Audience.objects.filter(id=audience.id).update(members_count=F("members_count") + 1)
    record(MemberJoined(audience_id=audience.id, id=person_id), actor_id)
    tell_rights([person_id], audience.id, actor_id)
    return True


def unseat(person_id: str, audience: Audience, actor_id: str) -> None:
    """Take a seat away with everything that hung on it."""
    hold(audience)
    unseat_from_formers(person_id, audience, actor_id)
    keep_moderators({person_id: None}, audience)
    seats = Membership.objects.filter(person_id=person_id, audience=audience, role__in=policy.SEATS)
    muted = seats.filter(tells=Membership.Tells.NOTHING).exists()
    gone, _rows = seats.delete()
    if not gone:
        return
    if muted:  # the mute went with the seat
        record(TellsChanged(audience_id=own_audience(person_id), id=audience.id), actor_id)
    Audience.objects.filter(id=audience.id).update(members_count=F("members_count") - 1)
    record(MemberLeft(audience_id=audience.id, id=person_id), actor_id)
    tell_rights([person_id], audience.id, actor_id)


def raise_head(audience_id: str, *, to: dt.datetime) -> None:
    """Remember that something was said in an audience; its head never goes back by it."""
    Audience.objects.filter(Q(head_at=None) | Q(head_at__lt=to), id=audience_id).update(head_at=to)


def move_head(audience_id: str, *, to: dt.datetime | None) -> None:
    """Remember when the newest of what remains was said in an audience."""
    Audience.objects.filter(id=audience_id).update(head_at=to)


def tell_rights(person_ids: Collection[str], audience_id: str, actor_id: str) -> None:
    """The own sockets and devices of these people hear that their rights or follows changed."""
    Person.objects.filter(id__in=person_ids).update(epoch=F("epoch") + 1)
    told = (MembershipChanged(audience_id=own_audience(person_id), id=audience_id) for person_id in person_ids)
    record_all(told, actor_id)


def tell_rights_of(seats: QuerySet[Membership], audience_id: str, actor_id: str) -> None:
    """The same for everybody who has one of these seats, with two statements however many they are."""
    Person.objects.filter(id__in=seats.values("person_id")).update(epoch=F("epoch") + 1)
    fact = MembershipChanged(audience_id="", id=audience_id)  # one's own audience has one's own id
    record_each(fact, seats.values("person_id"), actor_id)


def hold(audience: Audience) -> None:
    """Let seats of one audience change one after the other, so that their number stays right."""
    Audience.objects.select_for_update().filter(id=audience.id).values_list("id").first()
