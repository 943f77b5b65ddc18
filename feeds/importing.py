"""Posts in great numbers: the rows and the facts of ``feeds.actions``, in few statements."""

from collections.abc import Sequence

from esn.core.events import Played, record_played
from feeds.events import PostPublished
from feeds.models import Post
from feeds.text import RENDERER


def write_posts(posts: Sequence[Post]) -> None:
    """Put posts into audiences whose heads and read positions the caller has set; each was said at its own moment."""
    for post in posts:
        post.renderer = RENDERER
        post.bumped_at = post.created_at
    Post.objects.bulk_create(posts)
    record_played(
        Played(
            PostPublished(audience_id=post.audience_id, id=post.id, kind=post.kind, root=post.root_id),
            post.author_id,
            post.created_at,
        )
        for post in posts
    )
