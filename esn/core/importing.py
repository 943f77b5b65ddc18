"""What an import says of one line or row: refused with a reason, or what it makes or changes."""

from dataclasses import dataclass

from esn.core.errors import Invalid

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


class RefusedError(Exception):
    """Why a line or a row cannot be used, in plain words."""


@dataclass(frozen=True)
class Row:
    """The cells of a table's row by column, without empty ones; the number of the line on which it ends."""

    line: int
    cells: dict[str, str]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that may hold several, on lines of their own or parted by ; or |."""
        whole = self.cells.get(column, "").replace("|", "\n").replace(";", "\n")
        return tuple(value.strip() for value in whole.splitlines() if value.strip())


@dataclass(frozen=True)
class Effect:
    """What a row does: ``kind`` is new, changed or unchanged; to whom; and each change in words."""

    kind: str
    whom: str
    changes: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = f": {'; '.join(self.changes)}" if self.changes else ""
        return f"{self.kind}: {self.whom}{told}"


def difference(name: str, before: str, after: str) -> str:
    """One changed value in words."""
    return f"{name} “{before}” → “{after}”"


def refusal(error: Invalid) -> RefusedError:
    """What an action found wrong with its input, as the reason to refuse a row."""
    return RefusedError("; ".join(problem.detail for problems in error.fields.values() for problem in problems))
