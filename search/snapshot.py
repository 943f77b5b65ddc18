"""What a reader holds of the index: one consistent state, shared by threads and renewed as commits come."""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from search import store
from search.codec import Ids
from search.files import BrokenIndexError
from search.segments import DiskSegment
from search.store import Progress, Store
from search.writer import deleted

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 0.1
_TRIES, _WAIT_SECONDS = 5, 0.005


@dataclass(frozen=True)
class Snapshot:
    """One state of the index; ``whole`` is False while there is none and it is being built."""

    progress: Progress
    segments: tuple[tuple[DiskSegment, Ids], ...]
    whole: bool
    serial: int = 0

    @property
    def documents(self) -> int:
        """How many documents it holds."""
        return sum(segment.size - len(gone) for segment, gone in self.segments)


class Reader:
    """Keeps the newest snapshot of a store."""

    def __init__(self, kept: Store) -> None:
        self._store = kept
        self._lock = threading.Lock()
        self._held = Snapshot(Progress(), (), whole=False)
        self._state: tuple[Path, tuple[int, int, int]] | None = None
        self._looked = 0.0

    def snapshot(self) -> Snapshot:
        """The newest state, looked for at most ten times a second; the last good one while the index is broken."""
        with self._lock:
            if time.monotonic() - self._looked >= REFRESH_SECONDS:
                self._refresh()
                self._looked = time.monotonic()
            return self._held

    def failed(self, error: Exception) -> None:
        """A search met a broken file: forget the index and leave word for the worker."""
        logger.error("The search index is broken and will be built anew: %s", error)
        self._store.mark_broken()
        with self._lock:
            self._held, self._state = Snapshot(Progress(), (), whole=False, serial=self._held.serial + 1), None

    def _refresh(self) -> None:
        broken: Exception | None = None
        for attempt in range(_TRIES):
            time.sleep(attempt * _WAIT_SECONDS)
            folder = self._store.current()
            if folder is None:
                return
            commit = store.generation(folder)
            try:
                state = folder, store.stamp(folder)
                if state != self._state:
                    self._held = self._open(folder)
                    self._state = state
            except (BrokenIndexError, OSError) as error:
                overtaken = folder != self._store.current() or commit != store.generation(folder)
                broken = None if overtaken else error  # after a commit or a switch it is worth another look
            else:
                return
        if broken is not None:
            logger.warning("The search index could not be opened: %s", broken)
            self._store.mark_broken()

    def _open(self, folder: Path) -> Snapshot:
        progress = store.read_progress(folder)  # before the segments: they hold at least as much
        known = {segment.name: segment for segment, _gone in self._held.segments}
        pairs = []
        for segment in store.read_contents(folder).segments:
            held = known.get(segment.segment_id()) or DiskSegment(folder, segment)
            pairs.append((held, deleted(segment)))
        return Snapshot(progress, tuple(pairs), whole=True, serial=self._held.serial + 1)
