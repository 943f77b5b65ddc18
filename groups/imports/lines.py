"""What is said of each line of a table before anything is written, and the same as one digest."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from esn.core.importing import RefusedError, Row

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
OUTCOMES = (NEW, CHANGED, UNCHANGED, REFUSED)
IN_ONE_STATEMENT = 500  # values; SQLite counts them

Read = Sequence[tuple[int, Row | RefusedError]]
T = TypeVar("T")


@dataclass(frozen=True)
class ImportChange:
    """One value that a line changes."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportLine:
    """What a line would do: ``outcome`` is new, changed, unchanged or refused; to what, and how or why not."""

    line: int
    outcome: str
    what: str
    changes: tuple[ImportChange, ...] = ()
    reason: str = ""


def digest(lines: Iterable[ImportLine]) -> str:
    """A mark of all that the lines would do, without the words of the reasons, which follow the reader's language."""
    told = [[one.line, one.outcome, one.what, [vars(change) for change in one.changes]] for one in lines]
    return hashlib.sha256(json.dumps(told).encode(errors="replace")).hexdigest()


def parts(values: Iterable[T], size: int = IN_ONE_STATEMENT) -> Iterator[list[T]]:
    """The values in lists that fit into one statement."""
    source = iter(values)
    while part := list(islice(source, size)):
        yield part
