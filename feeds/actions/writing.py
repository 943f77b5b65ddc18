"""Putting a post into the log of an audience: for who has asked its policy."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict
from esn.core.events import record
from feeds.actions.files import attach
from feeds.actions.manners import PLAIN, Manner, take_shape
from feeds.actions.marks import keep_marks
from feeds.events import PostPublished
from feeds.models import MESSAGE, Post, ThreadChoice
from feeds.queries.composed import Composed
from feeds.text import RENDERER
from groups import actions as groups
from groups.models import Audience, Membership


@transaction.atomic
def write(
    author_id: str,
    *,
    audience: Audience,
    body: str = "",
    composed: Composed | None = None,
    kind: str = MESSAGE,
    detail: dict[str, Any] | None = None,
    root_id: str | None = None,
    attachments: Sequence[str] = (),
    manner: Manner = PLAIN,
) -> str:
    """Put a post into the log of an audience, with files of its author; who calls has asked its policy. Its id."""
    at = now()
    kind = manner.kind if manner != PLAIN else kind
    post = Post.objects.create(
        audience_id=audience.id,
        author_id=author_id,
        kind=kind,
        body=body,
        html=composed.html if composed else "",
        renderer=RENDERER,
        detail=detail or {},
        root_id=root_id,
        created_at=at,
        bumped_at=at,
    )
    if attachments:
        attach(author_id, post_id=post.id, file_ids=attachments)
    if manner != PLAIN:
        take_shape(post.id, manner)
    if root_id is not None:
        # Two who answer at once may write in the other order than they began: activity never goes back.
        answered = Post.objects.filter(id=root_id, locked_at=None).update(
            replies_count=F("replies_count") + 1, bumped_at=Greatest(F("bumped_at"), Value(at))
        )
        if not answered:
            raise thread_closed()
    # Whoever was up to date stays so after their own words.
    Membership.objects.filter(person_id=author_id, audience=audience).exclude(
        audience__head_at__gt=F("read_at")
    ).update(read_at=at)
    if root_id is not None:
        _stay_read(audience, root_id, at)
    groups.raise_head(audience.id, to=at)
    said = PostPublished(
        audience_id=audience.id, id=post.id, kind=kind, root=root_id, attachments=tuple(attachments) or None
    )
    record(said, author_id)
    if composed:
        keep_marks(post, composed, author_id)
    return post.id


def _stay_read(audience: Audience, root_id: str, at: dt.datetime) -> None:
    """Whoever hears nothing of a thread and was up to date stays so when it is answered."""
    silent = ThreadChoice.objects.filter(root=root_id, choice=ThreadChoice.Choice.MUTE).values("person")
    seats = Membership.objects.filter(audience=audience, person__in=silent, read_at__isnull=False)
    seats.exclude(audience__head_at__gt=F("read_at")).update(read_at=at)


def thread_closed() -> Conflict:
    """A moderator closed the thread."""
    return Conflict("locked", _("A moderator has closed this thread. Your text was not sent; it is still here."))
