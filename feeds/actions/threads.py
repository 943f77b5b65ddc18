"""Following a thread, hearing nothing of it, and being unread from a post on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict
from esn.core.events import record
from feeds import policy
from feeds.events import ReadMoved, ThreadChanged
from feeds.models import ThreadChoice
from groups import actions as groups
from groups.models import Membership
from people.models import Person
from people.policy import own_audience

Choice = ThreadChoice.Choice
_BEFORE = dt.timedelta(microseconds=1)


def follow_thread(actor: Person, *, post_id: str) -> None:
    """Hear of what is said in a thread."""
    _choose(actor, post_id, Choice.FOLLOW)


def unfollow_thread(actor: Person, *, post_id: str) -> None:
    """Hear of it no more than of any other, though one speaks in it."""
    _choose(actor, post_id, Choice.LEAVE)


def mute_thread(actor: Person, *, post_id: str) -> None:
    """Hear nothing of a thread: it is read on, and is never unread."""
    _choose(actor, post_id, Choice.MUTE)


@transaction.atomic
def unmute_thread(actor: Person, *, post_id: str) -> None:
    """Hear of a thread as if one had chosen nothing; doing so twice changes nothing."""
    post = policy.require_post(actor, post_id)
    root = post.root_id or post.id
    if ThreadChoice.objects.filter(root=root, person=actor, choice=Choice.MUTE).delete()[0]:
        record(ThreadChanged(audience_id=own_audience(actor.id), id=root), actor.id)


@transaction.atomic
def mark_unread(actor: Person, *, post_id: str) -> None:
    """Move one's read position back to just before a post, so that it and what came after it is unread."""
    post = policy.require_post(actor, post_id)
    moment = (post.created_at if post.root_id else post.bumped_at) - _BEFORE
    rows = Membership.objects.filter(person=actor, audience=post.audience_id)
    if not rows.exists():
        raise Conflict("not_followed", _("Follow this place first: then it is kept how far you have read."))
    if rows.filter(read_at__gt=moment).exists():
        groups.read_up_to(actor.id, [post.audience_id], moment=moment)
        record(ReadMoved(audience_id=own_audience(actor.id), id=post.audience_id), actor.id)


@transaction.atomic
def _choose(actor: Person, post_id: str, choice: str) -> None:
    post = policy.require_post(actor, post_id)
    root = post.root_id or post.id
    if ThreadChoice.objects.filter(root=root, person=actor, choice=choice).exists():
        return
    ThreadChoice.objects.update_or_create(root_id=root, person=actor, defaults={"choice": choice, "at": now()})
    record(ThreadChanged(audience_id=own_audience(actor.id), id=root), actor.id)
