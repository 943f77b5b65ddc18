"""A search index of its own for each test, and the worker's turn."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from esn.core import events
from esn.core.consumers import Consumer, run_once
from search import find, handlers, index
from search.store import Store

PATIENCE = 300


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Iterator[Store]:
    """An empty data folder; nothing is remembered from other tests."""
    settings.DATA_DIR = tmp_path
    index.COMMIT_SECONDS = 0.0
    _forget()
    yield index.site_store()
    _forget()


@pytest.fixture
def indexed() -> Callable[[], int]:
    """The worker's turn: brings the index up to date and opens it anew; how many facts it handled."""

    def follow() -> int:
        consumer = Consumer("index", handlers.index, kept_at=handlers.position)
        handled, patience = 0, PATIENCE
        while (some := run_once(consumer)) or (patience and events.pending(handlers.position())):
            handled += some
            if not some:  # somebody else's transaction in the same PostgreSQL keeps the facts back
                time.sleep(0.1)
                patience -= 1
        find._reader.cache_clear()
        return handled

    return follow


def _forget() -> None:
    for kept in (index.site_store, find._reader, find._tail):
        kept.cache_clear()
