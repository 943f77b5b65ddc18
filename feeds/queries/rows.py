"""Posts as they lie in the tables, with their author, their audience and the reader's own seat: one statement.

Written by hand because it stands behind every page, endpoint and frame: building it anew each time cost more than
running it.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

PREVIEWED_REPLIES = 2


class Row(NamedTuple):
    """One post; ``role`` and ``read_at`` are the reader's own, None without a seat or following."""

    id: str
    kind: str
    body: str
    html: str
    created_at: dt.datetime
    bumped_at: dt.datetime
    edited_at: dt.datetime | None
    deleted_at: dt.datetime | None
    revision: int
    root_id: str | None
    replies_count: int
    detail: dict[str, Any]
    author_id: str
    author_name: str
    author_kind: str
    audience_id: str
    audience_kind: str
    label: str
    title: str
    subject_kind: str
    subject_ref: str
    open_to_members: bool
    closed_at: dt.datetime | None
    role: str | None
    read_at: dt.datetime | None
    has_files: bool


_SELECT = """
    SELECT p.id, p.kind, p.body, p.html, p.created_at, p.bumped_at, p.edited_at, p.deleted_at, p.revision, p.root_id,
        p.replies_count, p.detail, p.author_id, w.name, w.kind, p.audience_id, a.kind, a.label, a.title, a.subject_kind,
        a.subject_ref, a.open_to_members, a.closed_at, m.role, m.read_at,
        EXISTS (SELECT 1 FROM feeds_file f WHERE f.post_id = p.id)
    FROM feeds_post p
    JOIN people_person w ON w.id = p.author_id
    JOIN groups_audience a ON a.id = p.audience_id
    LEFT JOIN groups_membership m ON m.audience_id = p.audience_id AND m.person_id = %s
"""
_TIMES = [Row._fields.index(name) for name in Row._fields if name.endswith("_at")]
_DETAIL, _OPEN = Row._fields.index("detail"), Row._fields.index("open_to_members")


def by_ids(viewer_id: str, post_ids: Sequence[str]) -> list[Row]:
    """Posts by id, in no order."""
    return _run(f"{_SELECT} WHERE p.id IN ({_marks(post_ids)})", [viewer_id, *post_ids]) if post_ids else []


def replies_after(viewer_id: str, root_id: str, place: tuple[dt.datetime, str] | None, limit: int) -> list[Row]:
    """The replies to a root below a place, the oldest first."""
    below = ""
    params: list[Any] = [viewer_id, root_id]
    if place is not None:
        below = "AND (p.created_at, p.id) > (%s, %s)"
        params += [connection.ops.adapt_datetimefield_value(place[0]), place[1]]
    return _run(f"{_SELECT} WHERE p.root_id = %s {below} ORDER BY p.created_at, p.id LIMIT {limit:d}", params)


def newest_replies(viewer_id: str, root_ids: Sequence[str]) -> list[Row]:
    """The newest few replies of each root, in the order of their saying."""
    if not root_ids:
        return []
    near = (
        "FROM feeds_post one WHERE one.root_id = roots.id AND one.deleted_at IS NULL "
        f"ORDER BY one.created_at DESC, one.id DESC LIMIT {PREVIEWED_REPLIES}"
    )
    joined = (
        f"CROSS JOIN LATERAL (SELECT one.id {near}) near"
        if connection.vendor == "postgresql"
        else f"JOIN feeds_post near ON near.id IN (SELECT one.id {near})"
    )
    newest = f"SELECT near.id FROM feeds_post roots {joined} WHERE roots.id IN ({_marks(root_ids)})"
    return _run(f"{_SELECT} WHERE p.id IN ({newest}) ORDER BY p.created_at, p.id", [viewer_id, *root_ids])


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _run(statement: str, params: Sequence[Any]) -> list[Row]:
    with connection.cursor() as run:
        run.execute(statement, params)
        return [_row(values) for values in run.fetchall()]


def _row(values: Sequence[Any]) -> Row:
    """SQLite gives times without their zone, JSON as text and truth as a number; PostgreSQL gives values."""
    found = list(values)
    for place in _TIMES:
        if found[place] is not None and found[place].tzinfo is None:
            found[place] = found[place].replace(tzinfo=dt.UTC)
    if isinstance(found[_DETAIL], str):
        found[_DETAIL] = json.loads(found[_DETAIL])
    found[_OPEN] = bool(found[_OPEN])
    return Row._make(found)
