"""A table for a spreadsheet: read as UTF-8, and never run."""

import csv
import io

import pytest

from esn.core import csv_text


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+33 6 12", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u00a0=cmd",
        '=HYPERLINK("http://evil.example","x")',
    ],
    ids=repr,
)  # fmt: skip
def test_a_cell_that_would_be_a_formula_is_text(cell: str) -> None:
    assert csv_text.as_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ana", "a=b", "1-2", "06 12", "“=1”", "é"], ids=repr)
def test_every_other_cell_is_as_it_was(cell: str) -> None:
    assert csv_text.as_text(cell) == cell


def test_a_table_begins_with_the_mark_of_utf_8_and_reads_back_as_it_was() -> None:
    rows: list[list[object]] = [["Zoé", 'says "no"', "two\nlines", None, 7], ["a,b", "c;d", "", "=1", -1]]
    text = "".join(csv_text.lines(["who", "what", "more", "none", "number"], rows))
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert read[1] == ["Zoé", 'says "no"', "two\nlines", "", "7"]
    assert read[2] == ["a,b", "c;d", "", "'=1", "'-1"]
