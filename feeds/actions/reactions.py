"""Reacting to a post with an emoji, and taking it back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed
from esn.core.events import record
from feeds import policy
from feeds.emoji import one_emoji
from feeds.events import PostReacted
from feeds.models import Post, Reaction
from groups import policy as reading
from people.models import Person

DIFFERENT = 20  # emoji under one post

Counts = list[list[str | int]]


@transaction.atomic
def react(actor: Person, *, post_id: str, emoji: str) -> None:
    """Show a post one emoji of one's own; doing so twice changes nothing."""
    sign = _sign(emoji)
    post = _reactable(actor, post_id)
    held = _held(post)
    if Reaction.objects.filter(post=post, person=actor, emoji=sign).exists():
        return
    counted: Counts = [[one, n + 1 if one == sign else n] for one, n in held]
    if all(one != sign for one, _n in held):
        if len(held) >= DIFFERENT:
            raise Conflict("too_many_reactions", _("A post has at most 20 different reactions. Choose one of them."))
        counted.append([sign, 1])
    Reaction.objects.create(post=post, person=actor, emoji=sign, at=now())
    _keep(post, counted, actor, sign, reacts=True)


@transaction.atomic
def take_back_reaction(actor: Person, *, post_id: str, emoji: str) -> None:
    """Show it no more; also where nobody may react any longer, and doing so twice changes nothing."""
    sign = _sign(emoji)
    post = policy.require_post(actor, post_id)
    held = _held(post)
    if not Reaction.objects.filter(post=post, person=actor, emoji=sign).delete()[0]:
        return
    left = [(one, n - 1 if one == sign else n) for one, n in held]
    _keep(post, [[one, n] for one, n in left if n], actor, sign, reacts=False)


def _sign(emoji: str) -> str:
    sign = one_emoji(emoji)
    if sign is None:
        raise Invalid.field("emoji", "not_an_emoji", _("A reaction is one emoji."))
    return sign


def _reactable(actor: Person, post_id: str) -> Post:
    post, role = policy.post_standing(actor, post_id)
    voice = reading.voice_in(actor, post.audience)
    if reading.is_muted(voice.muted_until):
        raise NotAllowed(_("A moderator has muted you here for a time. You read on."))
    root = post.root or post
    wordless = post.deleted_at is not None or post.hidden_at is not None
    closed = post.audience.closed_at is not None
    standing: dict[str, Any] = {"audience_kind": post.audience.kind, "closed": closed, "muted_until": voice.muted_until}
    if policy.may_react(actor, role, stopped=wordless or root.locked_at is not None, **standing):
        return post
    if closed:
        raise NotAllowed(_("This is kept to be read. Nothing new is said here."))
    if wordless:
        raise Conflict("gone", _("This post has no words any more."))
    if root.locked_at is not None:
        raise Conflict("locked", _("A moderator has closed this thread."))
    raise NotAllowed(_("You can read here; to react, take part first."))


def _held(post: Post) -> list[tuple[str, int]]:
    """The counts of a post, whose row is held first, so that two who react at once count one after the other."""
    kept = Post.objects.select_for_update(of=("self",)).values_list("reacted", flat=True)
    return [(str(one), int(n)) for one, n in kept.get(id=post.id)]


def _keep(post: Post, counted: Counts, actor: Person, sign: str, *, reacts: bool) -> None:
    Post.objects.filter(id=post.id).update(reacted=counted)
    fact = PostReacted(
        audience_id=post.audience_id, id=post.id, root=post.root_id, person=actor.id, emoji=sign, reacts=reacts
    )
    record(fact, actor.id)
