"""What many missed at once: after a restart hundreds come back for the same facts, and each frame is made once."""

import threading
import time
from collections.abc import Sequence

from esn.core import events
from esn.core.events import Entry, Position
from frontend.live.frames import frames
from frontend.live.hub import Variant

MOST = 2000  # frames that are kept
SECONDS = 5  # at most; what changed without a fact is never older


class Missed:
    """Keeps the frames of the log for as long as nothing at all was written: then words that were deleted are gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # whoever comes while they are made waits for them
        self._of: object = None
        self._made: dict[tuple[Position, Variant], str] = {}

    def texts(self, entries: Sequence[Entry], variant: Variant) -> list[str]:
        """The frames of these facts for one kind of reader, without the reader's own part of the cursor."""
        with self._lock:
            state = (events.state(), int(time.monotonic()) // SECONDS)
            if state != self._of or len(self._made) > MOST:
                self._of, self._made = state, {}
            new = [entry for entry in entries if (entry.place, variant) not in self._made]
            for entry, (_topic, made) in zip(new, frames(new, lambda _topic: [variant]), strict=True):
                self._made[entry.place, variant] = made[variant].decode()
            return [self._made[entry.place, variant] for entry in entries]
