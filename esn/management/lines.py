"""Reads the lines of a file, plain or gzip, without ever holding more than a bound."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

LINE_LIMIT = 1024 * 1024  # bytes
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


class DamagedError(Exception):
    """The file ends in the middle, or is damaged: nothing can be read beyond."""


class LineFile:
    """A file of lines; ``done`` of ``size`` bytes have been read from the disk."""

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._raw = path.open("rb")
        zipped = self._raw.peek(2)[:2] == _GZIP
        self._file = io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=self._raw))) if zipped else self._raw
        self.done: Callable[[], int] = self._raw.tell

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Each line with its number from 1, without its end; None for one longer than ``LINE_LIMIT``."""
        number = 0
        while True:
            number += 1
            try:
                line = self._file.readline(LINE_LIMIT + 1)
                whole = len(line) <= LINE_LIMIT or line.endswith(b"\n")
                if not whole:
                    _skip_rest(self._file)
            except (EOFError, OSError, zlib.error) as error:
                raise DamagedError(str(error)) from None
            if not line:
                return
            yield number, (line.removeprefix(_BOM) if number == 1 else line).rstrip(b"\r\n") if whole else None


def _skip_rest(file: BinaryIO | io.BufferedReader) -> None:
    while (part := file.readline(LINE_LIMIT)) and not part.endswith(b"\n"):
        pass
