"""The writers' turns on a real SQLite file: nobody fails, nobody starves, nobody keeps a turn."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction
from pytest_django import DjangoDbBlocker

from esn.core.sqlite.turns import turns_of
from tests.core.site_file import options

ALIAS = "turns"
INSERT = "INSERT INTO note (writer) VALUES (%s)"


@pytest.fixture
def notes(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A database file with an empty table of notes, reached by each thread through its own connection."""
    path = tmp_path / "site.sqlite3"
    with django_db_blocker.unblock():
        connections.settings[ALIAS] = connections.configure_settings(
            {"default": {}, ALIAS: {"ENGINE": "esn.core.sqlite", "NAME": path, "OPTIONS": options(20)}}
        )[ALIAS]
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("CREATE TABLE note (writer integer NOT NULL CHECK (writer >= 0))")
        yield path
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def write(writer: int) -> None:
    """One transaction that reads before it writes, as actions do."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM note")
        cursor.execute(INSERT, [writer])


def written() -> Counter[int]:
    """How many notes each writer has written."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT writer, count(*) FROM note GROUP BY writer")
        return Counter(dict(cursor.fetchall()))


def at_once(writers: int, work: Callable[[int], None]) -> list[Exception]:
    """Run the work in as many threads, each with its own connection; the errors."""
    errors: list[Exception] = []

    def run(writer: int) -> None:
        try:
            work(writer)
        except Exception as error:  # the test looks at every kind
            errors.append(error)
        finally:
            connections[ALIAS].close()

    threads = [threading.Thread(target=run, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_thirty_two_people_write_at_once_and_nobody_gets_an_error(notes: Path) -> None:
    def work(writer: int) -> None:
        for _ in range(5):
            write(writer)

    assert at_once(32, work) == []
    assert set(written().values()) == {5}
    assert len(written()) == 32


def test_eight_people_who_write_all_the_time_write_about_equally_often(notes: Path) -> None:
    enough, all_there = threading.Event(), threading.Barrier(8)
    counts: Counter[int] = Counter()

    def work(writer: int) -> None:
        all_there.wait()
        while not enough.is_set():
            write(writer)
            counts[writer] += 1
            if counts.total() >= 400:
                enough.set()

    assert at_once(8, work) == []
    assert len(counts) == 8
    assert min(counts.values()) / max(counts.values()) >= 0.5


def test_two_processes_share_the_file_and_lose_nothing(notes: Path) -> None:
    command = [sys.executable, "-m", "tests.core.turn_writer", str(notes)]
    others = [subprocess.Popen([*command, str(writer), "40"]) for writer in (101, 102)]

    def work(writer: int) -> None:
        for _ in range(20):
            write(writer)

    assert at_once(4, work) == []
    assert [other.wait(60) for other in others] == [0, 0]
    assert written() == {0: 20, 1: 20, 2: 20, 3: 20, 101: 40, 102: 40}


def test_a_write_outside_a_transaction_waits_for_its_turn_too(notes: Path) -> None:
    turns = turns_of(str(notes))
    assert turns.take(1)
    done = threading.Event()

    def work(writer: int) -> None:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM note")  # readers never wait
            cursor.execute(INSERT, [writer])
        done.set()

    waiting = threading.Thread(target=at_once, args=(1, work))
    waiting.start()
    assert not done.wait(0.2)
    turns.give_back()
    waiting.join()
    assert done.is_set()
    assert turns.take(0)
    turns.give_back()


def test_the_turn_ends_after_a_commit_a_rollback_a_close_and_an_error(notes: Path) -> None:
    turns = turns_of(str(notes))

    def is_free() -> bool:
        free = turns.take(0)
        if free:
            turns.give_back()
        return free

    with transaction.atomic(using=ALIAS):
        assert not is_free()
        with transaction.atomic(using=ALIAS):
            write(1)
        assert not is_free(), "an inner block is a savepoint of the same turn"
    assert is_free()
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=ALIAS):
        write(1 // 0)
    assert is_free()
    with pytest.raises(IntegrityError):
        write(-1)
    assert is_free()
    with transaction.atomic(using=ALIAS):
        connections[ALIAS].close()
        assert is_free()
    connections[ALIAS].close()
    with pytest.raises(IntegrityError), connections[ALIAS].cursor() as cursor:
        cursor.execute(INSERT, [-1])
    assert is_free()


def test_a_turn_that_does_not_come_is_an_error_and_not_a_wait_for_ever(notes: Path) -> None:
    turns = turns_of(str(notes))
    connections[ALIAS].settings_dict["OPTIONS"]["timeout"] = 0.1
    assert turns.take(1)
    try:
        with pytest.raises(OperationalError, match="database is locked"):
            write(1)
    finally:
        turns.give_back()
    write(1)
    assert written() == {1: 1}


def test_turns_come_in_the_order_of_asking(notes: Path) -> None:
    turns = turns_of(str(notes))
    order: list[int] = []

    def work(writer: int) -> None:
        assert turns.take(60)
        order.append(writer)
        turns.give_back()

    assert turns.take(1)
    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(5)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        while len(turns._waiting) < number:
            time.sleep(0.01)
    turns.give_back()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]
