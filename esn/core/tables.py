"""Reads a table of a spreadsheet (CSV) as text, whatever its encoding and separator: nothing in it is ever run.

A cell that begins like a formula is kept as it is written. The file is read twice, once to know its encoding, and never
held as a whole.
"""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from esn.core.importing import RefusedError, Row
from esn.core.showable import UNSHOWABLE

SEPARATORS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
CELL_LIMIT = 20_000  # characters
_CHUNK = 64 * 1024
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class TableError(Exception):
    """Why the file as a whole cannot be used, in plain words."""


class Table:
    """An open table, a file or its bytes: how it was written, and its columns; ``done`` of ``size`` bytes are read."""

    def __init__(
        self, source: Path | bytes, known: Collection[str], required: Collection[str], encoding: str = ""
    ) -> None:
        self.size = len(source) if isinstance(source, bytes) else source.stat().st_size
        self.encoding = encoding or _encoding(source)
        self._raw = _opened(source)
        self.done = self._raw.tell
        lines = io.TextIOWrapper(self._raw, encoding=self.encoding, newline="")
        try:
            header = lines.readline(CELL_LIMIT)
        except UnicodeError:
            raise TableError(_("it is not text in %(encoding)s") % {"encoding": self.encoding}) from None
        self.separator, columns = _columns(header, known)
        self.ignored = tuple(name for name in columns if name and name not in known)
        self._columns = columns
        missing = [name for name in required if name not in columns]
        if missing:
            raise TableError(
                _(
                    "the column %(missing)s is missing; the first line has to name the columns, "
                    "of which these are known: %(known)s"
                )
                % {"missing": _(" and the column ").join(missing), "known": ", ".join(known)}
            )
        twice = sorted({name for name in columns if name in known and columns.count(name) > 1})
        if twice:
            raise TableError(_("the column %(names)s is there twice") % {"names": ", ".join(twice)})
        self._lines = lines

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def rows(self) -> Iterator[tuple[int, Row | RefusedError]]:
        """Each row, or why it cannot be used, with the number of the line on which it ends; empty rows are left out."""
        reader = csv.reader(self._lines, delimiter=self.separator, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num + 1, RefusedError(_("it cannot be read: %(reason)s") % {"reason": error})
                continue
            except UnicodeError:
                told = {"line": reader.line_num + 2, "encoding": self.encoding}
                raise TableError(_("from line %(line)d on it is not text in %(encoding)s") % told) from None
            if any(cell.strip() for cell in cells):
                line = reader.line_num + 1
                try:
                    yield line, self._row(line, cells)
                except RefusedError as reason:
                    yield line, reason

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self._columns):
            counted = {"cells": len(cells), "columns": len(self._columns)}
            raise RefusedError(_("it has %(cells)d cells, and there are %(columns)d columns") % counted)
        found: dict[str, str] = {}
        for name, cell in zip(self._columns, cells, strict=True):
            if UNSHOWABLE.search(cell):
                raise RefusedError(_("the %(name)s holds characters that cannot be shown") % {"name": name})
            if len(cell) > CELL_LIMIT:
                told = {"name": name, "most": CELL_LIMIT}
                raise RefusedError(_("the %(name)s has more than %(most)d characters") % told)
            if cell.strip():
                found[name] = cell.strip()
        return Row(line, found)


def _columns(header: str, known: Collection[str]) -> tuple[str, list[str]]:
    """The separator that makes the most known columns of the first line, and the columns."""
    tried = {separator: _named(header, separator) for separator in SEPARATORS}
    best = max(tried, key=lambda separator: sum(name in known for name in tried[separator]))
    return best, tried[best]


def _named(header: str, separator: str) -> list[str]:
    try:
        cells = next(csv.reader([header], delimiter=separator), [])
    except csv.Error:
        return []
    return [cell.strip().lower().replace(" ", "_") for cell in cells]


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _encoding(source: Path | bytes) -> str:
    """UTF-8, UTF-16 or Windows-1252, whichever the bytes allow, tried in this order."""
    with _opened(source) as file:
        head = file.read(_CHUNK)
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    if head[:200].count(0) * 3 > len(head[:200]):  # in UTF-16 every second byte of most languages
        name = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        return name if _decodes(source, name) else _unknown()
    return next((name for name in ("utf-8", "cp1252") if _decodes(source, name)), "") or _unknown()


def _decodes(source: Path | bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with _opened(source) as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _unknown() -> str:
    raise TableError(_("it is not text in UTF-8, UTF-16 or Windows-1252"))
