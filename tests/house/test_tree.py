"""The tree itself: names that say something, no trace of the machine it was written on, documents that are true."""

import re
from pathlib import Path

from tests.house.tree import ROOT, files, text, tracked

VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc", "services"}
# The backend's module must carry the name that Django looks for.
BASE_BY_CONTRACT = {Path("esn/core/sqlite/base.py")}
# A template's frame is called base.html wherever Django is spoken.
MACHINE = re.compile(r"/(?:work|root|home|tmp)/[\w.-]+|file:///|\b(?:opt|Users)/\w+/")
TEXT = (".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".po", ".json", ".yml", ".ini", "")

HELP = ("frontend", "help")  # its links lead to pages: tests/frontend/test_help.py


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [path for path in files(".py") if path.stem in VAGUE and path not in BASE_BY_CONTRACT]
    assert not vague


def test_no_file_names_the_machine_it_was_written_on() -> None:
    here = Path("tests/house/test_tree.py")
    named = [
        f"{path}: {found.group()}"
        for path in tracked()
        if path.suffix in TEXT and path != here and path.name != "LICENSE"
        for found in [MACHINE.search(text(path))]
        if found
    ]
    assert not named


def _named_places(markdown: str) -> list[str]:
    """Paths in backquotes that have a folder, and the targets of links inside the tree."""
    places = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|html|css|js|png|toml|txt|po))(?:::\w+)?`", markdown)
    return places + re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", markdown)


def test_every_path_in_the_documents_exists() -> None:
    missing = [
        f"{path}: {name}"
        for path in tracked()
        if path.suffix == ".md" and path.parts[:2] != HELP
        for name in _named_places(text(path))
        if not any((base / name).exists() for base in (ROOT, ROOT / path.parent))
    ]
    assert not missing


def test_the_index_of_decisions_names_every_note() -> None:
    notes = {path.name for path in tracked() if path.parent == Path("docs/decisions") and path.name != "README.md"}
    index = text(Path("docs/decisions/README.md"))
    assert not {note for note in notes if f"({note})" not in index}


def test_every_migration_of_a_room_is_one_line_of_descent() -> None:
    for room in {path.parent for path in files(".py") if path.parent.name == "migrations"}:
        numbers = [path.name[:4] for path in files(".py") if path.parent == room and path.stem != "__init__"]
        assert len(numbers) == len(set(numbers)), room
