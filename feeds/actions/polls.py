"""Polls: voting once, changing it, taking it back; and closing, by who asked, a moderator, or the clock."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import alarms
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed
from esn.core.events import record
from feeds import policy
from feeds.actions.manners import CLOSING
from feeds.events import PollChanged, PollClosed, PollVoted
from feeds.models import Poll, PollOption, Post, Vote
from feeds.voters import voter_of
from groups import policy as reading
from people.models import Person
from people.policy import own_audience


@transaction.atomic
def vote(actor: Person, *, post_id: str, options: Sequence[str]) -> None:
    """Choose one option of a poll, or several where it allows them, instead of what was chosen before."""
    poll = _votable(actor, post_id)
    chosen = set(options)
    if not chosen:
        raise Invalid.field("options", "none", _("Choose an option first."))
    if len(chosen) > 1 and not poll.multiple:
        raise Invalid.field("options", "too_many", _("Choose one option only."))
    if PollOption.objects.filter(poll=poll, id__in=chosen).count() != len(chosen):
        raise Invalid.field("options", "unknown_option", _("This poll has no such option."))
    voter = voter_of(poll, actor.id)
    before = Vote.objects.filter(poll=poll, voter=voter)
    if set(before.values_list("option_id", flat=True)) == chosen:
        return
    before.delete()
    Vote.objects.bulk_create(
        Vote(poll=poll, option_id=option, voter=voter, single=not poll.multiple) for option in sorted(chosen)
    )
    _changed(poll, actor)


@transaction.atomic
def take_vote_back(actor: Person, *, post_id: str) -> None:
    """Have chosen nothing; doing so twice changes nothing."""
    poll = _votable(actor, post_id)
    if Vote.objects.filter(poll=poll, voter=voter_of(poll, actor.id)).delete()[0]:
        _changed(poll, actor)


@transaction.atomic
def close_poll(actor: Person, *, post_id: str) -> None:
    """Let a poll take no more votes; doing so twice changes nothing."""
    poll = _held(actor, post_id)
    role = reading.role_in(actor, poll.post.audience)
    says = policy.may_say(poll.post.audience, role, actor)
    if not policy.may_close_poll(actor.id, author_id=poll.post.author_id, role=role, may_say=says):
        raise NotAllowed(_("Only who asked, or a moderator, closes a poll."))
    if poll.closed_at is None:
        alarms.cancel(CLOSING, post_id)
        _close(poll, actor.id)


@transaction.atomic
def end_poll(post_id: str, due_at: dt.datetime) -> None:
    """Close a poll whose time has come."""
    poll = Poll.objects.select_for_update(of=("self",)).select_related("post").filter(post=post_id).first()
    if poll is not None and poll.closed_at is None and poll.closes_at is not None and poll.closes_at <= due_at:
        _close(poll, "")


def _close(poll: Poll, actor_id: str) -> None:
    """From now on nobody can find out any more who chose what in an anonymous poll: the key is gone."""
    poll.closed_at, poll.salt = now(), ""
    poll.save(update_fields=["closed_at", "salt"])
    record(PollClosed(audience_id=poll.post.audience_id, id=poll.post_id), actor_id)


def _changed(poll: Poll, actor: Person) -> None:
    """The log of an anonymous poll names nobody either."""
    record(PollChanged(audience_id=poll.post.audience_id, id=poll.post_id), "" if poll.anonymous else actor.id)
    if not poll.anonymous:
        record(PollVoted(audience_id=own_audience(actor.id), id=poll.post_id), actor.id)


def _held(actor: Person, post_id: str) -> Poll:
    """The poll of a post that the actor reads, held for a change."""
    post = policy.require_post(actor, post_id)
    poll = Poll.objects.select_for_update(of=("self",)).select_related("post__audience", "post__root").filter(
        post=post
    ).first()  # fmt: skip
    if poll is None:
        raise Conflict("no_poll", _("This post is no poll."))
    return poll


def _votable(actor: Person, post_id: str) -> Poll:
    poll = _held(actor, post_id)
    post: Post = poll.post
    voice = reading.voice_in(actor, post.audience)
    role = reading.role_in(actor, post.audience)
    if not policy.may_say(post.audience, role, actor, muted_until=voice.muted_until):
        raise NotAllowed(_("You can read here; to vote, take part first."))
    if post.deleted_at is not None or post.hidden_at is not None:
        raise Conflict("gone", _("This poll is not there any more."))
    if policy.is_closed(poll) or post.locked_at is not None:
        raise Conflict("poll_closed", _("This poll is closed. What was chosen before stands."))
    return poll
