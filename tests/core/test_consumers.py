"""Consumers: they remember how far they came, try again, set a poisoned fact aside, and work one at a time."""

import threading
from collections.abc import Sequence

import pytest
from django.db import connection, transaction

from esn.core import consumers, events
from esn.core.consumers import Consumer
from esn.core.events import START, Entry, Position
from esn.core.models import ConsumerPosition, SetAside
from tests.core.test_events import note
from tests.log import follow, settle


class Reader:
    """A consumer that writes down what it was given, and stumbles as often as told over a name."""

    def __init__(self, **stumbles: int) -> None:
        self.got: list[str] = []
        self.stumbles = stumbles

    def __call__(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            name = entry.data["id"]
            if self.stumbles.get(name, 0) > 0:
                self.stumbles[name] -= 1
                raise ValueError(f"stumbled over {name}")
            self.got.append(name)


def told(*names: str) -> None:
    with transaction.atomic():
        for name in names:
            note(name)
    settle()


pytestmark = [pytest.mark.shape, pytest.mark.usefixtures("committed")]


def test_a_consumer_goes_on_where_it_stopped() -> None:
    reader = Reader()
    consumer = Consumer("reader", reader)
    assert consumers.run_once(consumer) == 0
    told("a", "b")
    assert not consumers.caught_up(consumer)
    follow(consumer)
    told("c")
    follow(Consumer("reader", reader))
    assert reader.got == ["a", "b", "c"]
    assert consumers.caught_up(consumer)
    assert consumers.position(consumer) == events.present()


def test_two_consumers_have_their_own_places() -> None:
    first, second = Reader(), Reader()
    told("a")
    follow(Consumer("first", first))
    told("b")
    follow(Consumer("first", first))
    follow(Consumer("second", second))
    assert first.got == second.got == ["a", "b"]


def test_what_fails_once_is_tried_again() -> None:
    reader = Reader(b=1)
    consumer = Consumer("reader", reader)
    told("a", "b", "c")
    follow(consumer)
    assert reader.got[-3:] == ["a", "b", "c"]
    assert not SetAside.objects.exists()


def test_a_poisoned_fact_is_set_aside_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    reader = Reader(b=1000)
    consumer = Consumer("reader", reader)
    told("a", "b", "c")
    follow(consumer)
    told("d")
    follow(consumer)
    assert [name for name in reader.got if name != "a"][-2:] == ["c", "d"]
    aside = SetAside.objects.get()
    assert (aside.consumer, aside.error) == ("reader", "ValueError: stumbled over b")
    assert any("set fact" in record.message for record in caplog.records)
    assert consumers.caught_up(consumer)


def test_effects_of_a_failed_try_are_undone() -> None:
    def write_and_stumble(entries: Sequence[Entry]) -> None:
        ConsumerPosition.objects.create(name=f"effect of {entries[0].data['id']}")
        if entries[0].data["id"] == "b" or len(entries) > 1:
            raise ValueError("stumbled")

    told("a", "b")
    follow(Consumer("writer", write_and_stumble))
    assert ConsumerPosition.objects.filter(name__startswith="effect").count() == 1


def test_a_consumer_that_keeps_its_own_place_is_asked_for_it() -> None:
    reader = Reader()
    place = [START]

    def handle(entries: Sequence[Entry]) -> None:
        reader(entries)
        place[0] = entries[-1].place

    consumer = Consumer("own", handle, kept_at=lambda: place[0])
    told("a", "b")
    follow(consumer)
    told("c")
    follow(consumer)
    assert reader.got == ["a", "b", "c"]
    assert consumers.position(consumer) == place[0] > Position(0, 0)
    assert not ConsumerPosition.objects.filter(name="own").exists()


def test_a_second_worker_waits_and_nothing_is_done_twice() -> None:
    busy, may_go_on = threading.Event(), threading.Event()
    got: list[str] = []

    def slow(entries: Sequence[Entry]) -> None:
        busy.set()
        may_go_on.wait(60)
        got.extend(entry.data["id"] for entry in entries)

    consumer = Consumer("slow", slow)
    told("a", "b")
    answers: list[int] = []

    def work() -> None:
        try:
            answers.append(consumers.run_once(consumer))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    workers[0].start()
    assert busy.wait(60)
    workers[1].start()
    may_go_on.set()
    for worker in workers:
        worker.join()
    assert got == ["a", "b"]
    assert sorted(answers) == [0, 2]


def test_a_worker_runs_until_it_is_asked_to_stop() -> None:
    done, stop = threading.Event(), threading.Event()

    def handle(entries: Sequence[Entry]) -> None:
        if any(entry.data["id"] == "last" for entry in entries):
            done.set()

    worker = threading.Thread(target=consumers.run_forever, args=([Consumer("worker", handle)], stop))
    worker.start()
    told("first")
    told("last")
    assert done.wait(60)
    stop.set()
    worker.join(60)
    assert not worker.is_alive()
