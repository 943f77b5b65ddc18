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
class Attachment:
    """A file as its readers see it.

    ``type`` is what its bytes are. A picture that can be shown has a width and a height in pixels, ``alt`` says it in
    words, and ``urls`` has its smaller sizes beside the ``content``.
    """

    id: str
    name: str
    type: str
    bytes: int
    width: int | None
    height: int | None
    alt: str
    urls: dict[str, str]

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in place."""
        return self.width is not None


@dataclass(frozen=True)
class PostSummary:
    """A post as one viewer sees it.

    ``kind`` is ``message`` or the name of a structured entry (``story``, ``status``, ``holder``, …) whose ``detail``
    holds the ids, codes and values of that moment. A deleted post keeps its place with an empty body.
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
    revision: int
    reply_to: str | None
    replies_count: int
    reactions: tuple[Reaction, ...]
    attachments: tuple[Attachment, ...]
    case: str | None
    detail: dict[str, Any]
    can: tuple[str, ...]
    unread: bool = False
    replies: tuple["PostSummary", ...] = ()
