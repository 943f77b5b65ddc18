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
