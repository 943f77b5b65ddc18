"""``manage.py import_conversations FILE``: conversations of another system become customers, cases and posts."""

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.conversations import parse
from cases.importing import Numbered, write_batch
from esn.core.clock import now
from esn.core.importing import RefusedError
from esn.management import indexing, terminal
from esn.management.import_member import import_member
from esn.management.lines import LINE_LIMIT, DamagedError, LineFile

BATCH_TURNS = 1_000  # a transaction of well below a second

HELP = """
Import conversations from a file of JSON lines, plain or gzip, one conversation a line:

  {"id": "...", "topics": ["..."], "turns": [["client" | "staff", "text"], ...]}

Each makes a customer, an open case whose story is the customer's first words, and a post on the customer's side for
each turn: the customer's by a contact person, the others by the account "import", which nobody can sign in with.

Conversations have no dates. Each is played at a moment of the last days that is drawn from its id, one turn a minute,
so that two runs play the same past and none lies in the future; see --days.

What was imported before is left alone, so a run that was stopped is simply started again. A line that cannot be used
is refused with its number and the reason, and the others go on; then the command ends with 1.
"""


@dataclass
class Tally:
    """What became of the lines."""

    made: int = 0
    turns: int = 0
    known: int = 0
    refused: int = 0


class Command(BaseCommand):
    """Streams the file: memory does not grow with it."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the help as they are."""
        kwargs["formatter_class"] = argparse.RawDescriptionHelpFormatter
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read, and how to play it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--days", type=int, default=90, help="how many days the conversations spread over (90)")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help=f"the language of the customers ({settings.LANGUAGE_CODE})",
        )
        parser.add_argument("--no-index", action="store_true", help="leave the search index to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, index, and say what became of the lines."""
        try:
            source = LineFile(options["file"])
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from None
        self._tally = Tally()
        try:
            self._import(source, options["language"], dt.timedelta(days=max(options["days"], 0)))
        finally:
            source.close()
            self._summarise()
        if not options["no_index"]:
            indexing.catch_up()
        if self._tally.refused:
            sys.exit(1)

    def _import(self, source: LineFile, language: str, span: dt.timedelta) -> None:
        member, until = import_member(), now()
        progress = terminal.Progress(sys.stderr)
        for batch in self._batches(source):
            written = write_batch(member, batch, language=language, until=until, span=span)
            self._tally.made += written.made
            self._tally.turns += written.turns
            self._tally.known += written.known
            for item in written.contradicting:
                self._refuse(item.line, f"{item.conversation.id} was imported before with other content")
            progress(source.done(), source.size, "conversations")
        progress.end()

    def _batches(self, source: LineFile) -> Iterator[list[Numbered]]:
        batch: list[Numbered] = []
        turns = 0
        for item in self._conversations(source):
            batch.append(item)
            turns += len(item.conversation.turns)
            if turns >= BATCH_TURNS:
                yield batch
                batch, turns = [], 0
        if batch:
            yield batch

    def _conversations(self, source: LineFile) -> Iterator[Numbered]:
        number = 0
        try:
            for number, line in source.lines():
                if line is None:
                    self._refuse(number, f"it has more than {LINE_LIMIT:,} bytes")
                elif line.strip():
                    try:
                        yield Numbered(number, parse(line))
                    except RefusedError as reason:
                        self._refuse(number, str(reason))
        except DamagedError as reason:
            self._refuse(number + 1, f"the file is damaged from here on ({reason})")

    def _refuse(self, line: int, reason: str) -> None:
        self._tally.refused += 1
        self.stderr.write(f"line {line}: {reason}")

    def _summarise(self) -> None:
        said = self._tally
        self.stdout.write(
            f"{said.made:,} conversations imported with {said.turns:,} turns, "
            f"{said.known:,} were already there, {said.refused:,} refused."
        )
