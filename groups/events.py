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
    """What is said of a group, who comes in, or whether it goes on changed."""

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
class TellsChanged(Fact):
    """A person wants to hear more or less of a group or a side of a case (in their own audience)."""

    type: ClassVar[str] = "tells.changed"
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
    """A person asked to join a group (in their own audience, and with their id in that of its moderators)."""

    type: ClassVar[str] = "join.asked"
    id: str
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class JoinDecided(Fact):
    """Whether a person who had asked may come in was decided (in their own audience, and in its moderators')."""

    type: ClassVar[str] = "join.decided"
    id: str


@dataclass(frozen=True, kw_only=True)
class InvitationChanged(Fact):
    """A person was asked into a group, or is not any more (in their own audience)."""

    type: ClassVar[str] = "invitation.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Fact):
    """What holds for the whole site was changed by those who run it."""

    type: ClassVar[str] = "settings.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class StepsChanged(Fact):
    """A first step of the site was taken, or their list put away (in the own audience of each who runs the site)."""

    type: ClassVar[str] = "steps.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class SanctionChanged(Fact):
    """A mute or a ban of the person began or ended (in their own audience)."""

    type: ClassVar[str] = "sanction.changed"
    id: str
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentChanged(Fact):
    """What needs two administrators was proposed or decided (in the own audience of each who may decide)."""

    type: ClassVar[str] = "appointment.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class NewcomerInvited(Fact):
    """An invitation into the house was sent, taken back or taken up (in the own audience of who sent it)."""

    type: ClassVar[str] = "newcomer.invited"
    id: str
