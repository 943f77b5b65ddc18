"""Posts and replies: said, changed, taken back, read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from esn.core.events import record
from feeds import policy
from feeds.actions.files import redescribe
from feeds.actions.heads import recompute_head
from feeds.actions.manners import PLAIN, Manner, checked_manner, needs_words
from feeds.actions.marks import keep_marks
from feeds.actions.moderation.waiting import flagged_words, hold, why_it_waits
from feeds.actions.writing import thread_closed, write
from feeds.events import PostDeleted, PostEdited, ReadMoved
from feeds.models import MESSAGE, File, Pointer, Post, PostRevision
from feeds.queries.composed import composed
from feeds.text import RENDERER, checked_text
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership
from groups.policy import Voice
from people.models import Person
from people.policy import own_audience


def publish(
    actor: Person, *, audience_id: str, body: str, attachments: Sequence[str] = (), manner: Manner = PLAIN
) -> str:
    """Say something to an audience, perhaps with files of one's own; the post's id, or that of what waits."""
    audience, voice = require_voice(actor, audience_id)
    manner = checked_manner(manner)
    body = checked_text(body, needed=needs_words(manner, attachments))
    text = composed(audience, body)
    why = why_it_waits(voice, f"{body}\n{manner.words}")
    if why[0]:
        return hold(actor, audience=audience, body=body, why=why, attachments=attachments, manner=manner)
    return write(actor.id, audience=audience, body=body, composed=text, attachments=attachments, manner=manner)


def reply(actor: Person, *, post_id: str, body: str, attachments: Sequence[str] = (), quotes: str | None = None) -> str:
    """Answer a post, in its audience; answering a reply answers its root. The post's id, or that of what waits.

    ``quotes`` points at what is answered in its thread: the root or a reply.
    """
    post, voice = require_answerable(actor, post_id)
    root = post.root or post
    body = checked_text(body, needed=not attachments)
    text = composed(post.audience, body)
    manner = _quoting(root, quotes) if quotes else PLAIN
    said: dict[str, Any] = {"audience": post.audience, "body": body, "root_id": root.id, "manner": manner}
    why = why_it_waits(voice, body)
    if why[0]:
        return hold(actor, why=why, attachments=attachments, **said)
    return write(actor.id, composed=text, attachments=attachments, **said)


def _quoting(root: Post, quotes: str) -> Manner:
    """The manner of a reply that quotes a post of its thread, which still says something."""
    quoted = Post.objects.filter(Q(id=root.id) | Q(root=root), id=quotes).first()
    if quoted is None:
        raise Invalid.field("quotes", "unknown_post", _("Only a post of this thread can be quoted."))
    if quoted.deleted_at is not None or quoted.hidden_at is not None:
        raise Conflict("gone", _("What you quote is not there any more. Your text was not sent; it is still here."))
    return Manner(quotes=quoted.id)


def edit_post(
    actor: Person, *, post_id: str, body: str, revision: int | None = None, alts: Mapping[str, str] | None = None
) -> None:
    """Say it better, and its pictures in other words (``alts``, by their ids); what was said before is kept.

    Stale when somebody edited since ``revision``.
    """
    found = policy.require_post(actor, post_id)
    body = checked_text(body, needed=_needs_words(found))
    text = composed(found.audience, body)
    with transaction.atomic():
        post = _locked(actor, post_id)
        if not policy.may_edit(actor.id, **_standing(actor, post)):
            raise NotAllowed(_("Only the author may change these words."))
        if post.hidden_at is not None:
            raise Conflict("hidden", _("A moderator has hidden this post. It cannot be changed meanwhile."))
        if post.locked_at is not None:
            raise Conflict(
                "locked", _("A moderator has closed this thread. Your change was not kept; it is still here.")
            )
        if revision is not None and revision != post.revision:
            raise Stale
        described = redescribe(post.id, alts or {})
        _require_unflagged(actor, post, "\n".join([body, *(alts or {}).values()]), described)
        if body == post.body and not described:
            return
        PostRevision.objects.create(
            post=post,
            number=post.revision,
            body=post.body,
            described=described,
            written_at=post.edited_at or post.created_at,
        )
        post.body, post.html, post.renderer = body, text.html, RENDERER
        post.edited_at = now()
        post.revision += 1
        post.save(update_fields=["body", "html", "renderer", "edited_at", "revision"])
        keep_marks(post, text, actor.id, edited=True)
        record(PostEdited(audience_id=post.audience_id, id=post.id, root=post.root_id), actor.id)


@transaction.atomic
def delete_post(actor: Person, *, post_id: str, revision: int | None = None) -> None:
    """Take a post back; a tombstone stays. Doing so twice changes nothing."""
    post = _locked(actor, post_id)
    if post.deleted_at is not None:
        return
    if not policy.may_delete(actor.id, **_standing(actor, post)):
        raise NotAllowed
    if revision is not None and revision != post.revision:
        raise Stale
    post.deleted_at, post.deleted_by = now(), actor
    post.save(update_fields=["deleted_at", "deleted_by"])
    if post.root_id is not None and post.hidden_at is None:
        Post.objects.filter(id=post.root_id).update(replies_count=F("replies_count") - 1)
    recompute_head(post.audience_id)
    record(PostDeleted(audience_id=post.audience_id, id=post.id, root=post.root_id), actor.id)


@transaction.atomic
def mark_read(actor: Person, *, post_id: str) -> None:
    """Remember that everything up to the activity of this post was read."""
    post = policy.require_post(actor, post_id)
    _move_read(actor, [post.audience_id], post.bumped_at)


@transaction.atomic
def mark_audiences_read(actor: Person, *, audience_ids: list[str], moment: dt.datetime | None = None) -> None:
    """Remember that everything in these audiences was read, up to a moment (now)."""
    _move_read(actor, audience_ids, min(moment or now(), now()))


def require_voice(actor: Person, audience_id: str) -> tuple[Audience, Voice]:
    """An audience to which the actor may say something, and how they speak there."""
    audience, role = reading.standing(actor, audience_id)
    voice = reading.voice_in(actor, audience)
    _require_voice(actor, audience, role, voice, begins=True)
    return audience, voice


def require_answerable(actor: Person, post_id: str) -> tuple[Post, Voice]:
    """A post that the actor may answer, and how they speak there."""
    post, role = policy.post_standing(actor, post_id)
    voice = reading.voice_in(actor, post.audience)
    _require_voice(actor, post.audience, role, voice)
    if post.deleted_at is not None and post.replies_count == 0:
        raise Conflict("deleted", _("This post was deleted meanwhile. Your text was not sent."))
    root = post.root or post
    if root.hidden_at is not None:
        raise Conflict("hidden", _("A moderator has hidden this post. Your text was not sent; it is still here."))
    if root.locked_at is not None:
        raise thread_closed()
    return post, voice


def _require_voice(actor: Person, audience: Audience, role: str | None, voice: Voice, *, begins: bool = False) -> None:
    if reading.is_muted(voice.muted_until):
        raise NotAllowed(_("A moderator has muted you here for a time. You read on; your text was not sent."))
    if policy.may_say(audience, role, actor, begins=begins):
        return
    if audience.closed_at is not None:
        raise NotAllowed(_("This is kept to be read. Nothing new is said here."))
    if begins and policy.may_say(audience, role, actor):
        raise NotAllowed(_("Here those who moderate begin. You can answer what they say."))
    raise NotAllowed(_("You can read here; to write, take part first."))


def _needs_words(post: Post) -> bool:
    """A post of pictures, or that only points at another, may say nothing besides."""
    bare = post.kind == MESSAGE and (
        File.objects.filter(post=post).exists() or Pointer.objects.filter(post=post, why=Pointer.Why.SHARE).exists()
    )
    return not bare


def _require_unflagged(actor: Person, post: Post, body: str, described: Mapping[str, str]) -> None:
    """An edit does not bring in what would have waited for a moderator; ``described`` is what its pictures said."""
    voice = reading.voice_in(actor, post.audience)
    if reading.is_muted(voice.muted_until):
        raise NotAllowed(_("A moderator has muted you here for a time. You read on; your text was not sent."))
    kind, _word = why_it_waits(voice, body)
    if kind == "new":
        raise Invalid.field("body", "new", _("While you are new here, write it anew: then a moderator looks at it."))
    before = "\n".join([post.body, *described.values()])
    said = set(flagged_words(voice, before))  # what stands there a moderator has let through
    word = next((one for one in flagged_words(voice, body) if one not in said), "")
    if kind == "words" and word:
        sentence = _("“%(word)s” is looked at by a moderator first. Take it out, or write it anew: then it waits.")
        raise Invalid.field("body", "flagged", sentence % {"word": word})


def _locked(actor: Person, post_id: str) -> Post:
    post = Post.objects.select_for_update(of=("self",)).filter(reading.visible(actor), id=post_id).first()
    if post is None:
        raise NotFound
    return post


def _standing(actor: Person, post: Post) -> dict[str, Any]:
    role = reading.role_in(actor, post.audience)
    return {
        "author_id": post.author_id,
        "kind": post.kind,
        "deleted": post.deleted_at is not None,
        "role": role,
        "may_say": policy.may_say(post.audience, role, actor),
    }


def _move_read(actor: Person, audience_ids: list[str], moment: dt.datetime) -> None:
    rows = Membership.objects.filter(person=actor, audience_id__in=audience_ids)
    moved = dict(rows.exclude(read_at__gte=moment).values_list("audience_id", "read_at"))
    if not moved:
        return
    groups.read_up_to(actor.id, list(moved), moment=moment)
    for audience_id, since in moved.items():
        before = since.isoformat() if since else None
        record(ReadMoved(audience_id=own_audience(actor.id), id=audience_id, since=before), actor.id)
