"""Carries a table into the site row by row, in batches, or only says what it would change."""

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import CommandError, CommandParser, OutputWrapper
from django.db import transaction

from esn.core.importing import CHANGED, NEW, UNCHANGED, Effect, RefusedError, Row
from esn.core.tables import NAMES, Table, TableError
from esn.management import indexing, terminal
from esn.management.import_member import import_member
from people.models import Person

BATCH = 100  # rows in one transaction
REFUSED = "refused"

HELP = """
The first line names the columns. Comma, semicolon, tab and bar are recognised as separators, and UTF-8, UTF-16 and
Windows-1252 as encodings. Cells are text: one that begins like a formula is kept as it is written.

A row that cannot be used is refused with its line and the reason, and the others go on; then the command ends with 1.
With --dry-run nothing is changed, and what would change is said row by row.
"""


class Rows(Protocol):
    """What a room does with the rows of one file."""

    def effect(self, row: Row) -> Effect:
        """What the row would do; RefusedError when it cannot be used."""

    def carry_out(self, actor: Person, row: Row) -> None:
        """Do what ``effect`` said."""


@dataclass
class TableImport:
    """One run over one file."""

    rows: Rows
    columns: Collection[str]
    required: Collection[str]
    out: OutputWrapper
    complaints: OutputWrapper

    def run(self, options: dict[str, Any]) -> None:
        """Import the file that the options of a command name; ends the command with 1 when a row was refused."""
        self._counted: Counter[str] = Counter()
        self._dry = bool(options["dry_run"])
        try:
            table = Table(options["file"], self.columns, self.required, options["encoding"])
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from None
        except TableError as reason:
            raise CommandError(f"The file cannot be used: {reason}.") from None
        try:
            self._introduce(table)
            self._import(table)
        except TableError as reason:
            self._refuse(f"the rest of the file cannot be used: {reason}")
        finally:
            table.close()
            self._summarise()
        if not self._dry and not options["no_index"]:
            indexing.catch_up()
        if self._counted[REFUSED]:
            sys.exit(1)

    def _introduce(self, table: Table) -> None:
        ignored = f"; these columns are not known and left out: {', '.join(table.ignored)}" if table.ignored else ""
        self.out.write(f"{table.encoding}, parted by {NAMES[table.separator]}{ignored}")

    def _import(self, table: Table) -> None:
        progress = terminal.Progress(sys.stderr)
        actor = None if self._dry else import_member()
        for batch in _batches(table):
            if actor is None:
                self._do(batch, None)
            else:
                with transaction.atomic():
                    self._do(batch, actor)
            progress(table.done(), table.size, "rows")
        progress.end()

    def _do(self, batch: list[tuple[int, Row | RefusedError]], actor: Person | None) -> None:
        for line, row in batch:
            try:
                if isinstance(row, RefusedError):
                    raise row
                effect = self.rows.effect(row)
                if actor is not None and effect.kind != UNCHANGED:
                    self.rows.carry_out(actor, row)
            except RefusedError as reason:
                self._refuse(f"line {line}: {reason}")
            else:
                self._counted[effect.kind] += 1
                if self._dry and effect.kind != UNCHANGED:
                    self.out.write(f"line {line}: {effect}")

    def _refuse(self, told: str) -> None:
        self._counted[REFUSED] += 1
        self.complaints.write(told)

    def _summarise(self) -> None:
        told = ", ".join(f"{self._counted[kind]:,} {kind}" for kind in (NEW, CHANGED, UNCHANGED, REFUSED))
        self.out.write(f"{told}{'; nothing was changed, this was a dry run' if self._dry else ''}.")


def add_arguments(parser: CommandParser) -> None:
    """What every table import may be told."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="change nothing, and say what would change")
    parser.add_argument("--encoding", default="", help="where the bytes do not tell")
    parser.add_argument("--no-index", action="store_true", help="leave the search index to the worker")


def _batches(table: Table) -> Iterator[list[tuple[int, Row | RefusedError]]]:
    rows = table.rows()
    while batch := list(islice(rows, BATCH)):
        yield batch
