"""What happened after the index's place: read from the event log, loaded once, searched in memory."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from esn.core import events
from esn.core.events import Entry, Position
from esn.core.models import Event
from search import documents
from search.analysis import Analysed, Document, analyse, key_hash
from search.changes import Changes, changes
from search.codec import Ids
from search.segments import NOTHING
from search.snapshot import Snapshot
from search.tail import TailSegment

EVENTS_LIMIT = 20_000
DOCUMENTS_LIMIT = 1_000


@dataclass(frozen=True)
class Recent:
    """The tail of the log as documents, the keys that it supersedes, and which audiences opened or closed in it.

    ``whole`` is False when the index is so far behind that the oldest of the tail are left out.
    """

    segment: TailSegment
    superseded: npt.NDArray[np.uint64]
    opened: dict[str, bool]
    whole: bool


class Tail:
    """Keeps the documents of the tail between searches; each event is loaded once in a process."""

    def __init__(self, analysed: Callable[[Document], Analysed] = analyse) -> None:
        self._analysed = analysed
        self._lock = threading.Lock()
        self._loaded: dict[str, tuple[tuple[int, int], list[Analysed]]] = {}
        self._made: tuple[object, Recent] | None = None

    def after(self, place: tuple[int, int]) -> Recent:
        """Everything committed after a place of the log; unsettled facts are part of it."""
        entries = _newest(place)
        told = changes(entries)
        opened = documents.openness(told.audiences) if told.audiences else {}
        made = self._made
        state = (tuple(told.keys.items()), tuple(opened.items()))
        if made is not None and made[0] == state:
            return made[1]
        with self._lock:
            recent = self._make(told, opened, whole=len(entries) < EVENTS_LIMIT)
            self._made = state, recent
        return recent

    def _make(self, told: Changes, opened: dict[str, bool], *, whole: bool) -> Recent:
        keys = dict(told.keys)
        for key, child in documents.brought_along(told.keys):
            keys[child] = max(told.keys[key], keys.get(child, told.keys[key]))
        searched = list(keys)[-DOCUMENTS_LIMIT:]
        fresh = [key for key in searched if self._loaded.get(key, (None,))[0] != keys[key]]
        loaded: dict[str, list[Analysed]] = {key: [] for key in fresh}
        for document in documents.load(fresh) if fresh else ():
            loaded[_asked(document)].append(self._analysed(document))
        kept = {key: self._loaded[key] for key in searched if key not in loaded}
        self._loaded = kept | {key: (keys[key], found) for key, found in loaded.items()}
        analysed = [one for _place, found in self._loaded.values() for one in found]
        hashes = {key_hash(key) for key in keys} | {one.key for one in analysed}
        whole = whole and len(keys) <= DOCUMENTS_LIMIT
        return Recent(TailSegment(analysed), np.array(sorted(hashes), np.uint64), opened, whole)


def dead(snapshot: Snapshot, recent: Recent) -> list[Ids]:
    """The documents of each segment that were deleted, or that the tail supersedes."""
    gone = []
    for segment, deleted in snapshot.segments:
        superseded = segment.find(recent.superseded) if len(recent.superseded) else NOTHING[0]
        gone.append(np.union1d(deleted, superseded).astype(np.uint32) if len(superseded) else deleted)
    return gone


def _newest(place: tuple[int, int]) -> list[Entry]:
    """The newest events after a place, in order."""
    rows = events.beyond(Event.objects.all(), Position(*place)).order_by(*(f"-{column}" for column in events.order()))
    values = rows.values_list("xid", "position", "type", "audience_id", "actor_id", "at", "data")[:EVENTS_LIMIT]
    entries = [Entry(Position(xid, position), *rest) for xid, position, *rest in values]
    entries.reverse()
    return entries


def _asked(document: Document) -> str:
    """The key that brought a document: the public faces of a case come with it."""
    return document.key.partition("@")[0]
