"""What search asks of its engine, whichever it is: reading as one person, following the log, and how it is.

The words come analysed (``analysis``), the query as a tree (``query``) and criteria (``matching``): an engine stores
and finds, and knows no language. Nothing that it answers may depend on what the reader may not see.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from esn.core import events
from esn.core.events import Entry, Position
from groups.policy import Readable
from search.alike import Alike, Text
from search.analysis import Document
from search.counting import Counts
from search.matching import Criteria
from search.ranking import Match
from search.segments import Segment

T = TypeVar("T")


@dataclass(frozen=True)
class Health:
    """How the index is: ``state`` is ok, missing or broken; how many documents and bytes; the place it has reached."""

    state: str
    documents: int = 0
    bytes: int = 0
    segments: int = 0
    place: Position = events.START
    written_at: dt.datetime | None = None


class Answer(Protocol):
    """What was found: one page of matches, how many in all, and what may be asked about all of them."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """One page, in order."""

    @property
    def total(self) -> int:
        """How many there are in all."""

    @property
    def more(self) -> bool:
        """Whether more follow the page."""

    @property
    def unseen(self) -> tuple[str, ...]:
        """Words of the query that nothing visible has."""

    def facets(self, today: int) -> dict[str, Counts]:
        """How many of what was found have each value."""

    def together(self, groups: Sequence[str]) -> list[int]:
        """How many of what was found belong to each of some cases and threads."""

    def files_inside(self) -> dict[str, tuple[Match, ...]]:
        """The files that are one hit with a post of the page, by the key of the post."""

    def folded(self) -> int:
        """How many files would be one hit with their posts, were things of all types wanted."""

    def suggestion(self) -> dict[str, str]:
        """For each unseen word the nearest that something visible has."""


class Moment(Protocol):
    """The index and the tail of the log at one moment, as one person searches them; TooLongError after the deadline."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out because the index is behind or being built."""

    def find(self, criteria: Criteria) -> Answer:
        """Search as the person."""

    def among(self, segment: Segment, criteria: Criteria) -> tuple[int, ...]:
        """The numbers of what the person finds in one segment in memory, and nowhere else."""

    def alike(self, text: Text, criteria: Criteria, customer: str = "") -> tuple[Alike, ...]:
        """What the person may see that is like a text, the most alike first."""


class Held(Protocol):
    """What the index holds, at one moment, to be compared with the database."""

    @property
    def place(self) -> Position:
        """Up to where in the log."""

    def compare(self, document: Document) -> str | None:
        """How a document stands in the index: missing, stale, or (None) as it is."""

    def unseen(self) -> set[int]:
        """The hashes of the keys that were not compared: no document of the database has them."""


class Engine(Protocol):
    """One way to keep and find documents."""

    @property
    def signature(self) -> str:
        """What the index depends on beside its documents; with another one it is built anew."""

    def reading(self, may: Readable, work: Callable[[Moment], T]) -> T:
        """Do some reading as one person; search goes on with what the log holds while the index is broken."""

    def position(self) -> Position:
        """The place in the event log up to which everything is held; the start when there is no usable index."""

    def apply(self, entries: Sequence[Entry]) -> None:
        """Bring the index up to the last of some events; build it anew where it cannot be brought."""

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Build another index beside the present one, then switch at once; how many documents it holds."""

    def health(self, *, thorough: bool = False) -> Health:
        """How the index is; with everything compared to what was written when ``thorough``."""

    def held(self) -> Held:
        """What the index holds; BrokenIndexError when there is none that can be read."""
