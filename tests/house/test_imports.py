"""Who may know what: the domain has never heard of HTTP, sockets or the search engine."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, files, text

DOMAIN = ("models", "policy", "events", "queries", "actions", "handlers")
DOORS_OF_THE_WORLD = (
    "django.http", "django.shortcuts", "django.urls", "django.views", "rest_framework", "channels", "daphne",
    "drf_spectacular", "frontend",
)  # fmt: skip


def _imports(path: Path) -> list[str]:
    """Every dotted name that a file imports, as ``module`` or ``module.name``."""
    names: list[str] = []
    for node in ast.walk(ast.parse(text(path), str(path))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _domain_files() -> list[Path]:
    """models.py, queries/…, and so on of each room but search, whose very subject is the engine."""
    rooms = tuple(room for room in ROOMS if room != "search")
    return [path for path in files(".py", below=rooms) if path.with_suffix("").parts[1] in DOMAIN]


def test_the_domain_has_never_heard_of_http_or_sockets() -> None:
    strangers = {
        f"{path}: {name}" for path in _domain_files() for name in _imports(path) if _within(name, DOORS_OF_THE_WORLD)
    }
    assert not strangers


def test_only_search_knows_the_engine() -> None:
    knowing = {str(path) for path in files(".py") for name in _imports(path) if _within(name, ("whoosh",))}
    assert all(path.startswith("search/") for path in knowing), knowing


def _rows(path: Path) -> list[int]:
    """The lines where a file asks a model for rows."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text(path), str(path)))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]


@pytest.mark.parametrize("door", ["api", "frontend"])
def test_doors_call_actions_and_queries_and_touch_no_row(door: str) -> None:
    """A door may name a model for its choices or as the type of the person for whom it calls, no more."""
    doors = [path for path in files(".py") if path.parts[0] == door or path.with_suffix("").parts[1:2] == (door,)]
    touching = {f"{path}:{line}" for path in doors for line in _rows(path)}
    assert not touching


def test_nothing_in_daily_work_imports_the_demo() -> None:
    importing = {
        str(path)
        for path in files(".py")
        if path.parts[:2] != ("esn", "management")
        for name in _imports(path)
        if _within(name, ("esn.management",))
    }
    assert not importing
