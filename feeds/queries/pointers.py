"""What posts point at, as their viewer reads it now: quoted or shared, never copied."""

from collections.abc import Iterable

from feeds.queries.rows import Row
from feeds.queries.summaries import Pointed
from groups.queries import AudienceRef
from people.queries import PersonRef, avatar

UNREAD = Pointed("unread")


def targets(rows: Iterable[Row]) -> list[str]:
    """The posts at which some others point that say anything themselves."""
    return list({row.points_to: None for row in rows if row.points_to is not None and row.deleted_at is None})


def pointed(rows: Iterable[Row], read: Iterable[Row]) -> dict[str, Pointed]:
    """What some posts point at, by the post that points; ``read`` are those targets that the viewer reads."""
    known = {row.id: _pointed(row) for row in read}
    return {row.id: known.get(row.points_to, UNREAD) for row in rows if row.points_to is not None}


def _pointed(row: Row) -> Pointed:
    """A hidden post is hidden here from everybody, so that nobody passes on what they alone still read."""
    state = "deleted" if row.deleted_at is not None else "hidden" if row.hidden_at is not None else "shown"
    shown = state == "shown"
    return Pointed(
        state=state,
        id=row.id,
        kind=row.kind,
        audience=AudienceRef(
            row.audience_id, row.audience_kind, row.label, row.title, row.subject_kind, row.subject_ref
        ),
        author=PersonRef(row.author_id, row.author_name, avatar(row.author_id, row.author_photo), row.author_kind),
        body=row.body if shown else "",
        html=row.html if shown else "",
        created_at=row.created_at,
        has_files=bool(row.has_files) and shown,
    )
