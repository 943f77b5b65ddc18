"""What the index does with the facts of the log."""

from collections.abc import Sequence

from esn.core.events import Entry, Position
from search import index as writing


def index(entries: Sequence[Entry]) -> None:
    """Write what changed into the search index."""
    writing.apply(entries)


def position() -> Position:
    """How far the search index has come."""
    return writing.position()
