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
class PostDeleted(Fact):
    """A post was taken back; a tombstone stays."""

    type: ClassVar[str] = "post.deleted"
    id: str
    root: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReadMoved(Fact):
    """The person has read an audience further (in their own audience, for their other devices)."""

    type: ClassVar[str] = "read.moved"
    id: str
