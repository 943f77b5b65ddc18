"""Every code of an error stands in docs/errors.md, and nothing else does."""

import ast
import re
from collections.abc import Iterator

from esn.core import problems
from tests.house.tree import ROOT

DOORS = ("esn/core", "esn/outbox.py", "people", "groups", "feeds", "inbox", "cases", "search", "frontend/live")
FOREIGN = {"management", "migrations", "scim"}  # commands, and a protocol with codes of its own
# By the name of what is called: the argument that is the code, and the part of the page where it stands.
MAKERS = {
    "Conflict": (0, "States"),
    "Problem": (0, "Fields"),
    "_wrong": (0, "Fields"),  # of files and photos
    "Invalid.field": (1, "Fields"),
    "serializers.ValidationError": (None, "Fields"),
    "exceptions.PermissionDenied": (None, "Credentials"),
    "exceptions.AuthenticationFailed": (None, "Credentials"),
}


def _written() -> Iterator[tuple[str, str]]:
    """The part of the page and the code of each error that is made with a code."""
    for door in DOORS:
        for path in [ROOT / door] if door.endswith(".py") else (ROOT / door).rglob("*.py"):
            if not FOREIGN & set(path.parts):
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Call) and ast.unparse(node.func) in MAKERS:
                        yield from _made(node)


def _made(node: ast.Call) -> Iterator[tuple[str, str]]:
    place, part = MAKERS[ast.unparse(node.func)]
    given = [node.args[place]] if place is not None else []
    given += [one.value for one in node.keywords if one.arg == "code"]
    for one in given:
        for inner in ast.walk(one):
            if isinstance(inner, ast.Constant) and isinstance(one, (ast.Constant, ast.IfExp)):
                yield part, str(inner.value)


def _listed() -> dict[str, set[str]]:
    """The codes in the tables of the page, by part."""
    parts = re.split(r"^## (.+)$", (ROOT / "docs/errors.md").read_text(), flags=re.M)[1:]
    return {
        name: set(re.findall(r"^\| `(\w+)` \|", text, flags=re.M))
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


def test_each_code_is_in_the_table_of_its_part() -> None:
    written: dict[str, set[str]] = {"Any request": {code for codes in problems.SAID.values() for code in codes}}
    for part, code in _written():
        written.setdefault(part, set()).add(code)
    written["Any request"] -= {"closed"}  # the example of a state
    for part in ("Credentials", "States"):
        written[part] -= written["Any request"]
    for part, listed in _listed().items():
        if part in written:
            assert sorted(listed - written[part]) == [], f"docs/errors.md, {part}: nobody says these any more"
            assert sorted(written[part] - listed) == [], f"docs/errors.md, {part}: add a row for each of these"
    assert written.keys() <= _listed().keys()
