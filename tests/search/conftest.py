"""A search index of its own for each test, and the worker's turn."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as chosen_settings
from pytest_django import Settings

from esn.core.consumers import Consumer
from search import engines, handlers, index
from search.store import Store
from tests import log

_IN_POSTGRES = chosen_settings.SEARCH_ENGINE == "postgres"
# What is about segments on disk, and what is about rows, make sense with their own engine alone.
collect_ignore = ["test_engine.py", "test_index.py", "test_crash.py"] if _IN_POSTGRES else ["test_postgres.py"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the engine of this run does not have."""
    if not _IN_POSTGRES:
        return
    out = [item for item in items if item.get_closest_marker("embedded")]
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=out)


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Iterator[Store]:
    """An empty data folder; nothing is remembered from other tests."""
    settings.DATA_DIR = tmp_path
    index.COMMIT_SECONDS = 0.0
    _forget()
    yield Store(tmp_path / "search", settings.REGION)
    _forget()


@pytest.fixture
def indexed() -> Callable[[], int]:
    """The worker's turn: brings the index up to date and opens it anew; how many facts it handled."""

    def follow() -> int:
        handled = log.follow(Consumer("index", handlers.index, kept_at=handlers.position))
        _forget()
        return handled

    return follow


def _forget() -> None:
    engines.chosen.cache_clear()
