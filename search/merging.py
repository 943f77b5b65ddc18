"""Merges segments into one by whole arrays, without the documents that were deleted."""

import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Segment

from search.codec import FIELDS, BlockCodec, BlockFieldWriter, Ids, encode, list_bounds, schema, shifted
from search.files import ROWS, STREAM, PlacedStorage, write_arrays, write_sums
from search.gathering import starts, write_keys
from search.segments import COLUMNS, NAME, DiskSegment, Words

_CHUNK = 50_000

Kept = list[tuple[DiskSegment, Ids]]


def merge(folder: Path, sources: Sequence[tuple[DiskSegment, Ids]]) -> W3Segment | None:
    """Write one segment from several, without the deleted documents given beside each; None when nothing remains."""
    places, kept, total = [], [], 0
    for source, deleted in sources:
        alive = np.ones(source.size, bool)
        alive[deleted] = False
        place = total + np.cumsum(alive, dtype=np.int64) - 1
        place[~alive] = -1
        places.append(place if len(deleted) else total)
        kept.append(np.flatnonzero(alive).astype(np.uint32))
        total += len(kept[-1])
    if not total:
        return None
    segment = W3Segment(BlockCodec(), NAME)
    writer = BlockCodec().field_writer(PlacedStorage(str(folder)), segment)
    for name in FIELDS:
        _merge_field(writer, name, [source for source, _ in sources], places)
    writer.close()
    _merge_columns(folder, segment, [(source, numbers) for (source, _), numbers in zip(sources, kept, strict=True)])
    segment.set_doc_count(total)
    return segment


def _merge_field(
    writer: BlockFieldWriter, name: str, sources: Sequence[DiskSegment], places: Sequence[int | npt.NDArray[np.int64]]
) -> None:
    writer.start_field(name, schema()[name])
    streams = [_numbered(source.entries(name), number) for number, source in enumerate(sources)]
    waiting: list[tuple[int, bytes]] = []
    current = b""
    for term, number, info in heapq.merge(*streams):
        if term != current and waiting:
            _merge_term(writer, current, waiting, sources, places)
            waiting = []
        current = term
        waiting.append((number, info))
    if waiting:
        _merge_term(writer, current, waiting, sources, places)
    writer.finish_field()


def _numbered(entries: Iterator[tuple[bytes, bytes]], number: int) -> Iterator[tuple[bytes, int, bytes]]:
    for term, info in entries:
        yield term, number, info


def _merge_term(
    writer: BlockFieldWriter,
    term: bytes,
    waiting: Sequence[tuple[int, bytes]],
    sources: Sequence[DiskSegment],
    places: Sequence[int | npt.NDArray[np.int64]],
) -> None:
    if len(waiting) == 1:
        number, info = waiting[0]
        base = places[number]
        if isinstance(base, int):
            raw, count, first, last, weight = sources[number].raw(info)
            writer.add_list(term, shifted(raw, base), count, first + base, last + base, weight)
            return
    ids, weights = [], []
    for number, info in waiting:
        some, heavy = sources[number].read(info)
        place = places[number]
        moved = some.astype(np.int64) + place if isinstance(place, int) else place[some]
        alive = moved >= 0
        ids.append(moved[alive].astype(np.uint32))
        weights.append(heavy[alive])
    arrays = np.concatenate(ids), np.concatenate(weights)
    if len(arrays[0]):
        writer.add_list(term, encode(*arrays), *list_bounds(*arrays))


def _merge_columns(folder: Path, segment: W3Segment, sources: Kept) -> None:
    write_arrays(folder, segment, ROWS, (_column(name, sources) for name in COLUMNS))
    write_arrays(folder, segment, STREAM, _words(sources))
    write_keys(folder, segment, np.concatenate([source.keys()[numbers] for source, numbers in sources]))
    write_sums(folder, segment)


def _column(name: str, sources: Kept) -> npt.NDArray[Any]:
    if name == "start":
        return starts(_column("length", sources))
    return np.concatenate([source.take(name, numbers) for source, numbers in sources])


def _words(sources: Kept) -> Iterator[Words]:
    """All words in order, a part at a time so that memory stays flat."""
    for source, numbers in sources:
        for begin in range(0, len(numbers), _CHUNK):
            yield source.words(numbers[begin : begin + _CHUNK])[0]
