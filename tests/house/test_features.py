"""The table of features tells the truth: addresses, events, tests and pictures exist, and no endpoint is left out."""

import re
from pathlib import Path

from esn.core import events
from tests.house.addresses import routes
from tests.house.tree import ROOT, text

TABLE = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in text(Path("docs/features.md")).splitlines()
    if line.startswith("| ") and not line.startswith("| feature")
]
SOCKETS = {"ws/v1/live", "ws/v1/device"}
KNOWN = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in routes()} | SOCKETS


def _quoted(column: int) -> set[str]:
    return {name for row in TABLE for name in re.findall(r"`([^`]+)`", row[column])}


def test_every_row_has_every_column_and_says_something_in_each() -> None:
    assert TABLE
    assert not [row for row in TABLE if len(row) != 6]
    assert not [row[0] for row in TABLE if not all(row)]


def test_no_feature_stands_in_two_rows() -> None:
    names = [row[0].split(":")[0].split(",")[0] for row in TABLE]
    assert not {name for name in names if names.count(name) > 1}


def test_every_page_of_the_table_exists_and_none_is_left_out() -> None:
    named = {page.removeprefix("/") for page in _quoted(1)}
    assert not named - KNOWN, "these do not exist"
    assert not {route for route in KNOWN if not route.startswith("api/v1/")} - named, "these are in no row"


def test_every_endpoint_of_the_table_exists_and_none_is_left_out() -> None:
    api = {route.removeprefix("api/v1/") for route in KNOWN if route.startswith("api/v1/")}
    named = _quoted(2)
    assert not named - api, "these do not exist"
    assert not api - named, "these are in no row"


def test_every_event_of_the_table_exists_and_none_is_left_out() -> None:
    ours = [event for event in events.Fact.__subclasses__() if event.__module__.endswith(".events")]  # not a test's own
    assert _quoted(3) == {event.type for event in ours}


def test_every_test_and_picture_of_the_table_exists() -> None:
    assert not {name for name in _quoted(4) if not (ROOT / name).is_file()}
    pictures = {name for row in TABLE for name in re.findall(r"\(([^)]+\.png)\)", row[5])}
    assert not {name for name in pictures if not (ROOT / "docs" / name).is_file()}
