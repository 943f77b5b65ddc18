"""The embedded engine: segments in the data folder, written by Whoosh's codec and read by arrays."""

import datetime as dt
import logging
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from esn.core import events
from esn.core.events import Entry, Position
from groups.policy import Readable
from search import building, documents, store, writer
from search.alike import Alike, Text, alike
from search.analysis import RECORD, Document, analyse
from search.changes import changes
from search.codec import Ids
from search.documents import concerned
from search.engine import Answer, find
from search.files import BrokenIndexError
from search.interface import Health, Moment
from search.matching import Criteria, Deadline
from search.recent import Recent, Tail, dead
from search.rights import Rights, short, shorts
from search.segments import NOTHING, DiskSegment, Segment
from search.snapshot import Reader, Snapshot
from search.store import Progress, Store
from search.writer import deleted

logger = logging.getLogger(__name__)

WAIT_SECONDS = 2.0
CHUNK = 500
_SAME = tuple(name for name in RECORD.names or () if name not in ("start", "open"))
_here = threading.Lock()
_checked: set[Path] = set()  # the folders whose every byte this process has compared

T = TypeVar("T")


class Embedded:
    """An index on the disk of this machine."""

    def __init__(self, kept: Store) -> None:
        self.store = kept
        self.reader = Reader(kept)
        self._tail = Tail()

    @property
    def signature(self) -> str:
        """What the index depends on beside its documents."""
        return self.store.signature

    def reading(self, may: Readable, work: Callable[[Moment], T]) -> T:
        """Do some reading as one person; once more without the index when it turns out to be broken."""
        try:
            return self._tried(may, work)
        except BrokenIndexError as error:
            self.reader.failed(error)  # search goes on with what the log holds while the index is built anew
            return self._tried(may, work)

    def _tried(self, may: Readable, work: Callable[[Moment], T]) -> T:
        snapshot = self.reader.snapshot()
        moment = SnapshotMoment(snapshot, self._tail.after(snapshot.progress.place), may)
        with _telling_damage(snapshot):
            return work(moment)

    def position(self) -> Position:
        """The place in the event log up to which the index holds everything; the start without a usable one."""
        folder = self.store.current()
        try:
            return Position(*store.read_progress(folder).place) if folder else events.START
        except BrokenIndexError:
            return events.START

    def apply(self, entries: Sequence[Entry]) -> None:
        """Bring the index up to the last of some events; build it anew where it cannot be brought.

        A disk that takes no writing is waited for: nothing is lost, the log still holds it.
        """
        kept = self.store
        try:
            if kept.current() is None:
                _repair(kept)
                return
            try:
                with _here, kept.locked():
                    _follow(kept, entries)
            except BrokenIndexError as error:
                logger.warning("The search index is broken (%s) and is built anew.", error)
                kept.mark_broken()
                _repair(kept)
        except OSError:
            logger.exception("The search index cannot be written; it waits.")
            time.sleep(WAIT_SECONDS)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Build the index beside the present one, then switch by one rename; how many documents it holds."""
        with self.store.locked(building=True):
            return _rebuild(self.store, progress)

    def health(self, *, thorough: bool = False) -> Health:
        """How the index is; with every byte compared to what was written when ``thorough``."""
        folder = self.store.current()
        if folder is None:
            return Health("broken" if self.store.is_marked_broken() else "missing")
        written = dt.datetime.fromtimestamp(store.stamp(folder)[1] / 1e9, dt.UTC)
        try:
            segments = store.read_contents(folder).segments
            for segment in segments:
                opened = DiskSegment(folder, segment)
                if thorough:
                    opened.check()
            count = sum(segment.doc_count() for segment in segments)
            return Health("ok", count, store.size(folder), len(segments), self.position(), written)
        except BrokenIndexError:
            return Health("broken", written_at=written)

    def held(self) -> "HeldOnDisk":
        """What the index holds."""
        folder = self.store.current()
        if folder is None:
            raise BrokenIndexError("there is no index")
        return HeldOnDisk(folder)


class SnapshotMoment:
    """One state of the segments, and the tail beyond it, as one person searches them."""

    def __init__(self, snapshot: Snapshot, recent: Recent, may: Readable) -> None:
        self._snapshot, self._recent = snapshot, recent
        opened = snapshot.progress.opened | recent.opened
        self._rights = Rights(may.all_open, may.own, frozenset(opened.items()))
        self._deadline = Deadline()

    @property
    def whole(self) -> bool:
        """Whether nothing is left out: without an index the tail is the whole log, and may hold everything."""
        return self._recent.whole

    def find(self, criteria: Criteria) -> Answer:
        """Search as the person."""
        return find(self._segments(), self._rights, criteria, self._deadline)

    def among(self, segment: Segment, criteria: Criteria) -> tuple[int, ...]:
        """The numbers of what the person finds in one segment in memory, and nowhere else."""
        answer = find([(segment, NOTHING[0])], self._rights, criteria, self._deadline)
        return tuple(int(number) for scope in answer.scopes for number in scope.found)

    def alike(self, text: Text, criteria: Criteria, customer: str = "") -> tuple[Alike, ...]:
        """What the person may see that is like a text, the most alike first."""
        return alike(self._segments(), self._rights, text, criteria, customer=customer, deadline=self._deadline)

    def _segments(self) -> list[tuple[Segment, Ids]]:
        """The tail and the segments, each with the documents in it that no longer count."""
        gone = dead(self._snapshot, self._recent)
        pairs: list[tuple[Segment, Ids]] = [(self._recent.segment, NOTHING[0])]
        pairs += [(segment, ids) for (segment, _deleted), ids in zip(self._snapshot.segments, gone, strict=True)]
        return pairs


class HeldOnDisk:
    """What the segments hold, at one moment."""

    def __init__(self, folder: Path) -> None:
        progress = store.read_progress(folder)
        self.place = Position(*progress.place)
        self._opened = progress.opened
        self._segments: list[DiskSegment] = []
        self._places: dict[int, tuple[int, int]] = {}  # by key: the segment, the number in it
        for at, segment in enumerate(store.read_contents(folder).segments):
            self._segments.append(DiskSegment(folder, segment))
            gone = set(deleted(segment).tolist())
            for number, key in enumerate(self._segments[at].keys().tolist()):
                if number not in gone:
                    self._places[key] = at, number

    def compare(self, document: Document) -> str | None:
        """How a document stands in the index: missing, stale, or (None) as it is."""
        analysed = analyse(document)
        place = self._places.pop(analysed.key, None)
        if place is None:
            return "missing"
        segment, number = self._segments[place[0]], place[1]
        record = np.array([analysed.record], RECORD)[0]
        if any(segment.column(name)[number] != record[name] for name in _SAME):
            return "stale"
        stored = bool(segment.column("open")[number])
        is_face = "@" in document.key  # for guests alone, however open its audience is to members
        if (stored if is_face else self._opened.get(document.audience, stored)) != document.open:
            return "stale"
        stream, _owners = segment.words(np.array([number], np.uint32))
        return None if stream.tolist() == analysed.stream else "stale"

    def unseen(self) -> set[int]:
        """The keys that no document of the database has."""
        return set(self._places)


@contextmanager
def _telling_damage(snapshot: Snapshot) -> Iterator[None]:
    """Damaged files raise anything: BrokenIndexError instead, when there are files."""
    try:
        yield
    except (ArithmeticError, LookupError, ValueError, struct.error) as error:
        if not snapshot.segments:
            raise
        raise BrokenIndexError("a damaged file") from error


def _repair(kept: Store) -> None:
    """Build the index anew unless another worker just did."""
    with kept.locked(building=True):
        if kept.current() is None:
            _rebuild(kept)


def _rebuild(kept: Store, progress: Callable[[int], None] | None = None) -> int:
    folder = kept.create()
    place = events.present()  # what happens from here on is followed afterwards
    for total in building.build(folder, documents.everything()):
        if progress is not None:
            progress(total)
    held = sum(int(segment.doc_count()) for segment in store.read_contents(folder).segments)
    store.write_progress(folder, Progress(place))
    with _here, kept.locked():
        kept.switch(folder)
    return held


def _follow(kept: Store, entries: Sequence[Entry]) -> None:
    folder = kept.current()
    if folder is None:
        return  # marked broken meanwhile; the next turn builds it
    if folder not in _checked:
        _check(folder)
    progress = store.read_progress(folder)
    fresh = [entry for entry in entries if entry.place > progress.place]
    if not fresh:
        return
    told = changes(fresh)
    for chunk in _chunks(concerned(told)):
        loaded = documents.load(chunk)
        writer.write(folder, loaded, gone=chunk)
    opened = progress.opened
    if told.audiences:
        opened = opened | _stored_otherwise(folder, documents.openness(told.audiences), opened)
    store.write_progress(folder, Progress(fresh[-1].place, opened))


def _stored_otherwise(folder: Path, openness: dict[str, bool], known: dict[str, bool]) -> dict[str, bool]:
    """Those audiences of which a document is stored as if they were open, or closed: renamed ones are none of them."""
    segments = writer.open_segments(folder, store.read_contents(folder).segments)

    def differs(audience: str, is_open: bool) -> bool:
        wanted = shorts((audience,))
        return any(
            bool((segment.column("open")[short(segment.column("audience")) == wanted] != is_open).any())
            for segment in segments
        )

    return {one: is_open for one, is_open in openness.items() if one in known or differs(one, is_open)}


def _check(folder: Path) -> None:
    """Compare every byte once in the life of a worker."""
    for segment in store.read_contents(folder).segments:
        DiskSegment(folder, segment).check()
    _checked.add(folder)


def _chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[begin : begin + CHUNK] for begin in range(0, len(keys), CHUNK))
