"""Posts as they lie in the tables, with their author, their audience and the reader's own seat: one statement.

Written by hand because it stands behind every page, endpoint and frame: building it anew each time cost more than
running it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
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
    hidden_at: dt.datetime | None
    locked_at: dt.datetime | None
    revision: int
    root_id: str | None
    replies_count: int
    detail: dict[str, Any]
    author_id: str
    author_name: str
    author_kind: str
    author_photo: str | None
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
    muted_until: dt.datetime | None
    author_role: str | None  # told to those who moderate there
    voice: str
    has_files: bool
    pinned: bool
    root_kind: str | None
    root_author_id: str | None
    answer_id: str | None  # the accepted reply of the question that it is, or that it answers
    points_to: str | None
    points_for: str | None  # quote or share
    reacted: list[Any]  # [emoji, how many people]
    seated_at: dt.datetime | None
    approval_days: int | None  # of the group, for what its member wrote themselves
    bookmarked: bool  # by the reader
    has_links: bool  # to pages outside that are shown
    muted: bool  # the thread, by the reader, where they have a seat or follow


_SELECT = """
    SELECT p.id, p.kind, p.body, p.html, p.created_at, p.bumped_at, p.edited_at, p.deleted_at, p.hidden_at,
        p.locked_at, p.revision, p.root_id, p.replies_count, p.detail, p.author_id, w.name, w.kind, w.photo,
        p.audience_id, a.kind, a.label, a.title, a.subject_kind, a.subject_ref, a.open_to_members, a.closed_at,
        m.role, m.read_at, m.muted_until,
        CASE WHEN m.role IN ('owner', 'moderator') THEN (
            SELECT n.role FROM groups_membership n WHERE n.audience_id = p.audience_id AND n.person_id = p.author_id
        ) END,
        a.voice,
        EXISTS (SELECT 1 FROM feeds_file f WHERE f.post_id = p.id),
        EXISTS (SELECT 1 FROM feeds_pin i WHERE i.post_id = p.id),
        r.kind, r.author_id,
        CASE WHEN COALESCE(r.kind, p.kind) = 'question' THEN (
            SELECT x.reply_id FROM feeds_answer x JOIN feeds_post y ON y.id = x.reply_id
            WHERE x.post_id = COALESCE(p.root_id, p.id) AND y.root_id = x.post_id
                AND y.deleted_at IS NULL AND y.hidden_at IS NULL
        ) END,
        e.to_id, e.why, p.reacted,
        m.since,
        CASE WHEN m.role = 'member' AND m.person_id = p.author_id THEN (
            SELECT g.approval_days FROM groups_group g WHERE g.id = a.subject_ref
        ) END,
        b.id IS NOT NULL,
        EXISTS (SELECT 1 FROM feeds_link l WHERE l.post_id = p.id AND l.revision = p.revision AND NOT l.taken_off),
        EXISTS (
            SELECT 1 FROM feeds_threadchoice t
            WHERE t.root_id = COALESCE(p.root_id, p.id) AND t.person_id = m.person_id AND t.choice = 'mute'
        )
    FROM feeds_post p
    JOIN people_person w ON w.id = p.author_id
    JOIN groups_audience a ON a.id = p.audience_id
    LEFT JOIN groups_membership m ON m.audience_id = p.audience_id AND m.person_id = %s
    LEFT JOIN feeds_bookmark b ON b.post_id = p.id AND b.audience_id = %s
    LEFT JOIN feeds_post r ON r.id = p.root_id
    LEFT JOIN feeds_pointer e ON e.post_id = p.id
"""
_TIMES = [Row._fields.index(name) for name in Row._fields if name.endswith(("_at", "_until"))]
_JSON, _OPEN = (Row._fields.index("detail"), Row._fields.index("reacted")), Row._fields.index("open_to_members")


def by_ids(viewer_id: str, post_ids: Sequence[str]) -> list[Row]:
    """Posts by id, in no order."""
    return _run(f"{_SELECT} WHERE p.id IN ({_marks(post_ids)})", [viewer_id, viewer_id, *post_ids]) if post_ids else []


def replies_after(viewer_id: str, root_id: str, place: tuple[dt.datetime, str] | None, limit: int) -> list[Row]:
    """The replies to a root below a place, the oldest first."""
    below = ""
    params: list[Any] = [viewer_id, viewer_id, root_id]
    if place is not None:
        below = "AND (p.created_at, p.id) > (%s, %s)"
        params += [connection.ops.adapt_datetimefield_value(place[0]), place[1]]
    return _run(f"{_SELECT} WHERE p.root_id = %s {below} ORDER BY p.created_at, p.id LIMIT {limit:d}", params)


def replies_before(viewer_id: str, root_id: str, place: tuple[dt.datetime, str], limit: int) -> list[Row]:
    """The replies to a root above a place, the nearest first."""
    params = [viewer_id, viewer_id, root_id, connection.ops.adapt_datetimefield_value(place[0]), place[1]]
    above = "p.root_id = %s AND (p.created_at, p.id) < (%s, %s) ORDER BY p.created_at DESC, p.id DESC"
    return _run(f"{_SELECT} WHERE {above} LIMIT {limit:d}", params)


def newest_replies(viewer_id: str, root_ids: Sequence[str], accepted: Sequence[str] = ()) -> list[Row]:
    """The newest few replies of each root and some others, in the order of their saying."""
    if not root_ids:
        return []
    near = (
        "FROM feeds_post one WHERE one.root_id = roots.id AND one.deleted_at IS NULL AND one.hidden_at IS NULL "
        f"ORDER BY one.created_at DESC, one.id DESC LIMIT {PREVIEWED_REPLIES}"
    )
    joined = (
        f"CROSS JOIN LATERAL (SELECT one.id {near}) near"
        if connection.vendor == "postgresql"
        else f"JOIN feeds_post near ON near.id IN (SELECT one.id {near})"
    )
    newest = f"SELECT near.id FROM feeds_post roots {joined} WHERE roots.id IN ({_marks(root_ids)})"
    others = f"OR p.id IN ({_marks(accepted)})" if accepted else ""
    found = f"{_SELECT} WHERE p.id IN ({newest}) {others} ORDER BY p.created_at, p.id"
    return _run(found, [viewer_id, viewer_id, *root_ids, *accepted])


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
    for place in _JSON:
        if isinstance(found[place], str):
            found[place] = orjson.loads(found[place])
    found[_OPEN] = bool(found[_OPEN])
    return Row._make(found)
