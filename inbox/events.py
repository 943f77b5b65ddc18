"""Facts about what needs somebody."""

from dataclasses import dataclass
from typing import ClassVar

from esn.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class InboxChanged(Fact):
    """A line of the person came, changed or went (in their own audience)."""

    type: ClassVar[str] = "inbox.changed"
    id: str
