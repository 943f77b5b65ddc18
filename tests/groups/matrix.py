"""The tables of docs/permissions.md, read as they are written."""

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
Table = dict[tuple[str, str], str]


def table(heading: str) -> Table:
    """The cells below a heading: what is allowed, by code and column; empty ones left out."""
    section = PAGE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [_cells(line) for line in section.splitlines() if line.startswith("|")]
    columns = rows[0][2:]
    return {
        (row[1].strip("`"), column): cell
        for row in rows[2:]
        for column, cell in zip(columns, row[2:], strict=True)
        if cell
    }


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|\n").split("|")]
