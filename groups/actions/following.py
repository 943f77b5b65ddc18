"""What a person has in their home feed, and how far they have read."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.events import record_all
from groups import policy
from groups.actions.audiences import tell_rights
from groups.actions.formers import formers_of
from groups.events import TellsChanged
from groups.models import Audience, Group, Membership
from people.models import Person
from people.policy import own_audience


@transaction.atomic
def follow(actor: Person, *, audience_id: str) -> None:
    """Have what is said in an audience in one's home feed."""
    audience = policy.require_audience(actor, audience_id)
    changed = Membership.objects.filter(person=actor, audience=audience).update(follows=True)
    if not changed:
        Membership.objects.create(person=actor, audience=audience, role=Membership.Role.FOLLOWER, read_at=now())
    _with_the_past(actor, audience, follows=True)
    tell_rights([actor.id], audience.id, actor.id)


@transaction.atomic
def unfollow(actor: Person, *, audience_id: str) -> None:
    """Keep an audience out of one's home feed; a seat is kept."""
    audience = policy.require_audience(actor, audience_id)
    following = Membership.objects.filter(person=actor, audience=audience, role=Membership.Role.FOLLOWER)
    following.exclude(tells=Membership.Tells.NOTHING).delete()  # what is muted stays so
    Membership.objects.filter(person=actor, audience=audience).update(follows=False)
    _with_the_past(actor, audience, follows=False)
    tell_rights([actor.id], audience.id, actor.id)


@transaction.atomic
def choose_tells(actor: Person, *, group_id: str, tells: str) -> None:
    """Let all, mentions or nothing of a group reach one; NotFound for who does not follow it.

    Nothing mutes it: what has only to be read needs nobody any more, see ``inbox.mutes``.
    """
    if tells not in Membership.Tells:
        raise Invalid.field("tells", "unknown_choice", _("Choose one of these."))
    found = Group.objects.filter(policy.existing(actor), id=group_id).select_related("audience").first()
    if found is None or not Membership.objects.filter(person=actor, audience=found.audience).exists():
        raise NotFound
    _tell(actor, [found.audience_id, *formers_of(found.audience).values_list("id", flat=True)], tells)


def mute_audiences(actor: Person, *, audience_ids: Collection[str], muted: bool) -> None:
    """Hear nothing of some audiences that the actor reads, or everything again; the caller has asked the policy.

    Whoever neither follows one nor has a seat there is remembered as who follows nothing of it.
    """
    if muted:
        seats = Membership.objects.filter(person=actor, audience__in=audience_ids)
        there = set(seats.values_list("audience_id", flat=True))
        role, at = Membership.Role.FOLLOWER, now()
        Membership.objects.bulk_create(
            Membership(person=actor, audience_id=id_, role=role, follows=False, read_at=at)
            for id_ in audience_ids
            if id_ not in there
        )
    _tell(actor, audience_ids, Membership.Tells.NOTHING if muted else Membership.Tells.ALL)


def _tell(actor: Person, audience_ids: Collection[str], tells: str) -> None:
    rows = Membership.objects.filter(person=actor, audience__in=audience_ids).exclude(tells=tells)
    changed = list(rows.values_list("audience_id", flat=True))
    if changed:
        rows.update(tells=tells)
        own = own_audience(actor.id)
        record_all((TellsChanged(audience_id=own, id=id_) for id_ in changed), actor.id)


def _with_the_past(actor: Person, audience: Audience, *, follows: bool) -> None:
    """What was said in a group before it opened goes with what is said there now."""
    formers = formers_of(audience).values("id")
    Membership.objects.filter(person=actor, audience__in=formers, role__in=policy.SEATS).update(follows=follows)


def read_up_to(person_id: str, audience_ids: list[str], *, moment: dt.datetime) -> None:
    """Move a person's read positions; what they do not follow and have no seat in is not remembered."""
    Membership.objects.filter(person_id=person_id, audience_id__in=audience_ids).update(read_at=moment)
