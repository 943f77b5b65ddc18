"""Posts by id: the one place where rows become ``PostSummary``."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from esn.core.errors import NotFound
from feeds import policy
from feeds.models import QUESTION, File, Pointer, PostRevision
from feeds.queries import links, polls, rows
from feeds.queries.announcements import states
from feeds.queries.files import of_posts
from feeds.queries.pointers import UNREAD, pointed, targets
from feeds.queries.reactions import NOBODYS, Mine, counts, mine
from feeds.queries.rows import Row
from feeds.queries.summaries import AnnouncementState, Attachment, Pointed, PollState, PostSummary
from groups import policy as reading
from groups.queries import AudienceRef
from people.models import Person
from people.queries import PersonRef, avatar

QUOTE, SHARE = Pointer.Why.QUOTE, Pointer.Why.SHARE


@dataclass(frozen=True)
class Description:
    """What was said of a picture, for who does not see it."""

    file: str
    name: str
    alt: str


@dataclass(frozen=True)
class Revision:
    """What a post said until it was edited; of its pictures what was said of those that changed then."""

    number: int
    body: str
    written_at: dt.datetime
    described: tuple[Description, ...] = ()


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
    accepted = [row.answer_id for row in read if row.answer_id is not None and row.root_id is None]
    said = rows.newest_replies(viewer.id, answered, accepted)
    around = _around(viewer, [*read, *said])
    under: dict[str | None, list[PostSummary]] = {}
    for row in said:
        under.setdefault(row.root_id, []).append(_summary(row, viewer, around))
    by_id = {row.id: _summary(row, viewer, around, tuple(under.get(row.id, ()))) for row in read}
    return tuple(by_id[id_] for id_ in post_ids if id_ in by_id)


def readable_rows(viewer: Person, post_ids: Sequence[str]) -> list[Row]:
    """Posts by id as they lie in the tables, without those that the viewer does not read; in no order."""
    admitted = reading.readable(viewer).admits
    return [row for row in rows.by_ids(viewer.id, post_ids) if admitted(row.open_to_members, row.role)]


def summaries(viewer: Person, read: Sequence[Row]) -> tuple[PostSummary, ...]:
    """Rows that the viewer reads as they see them, without replies."""
    around = _around(viewer, read)
    return tuple(_summary(row, viewer, around) for row in read)


def history(viewer: Person, post_id: str) -> tuple[Revision, ...]:
    """What a post said before, the newest first; of a deleted one only to those who moderate there."""
    found = policy.require_post(viewer, post_id)
    role = reading.role_in(viewer, found.audience) if found.deleted_at or found.hidden_at else None
    if found.deleted_at is not None and role not in reading.MODERATING:
        raise NotFound
    if found.hidden_at is not None and not policy.sees_hidden(viewer.id, author_id=found.author_id, role=role):
        raise NotFound
    return tuple(revisions([post_id]).get(post_id, ()))


def revisions(post_ids: Sequence[str]) -> dict[str, list[Revision]]:
    """What some posts said before, the newest first; who calls has asked the policy."""
    said: dict[str, list[Revision]] = {}
    found = list(PostRevision.objects.filter(post__in=post_ids).order_by("-number"))
    changed = {file_id for one in found for file_id in one.described}
    names = dict(File.objects.filter(id__in=changed).values_list("id", "name")) if changed else {}
    for one in found:
        described = tuple(Description(id_, names.get(id_, ""), alt) for id_, alt in one.described.items())
        said.setdefault(one.post_id, []).append(Revision(one.number, one.body, one.written_at, described))
    return said


def shared(post_ids: Iterable[str]) -> dict[str, PostSummary]:
    """Posts as they are for all readers of their audience: nothing in them depends on who reads.

    For the live feeder alone, which sends each one to the sockets of its audience.
    """
    found = rows.by_ids("", list(post_ids))
    files, cards = _files(found), links.of_rows(found)
    return {
        row.id: _shape(
            row,
            files,
            cards=cards,
            quotes=UNREAD if row.points_for == QUOTE else None,  # what each reads of it they ask for themselves
            shared=UNREAD if row.points_for == SHARE else None,
        )
        for row in found
    }


def whole(post_ids: Iterable[str]) -> dict[str, PostSummary]:
    """Posts with all their words, of hidden and deleted ones too; for reading by right alone, which asks the policy."""
    found = rows.by_ids("", list(post_ids))
    shown = {row.id: _shape(row._replace(deleted_at=None, hidden_at=None), {}) for row in found}
    return {
        row.id: replace(shown[row.id], deleted=row.deleted_at is not None, hidden=row.hidden_at is not None)
        for row in found
    }


Files = dict[str, tuple[Attachment, ...]]  # by the post that names them


def _files(found: Iterable[Row]) -> Files:
    """The files of some posts: no statement where there are none."""
    return of_posts([row.id for row in found if row.has_files and row.deleted_at is None])


@dataclass(frozen=True)
class _Around:
    """What stands in other tables about some posts: their files, how they stand, and what they point at."""

    files: Files
    cards: links.Cards
    announcements: dict[str, AnnouncementState]
    polls: dict[str, PollState]
    pointed: dict[str, Pointed]
    reacted: Mine


def _around(viewer: Person, found: Sequence[Row]) -> _Around:
    """A statement or two for each kind of thing that some posts have, and none for what none of them has."""
    to = targets(found)
    return _Around(
        files=_files(found),
        cards=links.of_rows(found),
        announcements=states(viewer, found),
        polls=polls.states(viewer, found),
        pointed=pointed(found, readable_rows(viewer, to)) if to else {},
        reacted=mine(viewer, found),
    )


def _summary(row: Row, viewer: Person, around: _Around, newest_replies: tuple[PostSummary, ...] = ()) -> PostSummary:
    """A row as one viewer sees it."""
    only_mine = row.author_id == viewer.id and row.bumped_at == row.created_at  # my own words, and no answer yet
    heard = row.role is not None and not only_mine and not row.muted
    unread = heard and (row.read_at is None or row.bumped_at > row.read_at)
    sees = policy.sees_hidden(viewer.id, author_id=row.author_id, role=row.role)
    announcement = around.announcements.get(row.id)
    says = row.deleted_at is None and (row.hidden_at is None or sees)
    target = around.pointed.get(row.id) if says else None
    return _shape(
        row,
        around.files,
        around.reacted,
        sees_hidden=sees,
        can=_verbs(row, viewer, announcement),
        unread=unread,
        muted=bool(row.muted),
        replies=newest_replies,
        announcement=announcement,
        cards=around.cards,
        bookmarked=bool(row.bookmarked),
        poll=around.polls.get(row.id) if says else None,
        quotes=target if row.points_for == QUOTE else None,
        shared=target if row.points_for == SHARE else None,
    )


def _verbs(row: Row, viewer: Person, announcement: AnnouncementState | None = None) -> tuple[str, ...]:
    """What the viewer may do with a post: the closed list behind ``can``."""
    may_say = polls.may_say(viewer, row)
    standing: dict[str, Any] = {
        "author_id": row.author_id,
        "kind": row.kind,
        "deleted": row.deleted_at is not None,
        "role": row.role,
        "may_say": may_say,
    }
    stands = _standing(row, viewer)
    verbs = {
        "reply": may_say and row.locked_at is None and row.hidden_at is None,
        "react": _may_react(row, viewer),
        "edit": policy.may_edit(viewer.id, **standing)
        and row.hidden_at is None
        and row.locked_at is None
        and not _is_new(row),
        "delete": policy.may_delete(viewer.id, **standing),
        "take_off_link": links.may_take_off(row, viewer),
        "report": policy.may_report(stands),
        "unpin" if row.pinned else "pin": _may_pin(row),
        "acknowledge": announcement is not None and announcement.asked and not announcement.acknowledged,
        "seen": policy.sees_who_saw(
            viewer, row.role, kind=row.kind, audience_kind=row.audience_kind, gone=row.deleted_at or row.hidden_at
        ),
        "reopen" if row.answer_id == row.id else "accept": _may_accept(row, viewer, may_say),
    }
    return tuple(verb for verb, allowed in verbs.items() if allowed) + policy.post_acts(stands)


def _may_react(row: Row, viewer: Person) -> bool:
    return policy.may_react(
        viewer,
        row.role,
        audience_kind=row.audience_kind,
        closed=row.closed_at is not None,
        stopped=row.deleted_at is not None or row.hidden_at is not None or row.locked_at is not None,
        muted_until=row.muted_until,
    )


def _may_accept(row: Row, viewer: Person, may_say: bool) -> bool:
    if row.root_kind != QUESTION or row.deleted_at is not None or row.hidden_at is not None:
        return False
    return policy.may_accept(viewer.id, asker_id=row.root_author_id or "", role=row.role, may_say=may_say)


def _is_new(row: Row) -> bool:
    """Whether a moderator looks at what the viewer writes there: then they write anew, and edit nothing."""
    return row.approval_days is not None and reading.waits_as_new(row.role, row.seated_at, row.approval_days)


def _may_pin(row: Row) -> bool:
    wordless = row.deleted_at is not None or row.hidden_at is not None
    return policy.may_pin(row.role, audience_kind=row.audience_kind, is_root=row.root_id is None, wordless=wordless)


def _standing(row: Row, viewer: Person) -> policy.PostStanding:
    return policy.PostStanding(
        viewer_id=viewer.id,
        author_id=row.author_id,
        author_kind=row.author_kind,
        author_role=row.author_role,
        role=row.role,
        kind=row.kind,
        audience_kind=row.audience_kind,
        is_root=row.root_id is None,
        deleted=row.deleted_at is not None,
        hidden=row.hidden_at is not None,
        locked=row.locked_at is not None,
    )


def author_of(row: Row) -> PersonRef:
    """Who wrote it."""
    return PersonRef(row.author_id, row.author_name, avatar(row.author_id, row.author_photo), row.author_kind)


def _shape(
    row: Row,
    files: Files,
    own: Mine = NOBODYS,
    *,
    cards: links.Cards | None = None,
    sees_hidden: bool = False,
    can: tuple[str, ...] = (),
    **mine: Any,
) -> PostSummary:
    """A row as all readers of its audience see it, with what is the viewer's own."""
    deleted = row.deleted_at is not None
    hidden = row.hidden_at is not None
    wordless = deleted or (hidden and not sees_hidden)
    return PostSummary(
        id=row.id,
        kind=row.kind,
        audience=AudienceRef(
            row.audience_id, row.audience_kind, row.label, row.title, row.subject_kind, row.subject_ref
        ),
        author=author_of(row),
        body="" if wordless else row.body,
        html="" if wordless else row.html,
        created_at=row.created_at,
        bumped_at=row.bumped_at,
        edited_at=row.edited_at,
        deleted=deleted,
        hidden=hidden,
        locked=row.locked_at is not None,
        revision=row.revision,
        reply_to=row.root_id,
        replies_count=row.replies_count,
        reactions=() if wordless else counts(row, own),
        attachments=() if wordless else files.get(row.id, ()),
        links=() if wordless else (cards or {}).get(row.id, ()),
        case=row.subject_ref if row.subject_kind == "case" else None,
        detail={} if wordless else row.detail,
        pinned=bool(row.pinned),
        can=can,
        answer=row.answer_id if row.root_id is None else None,
        accepted=row.root_id is not None and row.answer_id == row.id,
        reply_to_kind=row.root_kind,
        **mine,
    )
