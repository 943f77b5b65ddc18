"""Facts about groups and seats."""

from dataclasses import dataclass
from typing import ClassVar

from esn.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class GroupCreated(Fact):
    """A group came into being."""

    type: ClassVar[str] = "group.created"
    id: str


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Fact):
    """A group's name or purpose changed."""

    type: ClassVar[str] = "group.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class AudienceChanged(Fact):
    """Who may read an audience changed as a whole: it was opened to members, closed to them, or renamed."""

    type: ClassVar[str] = "audience.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Fact):
    """What the person may read or follows changed (in their own audience): sockets and devices ask again and forget."""

    type: ClassVar[str] = "membership.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    """A person took a seat (in the audience they joined)."""

    type: ClassVar[str] = "member.joined"
    id: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    """A person gave up a seat (in the audience they left)."""

    type: ClassVar[str] = "member.left"
    id: str


@dataclass(frozen=True, kw_only=True)
class JoinAsked(Fact):
    """A person asked to join a group (in their own audience)."""

    type: ClassVar[str] = "join.asked"
    id: str
