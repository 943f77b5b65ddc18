"""Facts about kept searches."""

from dataclasses import dataclass
from typing import ClassVar

from esn.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class KeptChanged(Fact):
    """A kept search of the person, or one that they follow, is another one now (in their own audience)."""

    type: ClassVar[str] = "kept.changed"
    id: str


@dataclass(frozen=True, kw_only=True)
class KeptMatched(Fact):
    """Something new matches a kept search that the person follows (in their own audience)."""

    type: ClassVar[str] = "kept.matched"
    id: str
