"""Facts about customers and cases."""

from dataclasses import dataclass
from typing import ClassVar

from esn.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Fact):
    """A customer was written down or corrected."""

    type: ClassVar[str] = "customer.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact):
    """A case was opened (on its internal side), or shown to a partner (on their side)."""

    type: ClassVar[str] = "case.opened"
    id: str


@dataclass(frozen=True, kw_only=True)
class CaseChanged(Fact):
    """The title, status, holder, story, people or another fact about a case changed; each side hears what it may."""

    type: ClassVar[str] = "case.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class CaseHeld(Fact):
    """A case came to somebody or to a team, or left them (in their audience; no team hears of a restricted case)."""

    type: ClassVar[str] = "case.held"
    id: str


@dataclass(frozen=True, kw_only=True)
class HandoffChanged(Fact):
    """A case was offered, or an offer was accepted, refused, taken back or returned (on its internal side)."""

    type: ClassVar[str] = "handoff.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class BlockerChanged(Fact):
    """A blocker was written down or lifted (on the internal side of its case)."""

    type: ClassVar[str] = "blocker.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class BlockerLifted(Fact):
    """Something that held up cases is out of the way (once to each holder: in their own audience, or their team's)."""

    type: ClassVar[str] = "blocker.lifted"
    id: str


@dataclass(frozen=True, kw_only=True)
class CommitmentChanged(Fact):
    """A promise was made, changed, kept, broken, withdrawn or told; on every side that knows of it."""

    type: ClassVar[str] = "commitment.changed"
    id: str
    case: str


@dataclass(frozen=True, kw_only=True)
class RuleChanged(Fact):
    """A rule was written, corrected or retired, or departed from in an open case (to all who read the rule)."""

    type: ClassVar[str] = "rule.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class WaiverChanged(Fact):
    """An exception was asked for, decided, taken back or is overdue (inside its case; and to whom it waits for)."""

    type: ClassVar[str] = "waiver.changed"
    id: str
    case: str


@dataclass(frozen=True, kw_only=True)
class HuddleChanged(Fact):
    """A huddle was called, got an option or an opinion, or ended (inside its case)."""

    type: ClassVar[str] = "huddle.changed"
    id: str
    case: str


@dataclass(frozen=True, kw_only=True)
class TellingMade(Fact):
    """The customer was told something (on the internal side of the case)."""

    type: ClassVar[str] = "telling.made"
    id: str
    case: str


@dataclass(frozen=True, kw_only=True)
class TellingAnswered(Fact):
    """The customer answered to what they were told (on the internal side of the case)."""

    type: ClassVar[str] = "telling.answered"
    id: str
    case: str


@dataclass(frozen=True, kw_only=True)
class FactChanged(Fact):
    """A fact of a customer was noted, verified, disputed or withdrawn (to all members)."""

    type: ClassVar[str] = "fact.changed"
    id: str
    customer: str


@dataclass(frozen=True, kw_only=True)
class PortalLinkChanged(Fact):
    """A link into the customer's window was made, opened, used again after a while, revoked, or its time was over."""

    type: ClassVar[str] = "portal_link.changed"
    id: str
    case: str
