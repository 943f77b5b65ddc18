"""Facts about what is said."""

from dataclasses import dataclass
from typing import ClassVar

from esn.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class PostPublished(Fact):
    """A post, a reply (with its root) or a structured entry was said; perhaps with files."""

    type: ClassVar[str] = "post.published"
    id: str
    kind: str
    root: str | None = None
    attachments: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class PostEdited(Fact):
    """A post says something else now."""

    type: ClassVar[str] = "post.edited"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostMentioned(Fact):
    """A post names people or groups whom it did not name before, by their ids."""

    type: ClassVar[str] = "post.mentioned"
    id: str
    root: str | None = None
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LinksChanged(Fact):
    """What is shown of the pages to which a post leads is something else now."""

    type: ClassVar[str] = "links.changed"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileRead(Fact):
    """The words inside a file are known now; who reads its post finds it by them."""

    type: ClassVar[str] = "file.read"
    id: str


@dataclass(frozen=True, kw_only=True)
class PostDeleted(Fact):
    """A post was taken back; a tombstone stays."""

    type: ClassVar[str] = "post.deleted"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class DraftChanged(Fact):
    """What the person writes at a place is another text now; without a version it was sent or discarded."""

    type: ClassVar[str] = "draft.changed"
    id: str
    place: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScheduledChanged(Fact):
    """Words that wait for their moment were written, changed, sent, refused or taken back (for their author)."""

    type: ClassVar[str] = "scheduled.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class BookmarkChanged(Fact):
    """The person marked a post, or took the mark away (for their other devices)."""

    type: ClassVar[str] = "bookmark.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class ReadMoved(Fact):
    """The person has read an audience further (in their own audience, for their other devices); ``since`` when."""

    type: ClassVar[str] = "read.moved"
    id: str
    since: str | None = None


@dataclass(frozen=True, kw_only=True)
class SeenChanged(Fact):
    """Somebody has seen how a promise stands (on its side), or an announcement (in the own audience of its author)."""

    type: ClassVar[str] = "seen.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class PostHidden(Fact):
    """A moderator hid a post; a tombstone stays until it is restored."""

    type: ClassVar[str] = "post.hidden"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostRestored(Fact):
    """A hidden post says again what it said."""

    type: ClassVar[str] = "post.restored"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostLocked(Fact):
    """A thread takes no more replies, or takes them again."""

    type: ClassVar[str] = "post.locked"
    id: str
    locked: bool


@dataclass(frozen=True, kw_only=True)
class PostMoved(Fact):
    """A post went to another audience or thread: told in the one it left, without where to, and in the new one."""

    type: ClassVar[str] = "post.moved"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostReacted(Fact):
    """Somebody reacted to a post with an emoji, or no more."""

    type: ClassVar[str] = "post.reacted"
    id: str
    root: str | None = None
    person: str
    emoji: str
    reacts: bool


@dataclass(frozen=True, kw_only=True)
class ThreadChanged(Fact):
    """The person follows a thread, or does not, or hears nothing of it (in their own audience)."""

    type: ClassVar[str] = "thread.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class ReportFiled(Fact):
    """Something was reported (in the own audience of each who decides, never of whom it is about)."""

    type: ClassVar[str] = "report.filed"
    id: str


@dataclass(frozen=True, kw_only=True)
class ReportNoted(Fact):
    """A moderator wrote a note about a report (in the own audience of each who decides)."""

    type: ClassVar[str] = "report.noted"
    id: str


@dataclass(frozen=True, kw_only=True)
class ReportDecided(Fact):
    """A moderator decided a report (in the own audience of each who decides)."""

    type: ClassVar[str] = "report.decided"
    id: str


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Fact):
    """Somebody asks other moderators to look again (in the own audience of each who decides)."""

    type: ClassVar[str] = "appeal.filed"
    id: str


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Fact):
    """An act of a moderator stands, or was undone (in the own audience of each who decides)."""

    type: ClassVar[str] = "appeal.decided"
    id: str


@dataclass(frozen=True, kw_only=True)
class HeldChanged(Fact):
    """Words wait for a moderator, or wait no more (in the own audience of each who decides, and of the author)."""

    type: ClassVar[str] = "held.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Fact):
    """The moderators, or an announcement, have something to say to a person (in their own audience)."""

    type: ClassVar[str] = "notice.given"
    id: str


@dataclass(frozen=True, kw_only=True)
class PostPinned(Fact):
    """A post stands above the others of its group."""

    type: ClassVar[str] = "post.pinned"
    id: str


@dataclass(frozen=True, kw_only=True)
class PostUnpinned(Fact):
    """A post stands among the others of its group again."""

    type: ClassVar[str] = "post.unpinned"
    id: str


@dataclass(frozen=True, kw_only=True)
class AnnouncementAcknowledged(Fact):
    """Somebody has read an announcement (in the own audience of its author, and in their own)."""

    type: ClassVar[str] = "announcement.acknowledged"
    id: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Fact):
    """A reply is the answer to its question now, perhaps instead of a former one."""

    type: ClassVar[str] = "question.answered"
    id: str
    answer: str
    former: str | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionReopened(Fact):
    """A question has no answer any more."""

    type: ClassVar[str] = "question.reopened"
    id: str
    answer: str  # which was it


@dataclass(frozen=True, kw_only=True)
class PollChanged(Fact):
    """Somebody voted in a poll, or took it back; of an anonymous one the log does not say who."""

    type: ClassVar[str] = "poll.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class PollVoted(Fact):
    """I voted in a poll that shows names, or took it back (in my own audience, for my other devices)."""

    type: ClassVar[str] = "poll.voted"
    id: str


@dataclass(frozen=True, kw_only=True)
class PollClosed(Fact):
    """A poll takes no more votes."""

    type: ClassVar[str] = "poll.closed"
    id: str


@dataclass(frozen=True, kw_only=True)
class UrgentlyCalled(Fact):
    """Somebody is called to a post at any hour, for a reason (in the own audience of who is called)."""

    type: ClassVar[str] = "urgent.called"
    id: str
    call: str
    reason: str
