"""What a reader sees of a post: one shape behind page, REST and live frame."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from groups.queries import AudienceRef
from people.queries import PersonRef


@dataclass(frozen=True)
class Reaction:
    """How many people reacted with one emoji, and whether the viewer did."""

    emoji: str
    count: int
    mine: bool


@dataclass(frozen=True)
class FirstPage:
    """The first page of a document as a picture: its largest size in pixels, and how many pages the document has."""

    width: int
    height: int
    pages: int


@dataclass(frozen=True)
class Attachment:
    """A file as its readers see it.

    ``type`` is what its bytes are. A picture that can be shown has a width and a height in pixels, ``alt`` says it in
    words, and ``urls`` has its smaller sizes beside the ``content``. A document has the sizes of its first page there
    when there is a ``preview`` of it.
    """

    id: str
    name: str
    type: str
    bytes: int
    width: int | None
    height: int | None
    alt: str
    urls: dict[str, str]
    preview: FirstPage | None

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in place."""
        return self.width is not None


@dataclass(frozen=True)
class LinkPicture:
    """The picture of a page outside, which this site keeps; its size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class LinkSummary:
    """A page outside to which a post leads, as it said of itself: plain text, however it was written there.

    ``url`` is the link as the post has it, ``host`` where the page is in the end, ``site`` how it calls itself.
    """

    id: str
    url: str
    host: str
    site: str
    title: str
    description: str
    picture: LinkPicture | None


@dataclass(frozen=True)
class AnnouncementState:
    """How an announcement stands for its viewer; ``done`` of ``readers`` is told to those who answer for it alone."""

    asks: bool
    until: dt.date | None
    asked: bool  # me
    acknowledged: bool  # by me
    done: int | None
    readers: int | None
    names: bool  # whether I may see who has and who has not
    reminded_at: dt.datetime | None = None  # when those who had not were reminded last; told as ``done`` is
    can: tuple[str, ...] = ()  # remind


@dataclass(frozen=True)
class PollChoice:
    """An option of a poll, how many chose it, and whether the viewer did."""

    id: str
    text: str
    votes: int
    mine: bool


@dataclass(frozen=True)
class PollState:
    """How a poll stands for its viewer; ``can``: vote, take_back, close.

    ``voters`` is how many people have chosen something. Of an anonymous poll nobody learns who, and once it is closed
    not even its viewer reads what they chose themselves.
    """

    options: tuple[PollChoice, ...]
    multiple: bool
    anonymous: bool
    closes_at: dt.datetime | None
    closed: bool
    voters: int
    voted: bool
    can: tuple[str, ...]


@dataclass(frozen=True)
class PollCount:
    """What is equal for all readers of a poll: the votes of each option by its id, and how many people voted."""

    votes: dict[str, int]
    voters: int


@dataclass(frozen=True)
class Pointed:
    """Another post at which one points, as the viewer reads it at this moment; nothing of it is copied.

    ``state``: shown, deleted, hidden, or unread: the viewer does not read it, and learns nothing else of it.
    """

    state: str
    id: str | None = None
    kind: str | None = None
    audience: AudienceRef | None = None
    author: PersonRef | None = None
    body: str = ""
    html: str = ""
    created_at: dt.datetime | None = None
    has_files: bool = False


@dataclass(frozen=True)
class PostSummary:
    """A post as one viewer sees it.

    ``kind`` is ``message``, ``announcement``, ``question``, ``poll`` or the name of a structured entry
    (``story``, ``status``, ``holder``, …) whose ``detail`` holds the ids, codes and values of that moment.

    A deleted post keeps its place with an empty body, and so does one
    that a moderator hid, but for its author and those who moderate there. A locked thread takes no more replies.
    ``case`` is the reference of the case it belongs to. ``replies`` holds the newest few of ``replies_count``.
    """

    id: str
    kind: str
    audience: AudienceRef
    author: PersonRef
    body: str
    html: str
    created_at: dt.datetime
    bumped_at: dt.datetime
    edited_at: dt.datetime | None
    deleted: bool
    hidden: bool
    locked: bool
    revision: int
    reply_to: str | None
    replies_count: int
    reactions: tuple[Reaction, ...]
    attachments: tuple[Attachment, ...]
    case: str | None
    detail: dict[str, Any]
    can: tuple[str, ...]
    announcement: AnnouncementState | None = None
    pinned: bool = False
    unread: bool = False
    replies: tuple["PostSummary", ...] = ()
    answer: str | None = None  # the accepted reply, on a question; it is among ``replies`` then
    accepted: bool = False  # on a reply
    reply_to_kind: str | None = None
    poll: PollState | None = None
    quotes: Pointed | None = None
    shared: Pointed | None = None
    links: tuple[LinkSummary, ...] = ()  # pages outside to which its words lead
    bookmarked: bool = False  # by me
    muted: bool = False
