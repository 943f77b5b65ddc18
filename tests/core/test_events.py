"""The event log: facts in the transaction that makes them true, in one order for everybody."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import connection, transaction

from esn.core import events
from esn.core.events import START, Fact, record
from esn.core.models import Event
from groups.models import EVERYONE
from tests.log import settle


@dataclass(frozen=True, kw_only=True)
class Noted(Fact):
    """Somebody noted something."""

    type: ClassVar[str] = "noted"
    id: str
    root: str | None = None


def note(name: str) -> None:
    record(Noted(audience_id=EVERYONE, id=name), "ana")


def names(place: events.Position = START, limit: int = 1000) -> list[str]:
    return [entry.data["id"] for entry in events.after(place, limit)]


@pytest.mark.shape
def test_a_fact_outside_a_transaction_is_refused(committed: None) -> None:
    with pytest.raises(RuntimeError):
        note("lost")
    assert not Event.objects.exists()


@pytest.mark.shape
def test_a_fact_goes_with_its_transaction(committed: None) -> None:
    with transaction.atomic():
        note("never")
        transaction.set_rollback(True)
    with transaction.atomic():
        note("first")
        note("second")
    settle()
    assert names() == ["first", "second"]


@pytest.mark.shape
def test_a_fact_holds_ids_and_codes_and_leaves_out_what_is_empty(committed: None) -> None:
    with transaction.atomic():
        note("one")
        record(Noted(audience_id=EVERYONE, id="two", root="one"))
    settle()
    first, second = events.after(START)
    assert (first.type, first.audience_id, first.actor_id, first.data) == ("noted", EVERYONE, "ana", {"id": "one"})
    assert (second.actor_id, second.data) == ("", {"id": "two", "root": "one"})


@pytest.mark.shape
def test_reading_goes_on_where_it_stopped(committed: None) -> None:
    for number in range(7):
        with transaction.atomic():
            note(str(number))
    settle()
    place, got = START, []
    while batch := events.after(place, 3):
        got += [entry.data["id"] for entry in batch]
        place = batch[-1].place
    assert got == list("0123456")
    assert events.present() == place
    assert not events.pending(place)


@pytest.mark.shape
def test_who_commits_late_is_not_skipped(committed: None) -> None:
    """A writer begins first and commits last; readers wait for it, or (where writers take turns) never see the gap."""
    begun, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                note("slow")
                begun.set()
                may_commit.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(60)
    seen: list[str] = []
    place = START
    if connection.vendor == "postgresql":
        with transaction.atomic():
            note("quick")
        assert Event.objects.count() == 1, "the slow one is not committed"
        assert names() == [], "the quick one is held back while a slower one may still come before it"
        assert events.pending(START)
        assert events.present() == START
    may_commit.set()
    thread.join()
    if connection.vendor != "postgresql":
        with transaction.atomic():
            note("quick")
    settle()
    while batch := events.after(place, 1):
        seen += [entry.data["id"] for entry in batch]
        place = batch[-1].place
    assert seen == ["slow", "quick"]


@pytest.mark.shape
def test_many_writers_and_a_reader_who_never_stops_lose_and_repeat_nothing(committed: None) -> None:
    done = threading.Event()
    got: list[str] = []

    def write(writer: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    note(f"{writer}-{number}")
        finally:
            connection.close()

    def read() -> None:
        place = START
        try:
            while True:
                last_look = done.is_set()
                while batch := events.after(place, 4):
                    got.extend(entry.data["id"] for entry in batch)
                    place = batch[-1].place
                if last_look:
                    return
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(6)]
    reader.start()
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    settle()
    done.set()
    reader.join()
    assert sorted(got) == sorted(f"{writer}-{number}" for writer in range(6) for number in range(10))
    for writer in range(6):
        assert [name for name in got if name.startswith(f"{writer}-")] == [f"{writer}-{n}" for n in range(10)]


@contextmanager
def writing_elsewhere(folder: Path) -> Iterator[None]:
    """Somebody who writes into another database of the same server, or into another file, and does not end."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "other.sqlite3")) as away:
            away.execute("BEGIN IMMEDIATE")
            yield
        return
    import psycopg

    known = connection.get_connection_params() | {"dbname": "postgres"}
    named = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    with psycopg.connect(**named) as away:
        away.execute("SELECT pg_current_xact_id()")
        yield


@pytest.mark.shape
def test_who_writes_into_another_database_holds_nothing_back(committed: None, tmp_path: Path) -> None:
    with writing_elsewhere(tmp_path):
        with transaction.atomic():
            note("here")
        assert names() == ["here"]
        assert events.present() != START
