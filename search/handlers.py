"""What the index and the kept searches do with the facts of the log."""

from collections.abc import Sequence

from esn.core.events import Entry, Position
from search import index as writing
from search.kept import matching


def index(entries: Sequence[Entry]) -> None:
    """Write what changed into the search index."""
    writing.apply(entries)


def position() -> Position:
    """How far the search index has come."""
    return writing.position()


def kept(entries: Sequence[Entry]) -> None:
    """Tell whoever follows a kept search of what is new in it."""
    matching.follow(entries)


def kept_position() -> Position:
    """How far the log was looked through for kept searches."""
    return matching.position()
