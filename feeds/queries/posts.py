"""Posts by id: the one place where rows become ``PostSummary``."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds import policy
from feeds.models import PostRevision
from feeds.queries import rows
from feeds.queries.files import of_posts
from feeds.queries.rows import Row
from feeds.queries.summaries import Attachment, PostSummary
from groups import policy as reading
from groups.queries import AudienceRef
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class Revision:
    """What a post said until it was edited."""

    number: int
    body: str
    written_at: dt.datetime


def post(viewer: Person, post_id: str) -> PostSummary:
    """One post with the newest of its replies; NotFound when the viewer does not read it."""
    found = posts(viewer, [post_id])
    if not found:
        raise NotFound
    return found[0]


def posts(viewer: Person, post_ids: Sequence[str], *, with_replies: bool = True) -> tuple[PostSummary, ...]:
    """Posts by id, in the order of the ids, without those that the viewer does not read."""
    read = readable_rows(viewer, post_ids)
    answered = [row.id for row in read if row.replies_count] if with_replies else []
    said = rows.newest_replies(viewer.id, answered)
    files = _files([*read, *said])
    under: dict[str | None, list[PostSummary]] = {}
    for row in said:
        under.setdefault(row.root_id, []).append(_summary(row, viewer, files))
    by_id = {row.id: _summary(row, viewer, files, tuple(under.get(row.id, ()))) for row in read}
    return tuple(by_id[id_] for id_ in post_ids if id_ in by_id)


def readable_rows(viewer: Person, post_ids: Sequence[str]) -> list[Row]:
    """Posts by id as they lie in the tables, without those that the viewer does not read; in no order."""
    admitted = reading.readable(viewer).admits
    return [row for row in rows.by_ids(viewer.id, post_ids) if admitted(row.open_to_members, row.role)]


def replies(viewer: Person, post_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[PostSummary]:
    """The replies to a post, the oldest first."""
    if not readable_rows(viewer, [post_id]):
        raise NotFound
    place = None
    if cursor is not None:
        at, last = unseal(f"replies:{post_id}", viewer.id, cursor)
        place = (dt.datetime.fromisoformat(at), last)
    found = rows.replies_after(viewer.id, post_id, place, limit + 1)
    shown = found[:limit]
    next_ = None
    if len(found) > limit:
        next_ = seal(f"replies:{post_id}", viewer.id, [shown[-1].created_at.isoformat(), shown[-1].id])
    files = _files(shown)
    return Page(tuple(_summary(row, viewer, files) for row in shown), next_)


def history(viewer: Person, post_id: str) -> tuple[Revision, ...]:
    """What a post said before, the newest first; of a deleted one only to those who moderate there."""
    found = policy.require_post(viewer, post_id)
    if found.deleted_at is not None and reading.role_in(viewer, found.audience) not in reading.MODERATING:
        raise NotFound
    said = PostRevision.objects.filter(post=found).order_by("-number").values_list("number", "body", "written_at")
    return tuple(Revision(*one) for one in said)


def shared(post_ids: Iterable[str]) -> dict[str, PostSummary]:
    """Posts as they are for all readers of their audience: nothing in them depends on who reads.

    For the live feeder alone, which sends each one to the sockets of its audience.
    """
    found = rows.by_ids("", list(post_ids))
    files = _files(found)
    return {row.id: _shape(row, files) for row in found}


Files = dict[str, tuple[Attachment, ...]]  # by the post that names them


def _files(found: Iterable[Row]) -> Files:
    """The files of some posts: no statement where there are none."""
    return of_posts([row.id for row in found if row.has_files and row.deleted_at is None])


def _summary(row: Row, viewer: Person, files: Files, newest_replies: tuple[PostSummary, ...] = ()) -> PostSummary:
    """A row as one viewer sees it."""
    only_mine = row.author_id == viewer.id and row.bumped_at == row.created_at  # my own words, and no answer yet
    unread = row.role is not None and not only_mine and (row.read_at is None or row.bumped_at > row.read_at)
    return _shape(row, files, can=_verbs(row, viewer), unread=unread, replies=newest_replies)


def _verbs(row: Row, viewer: Person) -> tuple[str, ...]:
    """What the viewer may do with a post: the closed list behind ``can``."""
    may_say = reading.may_publish(
        viewer,
        row.role,
        kind=row.audience_kind,
        open_to_members=row.open_to_members,
        closed=row.closed_at is not None,
    )
    standing: dict[str, Any] = {
        "author_id": row.author_id,
        "kind": row.kind,
        "deleted": row.deleted_at is not None,
        "role": row.role,
        "may_say": may_say,
    }
    verbs = {
        "reply": may_say,
        "edit": policy.may_edit(viewer.id, **standing),
        "delete": policy.may_delete(viewer.id, **standing),
    }
    return tuple(verb for verb, allowed in verbs.items() if allowed)


def _shape(row: Row, files: Files, *, can: tuple[str, ...] = (), **mine: Any) -> PostSummary:
    """A row as all readers of its audience see it, with what is the viewer's own."""
    deleted = row.deleted_at is not None
    return PostSummary(
        id=row.id,
        kind=row.kind,
        audience=AudienceRef(
            row.audience_id, row.audience_kind, row.label, row.title, row.subject_kind, row.subject_ref
        ),
        author=PersonRef(row.author_id, row.author_name, None, row.author_kind),
        body="" if deleted else row.body,
        html="" if deleted else row.html,
        created_at=row.created_at,
        bumped_at=row.bumped_at,
        edited_at=row.edited_at,
        deleted=deleted,
        revision=row.revision,
        reply_to=row.root_id,
        replies_count=row.replies_count,
        reactions=(),
        attachments=files.get(row.id, ()),
        case=row.subject_ref if row.subject_kind == "case" else None,
        detail={} if deleted else row.detail,
        can=can,
        **mine,
    )
