"""Feeds: the newest activity of many audiences, exact and at a cost that does not grow with them.

Each audience keeps its head (its newest activity). A page takes the audiences with the newest heads, then the newest
few posts of each, and merges them; further pages ask the same below the place that the cursor names.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds.models import Mention
from feeds.queries.mentions import naming
from feeds.queries.narrowing import ALL, EVERYTHING, MENTIONS, UNREAD, Wanted, wanted
from feeds.queries.posts import posts
from feeds.queries.summaries import PostSummary
from groups import policy as reading
from groups.models import Audience
from groups.queries import audiences_of
from people.models import Person

BUMPED = "bumped_at"  # feeds: by newest activity
CREATED = "created_at"  # the timeline of a case: by when it was said


def home(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE, only: str = ALL) -> Page[PostSummary]:
    """What is new in the audiences that the viewer follows, cases included; mentions wherever they read."""
    if only == MENTIONS:
        return naming(viewer, Mention.Kind.PERSON, viewer.id, cursor=cursor, limit=limit)
    member = "TRUE" if reading.readable(viewer).all_open else "FALSE"
    source = (
        "SELECT a.id, a.head_at, m.read_at, m.person_id "
        "FROM groups_membership m JOIN groups_audience a ON a.id = m.audience_id "
        f"WHERE m.person_id = %s AND m.follows AND (m.role <> 'follower' OR ({member} AND a.open_to_members))"
    )
    return _page(viewer, f"home:{only}", source, [viewer.id], BUMPED, cursor, limit, wanted(viewer, only))


def feed(viewer: Person, *, audience_id: str, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[PostSummary]:
    """What is said in one audience, by newest activity; NotFound when the viewer does not read it."""
    reading.require_audience(viewer, audience_id)
    return _page(viewer, f"feed:{audience_id}", *_named([audience_id]), BUMPED, cursor, limit)


def group_feed(
    viewer: Person, group_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE, only: str = ALL
) -> Page[PostSummary]:
    """What is said in a group, and was said before it opened as far as the viewer reads that; by newest activity."""
    return said_in(viewer, group_id, audiences_of(viewer, group_id), cursor=cursor, limit=limit, only=only)


def said_in(
    viewer: Person,
    group_id: str,
    audience_ids: Sequence[str],
    *,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    only: str = ALL,
) -> Page[PostSummary]:
    """The feed of a group whose audiences the caller knows the viewer to read."""
    if only == MENTIONS:
        among = tuple(audience_ids)
        return naming(viewer, Mention.Kind.PERSON, viewer.id, among=among, cursor=cursor, limit=limit)
    source = _seated(viewer, audience_ids) if only == UNREAD else _named(audience_ids)
    return _page(viewer, f"group:{group_id}:{only}", *source, BUMPED, cursor, limit, wanted(viewer, only))


def across(
    viewer: Person, *, listing: str, audience_ids: Sequence[str], cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PostSummary]:
    """What is said in several audiences, by newest activity; those that the viewer does not read are left out."""
    return _page(viewer, listing, *_named(_readable(viewer, audience_ids)), BUMPED, cursor, limit)


def timeline(
    viewer: Person, *, listing: str, audience_ids: Sequence[str], cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PostSummary]:
    """What was said in several audiences, by when it was said, the newest first."""
    return _page(viewer, listing, *_named(_readable(viewer, audience_ids)), CREATED, cursor, limit)


def _readable(viewer: Person, audience_ids: Sequence[str]) -> list[str]:
    return [one.id for one in reading.read_among(viewer, Audience.objects.filter(id__in=audience_ids))]


def _named(audience_ids: Sequence[str]) -> tuple[str, list[Any]]:
    """Audiences by id as a source."""
    marks = ", ".join(["%s"] * len(audience_ids)) or "NULL"
    columns = "a.id, a.head_at, NULL AS read_at, NULL AS person_id"
    return f"SELECT {columns} FROM groups_audience a WHERE a.id IN ({marks})", list(audience_ids)


def _seated(viewer: Person, audience_ids: Sequence[str]) -> tuple[str, list[Any]]:
    """The same where the viewer has a seat or follows: of these it is kept how far they have read."""
    marks = ", ".join(["%s"] * len(audience_ids)) or "NULL"
    source = (
        "SELECT a.id, a.head_at, m.read_at, m.person_id "
        "FROM groups_membership m JOIN groups_audience a ON a.id = m.audience_id "
        f"WHERE m.person_id = %s AND a.id IN ({marks})"
    )
    return source, [viewer.id, *audience_ids]


def _page(
    viewer: Person,
    listing: str,
    source: str,
    params: list[Any],
    order: str,
    cursor: str | None,
    limit: int,
    only: Wanted = EVERYTHING,
) -> Page[PostSummary]:
    place = unseal(listing, viewer.id, cursor) if cursor is not None else None
    ids = _newest(source, params, order, place, limit + 1, only)
    found = posts(viewer, ids[:limit])
    next_ = None
    if len(ids) > limit and found:
        next_ = seal(listing, viewer.id, [getattr(found[-1], order).isoformat(), found[-1].id])
    return Page(found, next_)


def _newest(source: str, params: list[Any], order: str, place: list[Any] | None, limit: int, only: Wanted) -> list[str]:
    """The ids of the newest roots below a place, merged from the audiences of the source."""
    living = "p.root_id IS NULL AND ((p.deleted_at IS NULL AND p.hidden_at IS NULL) OR p.replies_count > 0)"
    below, below_params = "", []
    if place is not None:
        moment = connection.ops.adapt_datetimefield_value(dt.datetime.fromisoformat(place[0]))
        below, below_params = f"AND (p.{order}, p.id) < (%s, %s)", [moment, place[1]]
    if place is not None or order != BUMPED or only.sql:
        # The kept head speaks of all posts; below a place, the newest remaining one is one step in an index.
        head = (
            f"(SELECT p.{order} FROM feeds_post p WHERE p.audience_id = f.id AND {living} {below} {only.sql} "
            f"ORDER BY p.{order} DESC, p.id DESC LIMIT 1)"
        )
        head_params = [*below_params, *only.params]
    else:
        head, head_params = "f.head_at", []
    chosen = f"SELECT f.id, f.read_at, f.person_id, {head} AS head FROM ({source}) f "
    # Audiences with the same head are taken or left together: which of them has the newer id is not known yet.
    ranked = f"SELECT c.*, rank() OVER (ORDER BY c.head DESC) AS standing FROM ({chosen}) c WHERE c.head IS NOT NULL"
    inner = (
        f"FROM feeds_post p WHERE p.audience_id = f.id AND {living} {below} {only.sql} "
        f"ORDER BY p.{order} DESC, p.id DESC LIMIT {limit:d}"
    )
    newest = (
        f"CROSS JOIN LATERAL (SELECT p.id, p.{order} {inner}) q"
        if connection.vendor == "postgresql"
        else f"JOIN feeds_post q ON q.id IN (SELECT p.id {inner})"
    )
    statement = (
        f"WITH heads AS (SELECT * FROM ({ranked}) r WHERE r.standing <= {limit:d}) "
        f"SELECT q.id FROM heads f {newest} ORDER BY q.{order} DESC, q.id DESC LIMIT {limit:d}"
    )
    with connection.cursor() as run:
        run.execute(statement, [*head_params, *params, *below_params, *only.params])
        return [row[0] for row in run.fetchall()]
