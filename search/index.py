"""The only writer of the index: follows the event log and builds anew, whichever engine holds the documents."""

import time
from collections.abc import Callable, Sequence

from esn.core.events import Entry, Position
from search.engines import chosen
from search.interface import Health

COMMIT_SECONDS = 0.15  # at most so many commits: whoever searches meanwhile reads the log beyond the index
_last_commit = 0.0


def position() -> Position:
    """The place in the event log up to which the index holds everything; the start when there is no usable index."""
    return chosen().position()


def apply(entries: Sequence[Entry]) -> None:
    """Bring the index up to the last of some events; build it anew where it cannot be brought."""
    _pause()
    chosen().apply(entries)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the index beside the present one, then switch at once; how many documents it holds."""
    return chosen().rebuild(progress)


def health(*, thorough: bool = False) -> Health:
    """How the index is; with everything compared to what was written when ``thorough``."""
    return chosen().health(thorough=thorough)


def signature() -> str:
    """What the index depends on beside its documents: with another one it is built anew."""
    return chosen().signature


def _pause() -> None:
    """Wait until the next commit is due, so that many small ones become one."""
    global _last_commit
    wait = _last_commit + COMMIT_SECONDS - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    _last_commit = time.monotonic()
