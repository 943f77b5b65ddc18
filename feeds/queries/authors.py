"""What one person wrote, wherever the viewer reads."""

from esn.core.pages import PAGE_SIZE, Page
from feeds.models import WORDS, Post
from feeds.queries.posts import posts
from feeds.queries.summaries import PostSummary
from groups import policy as reading
from groups import queries as groups
from groups.queries.paging import newest
from people.models import Person

_SAID = tuple(sorted(WORDS))  # entries of cases say what was done, not what somebody said


def written_by(
    viewer: Person, person_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PostSummary]:
    """What somebody wrote, the newest first, replies too; NotFound when the viewer may not know them."""
    groups.require_known(viewer, person_id)
    rows = Post.objects.filter(
        reading.visible(viewer), author=person_id, deleted_at=None, hidden_at=None, kind__in=_SAID
    ).only("created_at")
    page = newest(rows, "created_at", listing=f"written:{person_id}", viewer=viewer, cursor=cursor, limit=limit)
    return Page(posts(viewer, [post.id for post in page.results], with_replies=False), page.next)
