"""Segments: immutable runs of documents, opened for reading."""

import os
import struct
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Segment, W3TermInfo
from whoosh.filedb.filetables import OrderedHashReader

from search.analysis import RECORD
from search.cache import ByteCache
from search.codec import FIELDS, Ids, Weights, as_lists, decode, gather
from search.files import BLOCK, CHECKED, KEYS, POSTINGS, ROWS, STREAM, SUMS, TERMS, BrokenIndexError, opened, read_sums

NAME = "esn"
NOTHING: tuple[Ids, Weights] = (np.empty(0, np.uint32), np.empty(0, np.uint8))
COLUMNS = RECORD.names or ()
_FIELD_NUMBER = {name: struct.pack("!H", number) for number, name in enumerate(FIELDS)}
_EXTENT = struct.Struct("!qi")
_LENGTHS = struct.Struct("!ii")
_BEFORE = {name: sum(RECORD[other].itemsize for other in COLUMNS[:place]) for place, name in enumerate(COLUMNS)}
_SMALL = 50_000  # documents; below, wide columns are kept whole too
_FEW = 512
_CHECKED_AT_ONCE = 32 * 2**20
_SHORT_LIST = 40  # bytes; below, plain Python is quicker than arrays
_COLUMN_BYTES = 56 * 2**20

Columns = dict[str, npt.NDArray[Any]]
Words = npt.NDArray[np.uint32]


_columns: ByteCache[npt.NDArray[Any]] = ByteCache(_COLUMN_BYTES, lambda column: column.nbytes + 100)


