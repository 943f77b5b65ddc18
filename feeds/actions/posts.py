"""Posts and replies: said, changed, taken back, read."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from esn.core.events import record
from feeds import policy
from feeds.actions.files import attach
from feeds.events import PostDeleted, PostEdited, PostPublished, ReadMoved
from feeds.models import MESSAGE, Post, PostRevision
from feeds.text import RENDERER, TEXT_LIMIT, UNSHOWABLE, render
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person
from people.policy import own_audience


def publish(actor: Person, *, audience_id: str, body: str, attachments: Sequence[str] = ()) -> str:
    """Say something to an audience, perhaps with files of one's own; the post's id."""
    audience, role = reading.standing(actor, audience_id)
    _require_voice(actor, audience, role)
    body = checked_text(body, needed=not attachments)
    return write(actor.id, audience=audience, body=body, html=render(body), attachments=attachments)


def reply(actor: Person, *, post_id: str, body: str, attachments: Sequence[str] = ()) -> str:
    """Answer a post, in its audience; answering a reply answers its root."""
    post, role = policy.post_standing(actor, post_id)
    _require_voice(actor, post.audience, role)
    if post.deleted_at is not None and post.replies_count == 0:
        raise Conflict("deleted", _("This post was deleted meanwhile. Your text was not sent."))
    body = checked_text(body, needed=not attachments)
    root_id = post.root_id or post.id
    return write(
        actor.id, audience=post.audience, body=body, html=render(body), root_id=root_id, attachments=attachments
    )


@transaction.atomic
def write(
    author_id: str,
    *,
    audience: Audience,
    body: str = "",
    html: str = "",
    kind: str = MESSAGE,
    detail: dict[str, Any] | None = None,
    root_id: str | None = None,
    attachments: Sequence[str] = (),
) -> str:
    """Put a post into the log of an audience, with files of its author; who calls has asked its policy. Its id."""
    at = now()
    post = Post.objects.create(
        audience_id=audience.id,
        author_id=author_id,
        kind=kind,
        body=body,
        html=html,
        renderer=RENDERER,
        detail=detail or {},
        root_id=root_id,
        created_at=at,
        bumped_at=at,
    )
    if attachments:
        attach(author_id, post_id=post.id, file_ids=attachments)
    if root_id is not None:
        # Two who answer at once may write in the other order than they began: activity never goes back.
        Post.objects.filter(id=root_id).update(
            replies_count=F("replies_count") + 1, bumped_at=Greatest(F("bumped_at"), Value(at))
        )
    # Whoever was up to date stays so after their own words.
    Membership.objects.filter(person_id=author_id, audience=audience).exclude(
        audience__head_at__gt=F("read_at")
    ).update(read_at=at)
    groups.raise_head(audience.id, to=at)
    said = PostPublished(
        audience_id=audience.id, id=post.id, kind=kind, root=root_id, attachments=tuple(attachments) or None
    )
    record(said, author_id)
    return post.id


def edit_post(actor: Person, *, post_id: str, body: str, revision: int | None = None) -> None:
    """Say it better; what was said before is kept. Stale when somebody edited since ``revision``."""
    body = checked_text(body)
    html = render(body)
    with transaction.atomic():
        post = _locked(actor, post_id)
        if not policy.may_edit(actor.id, **_standing(actor, post)):
            raise NotAllowed(_("Only the author may change these words."))
        if revision is not None and revision != post.revision:
            raise Stale
        if body == post.body:
            return
        PostRevision.objects.create(
            post=post, number=post.revision, body=post.body, written_at=post.edited_at or post.created_at
        )
        post.body, post.html, post.renderer = body, html, RENDERER
        post.edited_at = now()
        post.revision += 1
        post.save(update_fields=["body", "html", "renderer", "edited_at", "revision"])
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
    post.deleted_at = now()
    post.save(update_fields=["deleted_at"])
    if post.root_id is not None:
        Post.objects.filter(id=post.root_id).update(replies_count=F("replies_count") - 1)
    _recompute_head(post.audience_id)
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


def checked_text(body: str, field: str = "body", *, needed: bool = True) -> str:
    """What somebody wrote, ready to be kept: Invalid for its field when empty (if needed), too long or not showable."""
    body = body.replace("\r\n", "\n").strip()
    if needed and not body:
        raise Invalid.field(field, "blank", _("Write something first."))
    if len(body) > TEXT_LIMIT:
        raise Invalid.field(field, "too_long", _("A text has at most 20,000 characters. Yours was not sent."))
    if UNSHOWABLE.search(body):
        raise Invalid.field(field, "control", _("This holds characters that cannot be shown."))
    return body


def _require_voice(actor: Person, audience: Audience, role: str | None) -> None:
    if not policy.may_say(audience, role, actor):
        raise NotAllowed(_("You can read here; to write, take part first."))


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


def _recompute_head(audience_id: str) -> None:
    shown = Post.objects.filter(audience_id=audience_id, root=None).filter(Q(deleted_at=None) | Q(replies_count__gt=0))
    newest = shown.order_by("-bumped_at", "-id").values_list("bumped_at", flat=True).first()
    groups.move_head(audience_id, to=newest)


def _move_read(actor: Person, audience_ids: list[str], moment: dt.datetime) -> None:
    rows = Membership.objects.filter(person=actor, audience_id__in=audience_ids)
    moved = list(rows.exclude(read_at__gte=moment).values_list("audience_id", flat=True))
    if not moved:
        return
    groups.read_up_to(actor.id, moved, moment=moment)
    for audience_id in moved:
        record(ReadMoved(audience_id=own_audience(actor.id), id=audience_id), actor.id)
