"""What one may do with a post that one reads; reading itself is decided in ``groups.policy``."""

import datetime as dt

from django.db.models import Q

from esn.core.errors import NotFound
from feeds.models import WORDS, File, HeldPost, Post
from groups import policy as reading
from groups.models import Audience
from people.models import Person


def require_post(viewer: Person, post_id: str) -> Post:
    """The post with its audience, when the viewer reads it; NotFound otherwise."""
    return post_standing(viewer, post_id)[0]


def post_standing(viewer: Person, post_id: str) -> tuple[Post, str | None]:
    """The post with its audience, and the viewer's role there, when the viewer reads it; NotFound otherwise."""
    post = Post.objects.select_related("audience", "root", "author").filter(id=post_id).first()
    if post is None:
        raise NotFound
    role = reading.role_in(viewer, post.audience)
    if not reading.readable(viewer).admits(post.audience.open_to_members, role):
        raise NotFound
    return post, role


def require_file(viewer: Person, file_id: str) -> File:
    """A file that the viewer sent and no post names yet, or one whose post they read; NotFound otherwise."""
    waiting = Q(post=None, uploader=viewer, uploader__is_active=True)
    said = Q(post__isnull=False, post__deleted_at=None) & reading.visible(viewer, "post__audience")
    moderated = reading.seats_of(viewer.id).filter(role__in=reading.MODERATING).values("audience_id")
    shown = Q(post__hidden_at=None) | Q(post__author=viewer) | Q(post__audience__in=moderated)
    held = Q(held__state=HeldPost.State.WAITING) & reading.visible(viewer, "held__audience")
    file = File.objects.filter(waiting | (said & shown) | held, id=file_id).first()
    if file is None:
        raise NotFound
    return file


def may_edit(viewer_id: str, *, author_id: str, kind: str, deleted: bool, role: str | None, may_say: bool) -> bool:
    """One's own words, while one may still speak there; entries of a case are history."""
    return viewer_id == author_id and kind in WORDS and not deleted and may_say


def may_take_off_link(viewer_id: str, *, author_id: str, deleted: bool) -> bool:
    """What is shown of a page below one's own words, also where nothing new is said: nobody's words change by it."""
    return viewer_id == author_id and not deleted


def may_delete(viewer_id: str, *, author_id: str, kind: str, deleted: bool, role: str | None, may_say: bool) -> bool:
    """One's own words, also where nothing new is said, or anybody's as a moderator; entries of a case are history."""
    own = viewer_id == author_id and (may_say or role in reading.SEATS)
    return kind in WORDS and not deleted and (own or role in reading.MODERATING)


def may_react(
    viewer: Person,
    role: str | None,
    *,
    audience_kind: str,
    closed: bool,
    stopped: bool,
    muted_until: dt.datetime | None = None,
) -> bool:
    """Whether somebody who reads a post may react to it: colleagues among colleagues, elsewhere those with a seat.

    ``stopped`` is a post without words, or a thread that is locked.
    """
    if closed or stopped or reading.is_muted(viewer.muted_until) or reading.is_muted(muted_until):
        return False
    among_colleagues = audience_kind in (Audience.Kind.EVERYONE, Audience.Kind.GROUP, Audience.Kind.INTERNAL)
    return viewer.is_member if among_colleagues else role in reading.SEATS


def may_say(
    audience: Audience,
    role: str | None,
    viewer: Person,
    *,
    muted_until: dt.datetime | None = None,
    begins: bool = False,
) -> bool:
    """Whether the viewer may say something in an audience that they read; ``begins`` is a post that answers none."""
    closed = audience.closed_at is not None
    return reading.may_publish(
        viewer,
        role,
        kind=audience.kind,
        open_to_members=audience.open_to_members,
        closed=closed,
        voice=audience.voice,
        begins=begins,
        muted_until=muted_until,
    )
