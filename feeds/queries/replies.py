"""The replies to a post, page by page, and the page where one of them stands."""

import datetime as dt
from collections.abc import Sequence

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds.queries import rows
from feeds.queries.posts import readable_rows, summaries
from feeds.queries.rows import Row
from feeds.queries.summaries import PostSummary
from people.models import Person

BEFORE = 5  # replies that stand above the one that a link leads to
_UP, _DOWN = "up", "down"

Place = tuple[dt.datetime, str]


def replies(
    viewer: Person, post_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE, around: str | None = None
) -> Page[PostSummary]:
    """The replies to a post, the oldest first; ``around`` names one of them that the page has to hold.

    NotFound when the viewer does not read the post, or when it has no such reply.
    """
    read = readable_rows(viewer, [post_id] if around is None else [post_id, around])
    if not any(row.id == post_id for row in read):
        raise NotFound
    if around is not None:
        wanted = next((row for row in read if row.id == around and row.root_id == post_id), None)
        if wanted is None:
            raise NotFound
        return _around(viewer, wanted, limit)
    if cursor is None:
        return _below(viewer, post_id, None, limit)
    at, last, way = unseal(f"replies:{post_id}", viewer.id, cursor)
    place = (dt.datetime.fromisoformat(at), last)
    return (_above if way == _UP else _below)(viewer, post_id, place, limit)


def _around(viewer: Person, wanted: Row, limit: int) -> Page[PostSummary]:
    """The first page when the reply stands there, else one that begins shortly above it."""
    root = wanted.root_id or ""
    place = wanted.created_at, wanted.id
    above = rows.replies_before(viewer.id, root, place, limit)
    if len(above) < limit:
        return _below(viewer, root, None, limit)
    shortly = above[min(BEFORE, limit - 1)]
    return _below(viewer, root, (shortly.created_at, shortly.id), limit)


def _below(viewer: Person, root: str, place: Place | None, limit: int) -> Page[PostSummary]:
    found = rows.replies_after(viewer.id, root, place, limit + 1)
    shown = found[:limit]
    return _page(viewer, root, shown, more_above=place is not None, more_below=len(found) > limit)


def _above(viewer: Person, root: str, place: Place, limit: int) -> Page[PostSummary]:
    found = rows.replies_before(viewer.id, root, place, limit + 1)
    shown = found[:limit][::-1]
    return _page(viewer, root, shown, more_above=len(found) > limit, more_below=True)


def _page(viewer: Person, root: str, shown: Sequence[Row], *, more_above: bool, more_below: bool) -> Page[PostSummary]:
    def beside(row: Row, way: str) -> str:
        return seal(f"replies:{root}", viewer.id, [row.created_at.isoformat(), row.id, way])

    return Page(
        summaries(viewer, shown),
        next=beside(shown[-1], _DOWN) if shown and more_below else None,
        previous=beside(shown[0], _UP) if shown and more_above else None,
    )
