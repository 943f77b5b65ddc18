"""Facts about people."""

from dataclasses import dataclass
from typing import ClassVar

from esn.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """A person came, or changed what the directory shows of them."""

    type: ClassVar[str] = "person.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Fact):
    """A person may not act any more: rooms end what they keep for them."""

    type: ClassVar[str] = "person.deactivated"
    id: str


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(Fact):
    """A person may act again."""

    type: ClassVar[str] = "person.reactivated"
    id: str


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Fact):
    """A device may speak for the person from now on; ``code`` is the shown one that it took (in their own audience)."""

    type: ClassVar[str] = "token.issued"
    id: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    """A device may no longer speak for the person (in their own audience)."""

    type: ClassVar[str] = "token.revoked"
    id: str


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Fact):
    """Browser sessions of the person ended: the ``ended`` one, or all but the ``kept`` one (in their own audience)."""

    type: ClassVar[str] = "sessions.ended"
    id: str
    ended: str | None = None
    kept: str | None = None


@dataclass(frozen=True, kw_only=True)
class AvailabilityChanged(Fact):
    """A person said otherwise when they work, or went away, came back, began or ended a focus (to all members)."""

    type: ClassVar[str] = "availability.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class DelegationChanged(Fact):
    """Whether somebody stands in for a person changed (in the own audience of who stands in)."""

    type: ClassVar[str] = "delegation.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class PushChanged(Fact):
    """A device of the person is notified now, or no longer (in their own audience)."""

    type: ClassVar[str] = "push.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class KeyboardChanged(Fact):
    """A person switched single letters as keys on or off (in their own audience)."""

    type: ClassVar[str] = "keyboard.changed"
    id: str
    letters: bool


@dataclass(frozen=True, kw_only=True)
class WelcomeChanged(Fact):
    """A person is at another step of their first visit, or through with it (in their own audience)."""

    type: ClassVar[str] = "welcome.changed"
    id: str
    step: str


@dataclass(frozen=True, kw_only=True)
class NotifyingChanged(Fact):
    """A person chose otherwise how and when they are told of what needs them (in their own audience)."""

    type: ClassVar[str] = "notifying.changed"
    id: str
