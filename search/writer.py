"""Writes documents into an index folder: one commit is one new segment and, now and then, a merge."""

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search import store
from search.analysis import Analysed, Document, analyse, key_hash
from search.codec import Ids
from search.files import BrokenIndexError
from search.gathering import Gathering
from search.merging import merge
from search.segments import DiskSegment
from search.store import Contents

MERGED_AT_ONCE = 6
SEGMENT_DOCUMENTS = 50_000
_SMALLEST = 64
_GONE_SHARE, _GONE_LEAST = 0.3, 1_000
_open: dict[Path, dict[str, DiskSegment]] = {}


def write(folder: Path, documents: Sequence[Document], gone: Iterable[str] = ()) -> None:
    """Replace some documents and remove others (by key), in one commit; BrokenIndexError when files are damaged."""
    newest = {document.key: document for document in documents}
    removed = set(gone) - newest.keys()
    if newest or removed:
        try:
            _commit(folder, newest, removed)
        except (ArithmeticError, LookupError, ValueError, struct.error) as error:
            raise BrokenIndexError("a damaged file") from error


def _commit(folder: Path, newest: Mapping[str, Document], removed: Iterable[str]) -> None:
    contents = store.read_contents(folder)
    segments = list(contents.segments)
    hashes = np.array([key_hash(key) for key in [*newest, *removed]], np.uint64)
    for segment, opened in zip(segments, open_segments(folder, segments), strict=True):
        for number in opened.find(hashes):
            segment.delete_document(int(number))
    if newest:
        gathered = Gathering()
        for document in newest.values():
            gathered.add(analyse(document))
        segments.append(gathered.write(folder))
    segments = _merged(folder, segments)
    store.write_contents(folder, Contents(segments, contents.generation + 1))
    left = _open.get(folder, {}).keys() - {segment.segment_id() for segment in segments}
    for name in left:
        del _open[folder][name]


def fill(folder: Path, analysed: Iterable[Analysed]) -> Iterator[int]:
    """Write documents into a new folder in large segments, and say after each how many there are. Keys are new."""
    source, total = iter(analysed), 0
    segments: list[W3Segment] = []
    while True:
        gathered = Gathering()
        for document in islice(source, SEGMENT_DOCUMENTS):
            gathered.add(document)
        if not len(gathered):
            break
        segments.append(gathered.write(folder))
        total += len(gathered)
        yield total
    add_segments(folder, segments)


def add_segments(folder: Path, segments: Sequence[W3Segment]) -> None:
    """Commit finished segments, merged as their sizes ask."""
    contents = store.read_contents(folder)
    whole = _merged(folder, [*contents.segments, *segments])
    store.write_contents(folder, Contents(whole, contents.generation + 1))


def open_segments(folder: Path, segments: Sequence[W3Segment]) -> list[DiskSegment]:
    """Segments opened for reading, each once in the life of a writer; forgotten when a commit leaves them out."""
    held = _open.get(folder, {})
    for segment in segments:
        if segment.segment_id() not in held:
            held[segment.segment_id()] = DiskSegment(folder, segment)
    _open.clear()  # a writer has one folder at a time
    _open[folder] = held
    return [held[segment.segment_id()] for segment in segments]


def deleted(segment: W3Segment) -> Ids:
    """The documents of a segment that no longer count."""
    return np.fromiter(sorted(segment.deleted_docs()), np.uint32)


def _merged(folder: Path, segments: list[W3Segment]) -> list[W3Segment]:
    """Merge six segments of like size into one, again until there are none; and those that are mostly gone."""
    while chosen := _to_merge(segments):
        sources = list(zip(open_segments(folder, chosen), map(deleted, chosen), strict=True))
        whole = merge(folder, sources)
        segments = [segment for segment in segments if segment not in chosen]
        if whole is not None:
            segments.append(whole)
    return segments


def _to_merge(segments: Sequence[W3Segment]) -> list[W3Segment]:
    ordered = sorted(segments, key=_level)
    for _level_number, members in groupby(ordered, key=_level):
        alike = list(members)
        if len(alike) >= MERGED_AT_ONCE:
            return alike
    for segment in segments:
        gone = segment.deleted_count()
        if gone == segment.doc_count_all() or gone >= max(_GONE_LEAST, _GONE_SHARE * segment.doc_count_all()):
            return [segment]
    return []


def _level(segment: W3Segment) -> int:
    return int(math.log(max(segment.doc_count(), _SMALLEST) / _SMALLEST, MERGED_AT_ONCE))
