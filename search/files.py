"""The files of an index: read by position, and known by their sizes and checksums.

They are never mapped into memory: a file that is cut short under a running site is an error that can be answered, where
a mapped one would end the process.
"""

import json
import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search.codec import BlockCodec

ROWS, STREAM, KEYS, SUMS = ".row", ".tok", ".key", ".sum"
TERMS, POSTINGS = BlockCodec.TERMS_EXT, BlockCodec.POSTS_EXT
CHECKED = (ROWS, STREAM, KEYS, TERMS, POSTINGS)
BLOCK = 1 << 18


class BrokenIndexError(Exception):
    """A file of the index is missing, cut short or not what was written."""


class PlacedFile(StructFile):  # type: ignore[misc]  # whoosh is not typed
    """A file whose reads at a position move no pointer, so that threads share it."""

    def get(self, position: int, length: int) -> bytes:
        """Exactly so many bytes of the file; BrokenIndexError when it ends before."""
        read = os.pread(self.fileno(), length, position)
        if len(read) != length:
            raise BrokenIndexError(f"{self._name} ends before {position + length}")
        return read


class PlacedStorage(FileStorage):  # type: ignore[misc]  # whoosh is not typed
    """A folder whose files are read by position."""

    def open_file(self, name: str, **kwargs: Any) -> PlacedFile:
        """Open a file for reading."""
        return opened(Path(self._fpath(name)))


def opened(path: Path) -> PlacedFile:
    """A file for reading by position; it is closed with the object."""
    try:
        return PlacedFile(path.open("rb", buffering=0), name=path.name)
    except OSError as error:
        raise BrokenIndexError(f"{path.name}: {error.strerror}") from error


def write_arrays(folder: Path, segment: W3Segment, extension: str, arrays: Iterable[npt.NDArray[Any]]) -> None:
    """Write one file of a segment, its arrays one after the other."""
    with (folder / segment.make_filename(extension)).open("wb") as file:
        for values in arrays:
            file.write(values.tobytes())


def read_sums(path: Path) -> dict[str, tuple[int, int]]:
    """The size and the checksum of each file as they were written, by extension."""
    try:
        said = json.loads(opened(path).read())
        return {extension: (int(said[extension][0]), int(said[extension][1])) for extension in CHECKED}
    except (ValueError, LookupError, TypeError) as error:
        raise BrokenIndexError(f"{path.name} cannot be read") from error


def write_sums(folder: Path, segment: W3Segment) -> None:
    """Write down the size and the checksum of each file."""
    sums = {}
    for extension in CHECKED:
        with (folder / segment.make_filename(extension)).open("rb") as file:
            checksum = 0
            while block := file.read(BLOCK):
                checksum = zlib.crc32(block, checksum)
            sums[extension] = [file.tell(), checksum]
    (folder / segment.make_filename(SUMS)).write_text(json.dumps(sums))
