"""What one may do with a post that one reads; reading itself is decided in ``groups.policy``."""

from django.db.models import Q

from esn.core.errors import NotFound
from feeds.models import MESSAGE, File, Post
from groups import policy as reading
from groups.models import Audience
from people.models import Person


def require_post(viewer: Person, post_id: str) -> Post:
    """The post with its audience, when the viewer reads it; NotFound otherwise."""
    return post_standing(viewer, post_id)[0]


def post_standing(viewer: Person, post_id: str) -> tuple[Post, str | None]:
    """The post with its audience, and the viewer's role there, when the viewer reads it; NotFound otherwise."""
    post = Post.objects.select_related("audience").filter(id=post_id).first()
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
    file = File.objects.filter(waiting | said, id=file_id).first()
    if file is None:
        raise NotFound
    return file


def may_edit(viewer_id: str, *, author_id: str, kind: str, deleted: bool, role: str | None, may_say: bool) -> bool:
    """One's own words, while one may still speak there; entries of a case are history."""
    return viewer_id == author_id and kind == MESSAGE and not deleted and may_say


def may_delete(viewer_id: str, *, author_id: str, kind: str, deleted: bool, role: str | None, may_say: bool) -> bool:
    """One's own words, or anybody's as a moderator; entries of a case are history."""
    own = viewer_id == author_id and may_say
    return kind == MESSAGE and not deleted and (own or role in reading.MODERATING)


def may_say(audience: Audience, role: str | None, viewer: Person) -> bool:
    """Whether the viewer may say something in an audience that they read."""
    closed = audience.closed_at is not None
    return reading.may_publish(
        viewer, role, kind=audience.kind, open_to_members=audience.open_to_members, closed=closed
    )
