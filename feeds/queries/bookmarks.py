"""What the viewer has marked, as far as they read it now."""

import datetime as dt
from dataclasses import dataclass

from esn.core.pages import PAGE_SIZE, Page
from feeds.models import Bookmark
from feeds.queries.posts import posts
from feeds.queries.summaries import PostSummary
from groups import policy as reading
from groups.queries.paging import newest
from people.models import Person
from people.policy import own_audience


@dataclass(frozen=True)
class BookmarkSummary:
    """A marked post, with the word that one wrote to it."""

    post: PostSummary
    note: str
    at: dt.datetime


def bookmarks(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[BookmarkSummary]:
    """What the viewer has marked, the newest first; what they do not read now is left out, and comes back with it."""
    rows = Bookmark.objects.filter(reading.visible(viewer, "post__audience"), audience=own_audience(viewer.id))
    page = newest(rows, "at", listing="bookmarks", viewer=viewer, cursor=cursor, limit=limit)
    told = {post.id: post for post in posts(viewer, [row.post_id for row in page.results], with_replies=False)}
    kept = tuple(row for row in page.results if row.post_id in told)
    return Page(tuple(BookmarkSummary(told[row.post_id], row.note, row.at) for row in kept), page.next)


def bookmark_note(viewer: Person, post_id: str) -> str | None:
    """The word that stands with a mark of the viewer; None where there is no mark."""
    notes = Bookmark.objects.filter(audience=own_audience(viewer.id), post=post_id).values_list("note", flat=True)
    return notes.first()