class DiskSegment:
    """One segment opened for reading; BrokenIndexError when its files are not what was written.

    Sizes are compared at once, every byte of all but large segments too; of large ones when ``check`` is asked.
    """

    def __init__(self, folder: Path, segment: W3Segment) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._sums = read_sums(folder / (self.name + SUMS))
        self._files = {extension: opened(folder / (self.name + extension)) for extension in CHECKED}
        for extension, file in self._files.items():
            if os.fstat(file.fileno()).st_size != self._sums[extension][0]:
                raise BrokenIndexError(f"{self.name}{extension} has not the size that was written")
        if sum(size for size, _checksum in self._sums.values()) <= _CHECKED_AT_ONCE:
            self.check()
        self._terms = OrderedHashReader(self._files[TERMS], self._sums[TERMS][0])

    def check(self) -> None:
        """Read everything; BrokenIndexError when a byte is not what was written."""
        for extension, file in self._files.items():
            size, checksum = self._sums[extension]
            read = 0
            for begin in range(0, size, BLOCK):
                read = zlib.crc32(file.get(begin, min(BLOCK, size - begin)), read)
            if read != checksum:
                raise BrokenIndexError(f"{self.name}{extension} is not what was written")

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        """The documents of a term, ascending, and the weights in steps."""
        info = self._terms.get(_FIELD_NUMBER[field] + term.encode())
        return NOTHING if info is None else self.read(info)

    def read(self, info: bytes) -> tuple[Ids, Weights]:
        """The list that a term's entry names."""
        offset, length = _EXTENT.unpack_from(info, W3TermInfo._struct.size)
        return decode(self._files[POSTINGS].get(offset, length), 0)

    def raw(self, info: bytes) -> tuple[bytes, int, int, int, float]:
        """The encoded list that a term's entry names, with its count, first, last and weight."""
        _flags, weight, count, _least, _most, _heaviest, first, last = W3TermInfo._struct.unpack_from(info)
        offset, length = _EXTENT.unpack_from(info, W3TermInfo._struct.size)
        return self._files[POSTINGS].get(offset, length), count, first, last, weight

    def entries(self, field: str, prefix: str = "") -> Iterator[tuple[bytes, bytes]]:
        """The terms of a field that begin with a prefix, in byte order, each with its entry."""
        begin = _FIELD_NUMBER[field] + prefix.encode()
        position, end = self._terms.closest_key_pos(begin), self._terms.endofdata
        file, block, held = self._files[TERMS], b"", 0
        while position is not None and position < end:
            at = position - held
            if len(block) < at + _LENGTHS.size + 1024:  # a term has at most 256 bytes, its entry 35
                held, at = position, 0
                block = file.get(held, min(BLOCK, end - held))
            key_length, info_length = _LENGTHS.unpack_from(block, at)
            at += _LENGTHS.size
            key = block[at : at + key_length]
            if not key.startswith(begin):
                return
            yield key[2:], block[at + key_length : at + key_length + info_length]
            position = held + at + key_length + info_length

    def beginning(self, field: str, prefix: str) -> Iterator[tuple[Ids, Weights]]:
        """Lists that together hold all terms that begin with a prefix; one of them may not ascend."""
        extents = [_EXTENT.unpack_from(info, W3TermInfo._struct.size) for _term, info in self.entries(field, prefix)]
        if not extents:
            return
        begin, (last, length) = extents[0][0], extents[-1]  # lists lie in the order of their terms
        raw = self._files[POSTINGS].get(begin, last + length - begin)
        short, weights = array("I"), bytearray()
        for offset, length in extents:
            if length > _SHORT_LIST:
                yield decode(raw, offset - begin)
            else:
                gather(raw, offset - begin, short, weights)
        yield as_lists(short, weights)

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms that begin with a prefix."""
        return (term.decode() for term, _info in self.entries(field, prefix))

    def column(self, name: str) -> npt.NDArray[Any]:
        """A whole column, kept for a while."""
        return _columns.get((self.name, name), lambda: self._array(ROWS, RECORD[name], *self._place(name)))

    def take(self, name: str, numbers: Ids) -> npt.NDArray[Any]:
        """The values of a column for some documents."""
        if self.size <= _SMALL or len(numbers) > _FEW or RECORD[name].itemsize < 16:
            some: npt.NDArray[Any] = self.column(name)[numbers]
            return some
        begin, _size = self._place(name)
        kind, rows = RECORD[name], self._files[ROWS]
        values = b"".join(rows.get(begin + int(number) * kind.itemsize, kind.itemsize) for number in numbers)
        return np.frombuffer(values, kind)

    def words(self, numbers: Ids) -> tuple[Words, Ids]:
        """The words of some documents one after the other, and the place in the list of the document of each."""
        lengths = self.column("length")[numbers].astype(np.int64)
        owners = np.repeat(np.arange(len(numbers), dtype=np.uint32), lengths)
        if not len(owners):
            return np.empty(0, np.uint32), owners
        begins = self.take("start", numbers).astype(np.int64)
        first, last = int(begins[0]), int(begins[-1] + lengths[-1])
        if last - first > 16 * len(owners):
            parts = (self._files[STREAM].get(4 * int(at), 4 * int(n)) for at, n in zip(begins, lengths, strict=True))
            return np.frombuffer(b"".join(parts), np.uint32), owners
        span = self._array(STREAM, np.dtype(np.uint32), 4 * first, last - first)
        places = np.arange(len(owners), dtype=np.int64) + np.repeat(
            begins - first - (np.cumsum(lengths) - lengths), lengths
        )
        return span[places], owners

    def find(self, hashes: npt.NDArray[np.uint64]) -> Ids:
        """The documents whose keys are among the hashes."""
        if not len(hashes) or not self.size:
            return NOTHING[0]
        held, order = self._key_table()
        places = np.minimum(np.searchsorted(held, hashes), self.size - 1)
        found: Ids = order[places[held[places] == hashes]]
        return found

    def keys(self) -> npt.NDArray[np.uint64]:
        """The key hash of every document, in document order."""
        held, order = self._key_table()
        keys = np.empty(self.size, np.uint64)
        keys[order] = held
        return keys

    def _key_table(self) -> tuple[npt.NDArray[np.uint64], Ids]:
        table = _columns.get(
            (self.name, KEYS), lambda: self._array(KEYS, np.dtype("V12"), 0, self.size).view(np.uint32)
        )
        return table[: 2 * self.size].view(np.uint64), table[2 * self.size :]

    def _place(self, name: str) -> tuple[int, int]:
        return _BEFORE[name] * self.size, self.size

    def _array(self, extension: str, kind: "np.dtype[Any]", begin: int, count: int) -> npt.NDArray[Any]:
        return np.frombuffer(self._files[extension].get(begin, kind.itemsize * count), kind)


class Segment(Protocol):
    """What the engine asks of a run of documents, on disk or in memory."""

    name: str
    size: int

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        """The documents of a term, ascending, and the weights in steps."""

    def beginning(self, field: str, prefix: str) -> Iterator[tuple[Ids, Weights]]:
        """Lists that together hold all terms that begin with a prefix; one of them may not ascend."""

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms that begin with a prefix."""

    def column(self, name: str) -> npt.NDArray[Any]:
        """A whole column."""

    def take(self, name: str, numbers: Ids) -> npt.NDArray[Any]:
        """The values of a column for some documents."""

    def words(self, numbers: Ids) -> tuple[Words, Ids]:
        """The words of some documents one after the other, and the place in the list of the document of each."""

    def find(self, hashes: npt.NDArray[np.uint64]) -> Ids:
        """The documents whose keys are among the hashes."""
