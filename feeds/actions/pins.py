"""Posts that stand above the others of their group: at most five, in the order that its moderators choose."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed
from esn.core.events import record
from feeds import policy
from feeds.events import PostPinned, PostUnpinned
from feeds.models import Pin, Post
from groups import actions as groups
from groups import policy as reading
from groups.models import Group
from people.models import Person

MOST = 5


@transaction.atomic
def pin_post(actor: Person, *, post_id: str) -> None:
    """Let a post stand above the others of its group; doing so twice changes nothing."""
    post, group = _pinnable(actor, post_id)
    there = _pins_of(group)
    if there.filter(post=post).exists():
        return
    if there.count() >= MOST:
        raise Conflict("too_many_pins", _("A group has at most 5 pinned posts. Take one down first."))
    last = there.aggregate(last=Max("place"))["last"]
    Pin.objects.create(post=post, place=0 if last is None else last + 1, by=actor, at=now())
    audit.note(actor.id, "post.pinned", "post", post.id, group=group.id)
    record(PostPinned(audience_id=post.audience_id, id=post.id), actor.id)


@transaction.atomic
def unpin_post(actor: Person, *, post_id: str) -> None:
    """Let a post stand among the others again; doing so twice changes nothing."""
    post, group = _pinnable(actor, post_id)
    if Pin.objects.filter(post=post).delete()[0]:
        audit.note(actor.id, "post.unpinned", "post", post.id, group=group.id)
        record(PostUnpinned(audience_id=post.audience_id, id=post.id), actor.id)


@transaction.atomic
def order_pins(actor: Person, *, group_id: str, post_ids: Sequence[str]) -> None:
    """Put the pinned posts of a group into an order, which names each of them once."""
    known, role = reading.require_group(actor, group_id)
    reading.require_in_group(role, "pin")
    reading.require_living(known)
    group = groups.held(known)
    pins = {pin.post_id: pin for pin in _pins_of(group)}
    if sorted(post_ids) != sorted(pins):
        raise Invalid.field("posts", "not_the_pins", _("This must name each pinned post once."))
    for place, post_id in enumerate(post_ids):
        Pin.objects.filter(post=post_id).update(place=place)
    if post_ids:
        record(PostPinned(audience_id=group.audience_id, id=post_ids[0]), actor.id)


def _pinnable(actor: Person, post_id: str) -> tuple[Post, Group]:
    """A post that the actor may pin, and its group, held so that pins are counted one after the other."""
    post, role = policy.post_standing(actor, post_id)
    wordless = post.deleted_at is not None or post.hidden_at is not None
    if not policy.may_pin(role, audience_kind=post.audience.kind, is_root=post.root_id is None, wordless=wordless):
        raise NotAllowed
    group = groups.held(Group.objects.get(id=post.audience.subject_ref))
    reading.require_living(group)
    return post, group


def _pins_of(group: Group) -> QuerySet[Pin]:
    """The pins that somebody may still see."""
    return Pin.objects.filter(
        post__audience__subject_kind="group", post__audience__subject_ref=group.id, post__deleted_at=None
    )
