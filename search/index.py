"""The only writer of the index: follows the event log, and builds the index anew when it is missing, old or broken."""

import functools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from esn.core import events
from esn.core.events import Entry, Position
from search import building, documents, store, writer
from search.analysis import key_hash
from search.changes import changes
from search.files import BrokenIndexError
from search.rights import short, shorts
from search.segments import DiskSegment
from search.store import Progress, Store

logger = logging.getLogger(__name__)

COMMIT_SECONDS = 0.15  # at most so many commits: whoever searches meanwhile reads the log beyond the index
WAIT_SECONDS = 2.0
CHUNK = 500
_last_commit = 0.0
_here = threading.Lock()
_checked: set[Path] = set()  # the folders whose every byte this process has compared


@dataclass(frozen=True)
class Health:
    """How the index is: ``state`` is ok, missing or broken; how many documents and bytes; the place it has reached."""

    state: str
    documents: int = 0
    bytes: int = 0
    segments: int = 0
    place: Position = events.START


@functools.cache
def site_store() -> Store:
    """The store of this site."""
    return Store(Path(settings.DATA_DIR) / "search", settings.REGION)


def position() -> Position:
    """The place in the event log up to which the index holds everything; the start when there is no usable index."""
    folder = site_store().current()
    try:
        return Position(*store.read_progress(folder).place) if folder else events.START
    except BrokenIndexError:
        return events.START


def apply(entries: Sequence[Entry]) -> None:
    """Bring the index up to the last of some events; build it anew where it cannot be brought.

    A disk that takes no writing is waited for: nothing is lost, the log still holds it.
    """
    _pause()
    kept = site_store()
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


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the index beside the present one, then switch by one rename; how many documents it holds."""
    kept = site_store()
    with kept.locked(building=True):
        return _rebuild(kept, progress)


def health(*, thorough: bool = False) -> Health:
    """How the index is; with every byte compared to what was written when ``thorough``."""
    kept = site_store()
    folder = kept.current()
    if folder is None:
        return Health("broken" if kept.is_marked_broken() else "missing")
    try:
        segments = store.read_contents(folder).segments
        for segment in segments:
            opened = DiskSegment(folder, segment)
            if thorough:
                opened.check()
        count = sum(segment.doc_count() for segment in segments)
        return Health("ok", count, store.size(folder), len(segments), position())
    except BrokenIndexError:
        return Health("broken")


def differences() -> tuple[int, int]:
    """How many documents of the database the index lacks, and how many it has too many; the log must be followed."""
    folder = site_store().current()
    wanted = {key_hash(document.key) for document in documents.everything()}
    held: set[int] = set()
    if folder is not None:
        for segment in store.read_contents(folder).segments:
            keys = DiskSegment(folder, segment).keys()
            held |= {int(key) for number, key in enumerate(keys) if not segment.is_deleted(number)}
    return len(wanted - held), len(held - wanted)


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
    keys = list(told.keys)
    for customer in told.customers:
        keys += documents.posts_of_customer(customer)
    for chunk in _chunks(list(dict.fromkeys(keys))):
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


def _pause() -> None:
    """Wait until the next commit is due, so that many small ones become one."""
    global _last_commit
    wait = _last_commit + COMMIT_SECONDS - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    _last_commit = time.monotonic()
