"""What the event log keeps: seven days or 100,000 facts, whichever is more, and nothing that somebody still reads."""

import datetime as dt
import threading
from collections.abc import Sequence

import pytest
from django.db import transaction

from esn.core import clock, consumers, cursors, events, retention
from esn.core.consumers import Consumer
from esn.core.events import START, Entry, Played, Position
from esn.core.models import Event, LogMark, SetAside
from groups.models import EVERYONE
from people.models import Person
from tests.cast import device
from tests.core.test_events import Noted, names, note
from tests.log import settle

pytestmark = [pytest.mark.shape, pytest.mark.usefixtures("committed")]

FEW = 4  # facts that are kept at least, in these tests
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "KEPT_FACTS", FEW)
    monkeypatch.setattr(retention, "STEP", 3)


def said(*numbers: int) -> None:
    """Facts of these numbers, each in its transaction."""
    for number in numbers:
        with transaction.atomic():
            note(str(number))
    settle()


def later(gone: dt.timedelta) -> int:
    """How many facts the worker forgets after some time."""
    with clock.at(clock.now() + gone):
        return retention.forget_old([])


def nothing(entries: Sequence[Entry]) -> None:
    """Read a batch."""


def test_what_is_old_and_many_goes_and_the_newest_stay() -> None:
    said(*range(10))
    retention.mark()
    assert later(WEEK - dt.timedelta(minutes=1)) == 0, "it is not old"
    assert later(WEEK + dt.timedelta(minutes=1)) == 6, "four are kept whatever their age"
    assert names() == ["6", "7", "8", "9"]
    assert later(WEEK + dt.timedelta(minutes=1)) == 0


def test_many_facts_of_this_week_are_kept_all() -> None:
    said(0, 1, 2)
    retention.mark()
    said(*range(3, 20))
    assert later(WEEK) == 3
    assert names()[0] == "3"


def test_an_import_that_tells_of_last_year_is_as_young_as_its_writing() -> None:
    said(0)
    retention.mark()
    long_ago = clock.now() - dt.timedelta(days=400)
    with transaction.atomic():
        events.record_played(
            Played(Noted(audience_id=EVERYONE, id=f"old {n}"), "ana", long_ago) for n in range(FEW + 3)
        )
    settle()
    assert later(WEEK) == 1
    assert names()[0] == "old 0"


def test_what_a_consumer_has_not_read_stays() -> None:
    said(*range(10))
    retention.mark()
    slow = Consumer("slow", nothing)
    with clock.at(clock.now() + WEEK):
        assert retention.forget_old([slow]) == 0
        consumers.run_once(slow)
        assert retention.forget_old([slow]) == 6


def test_what_was_set_aside_stays_until_it_was_tried_again() -> None:
    said(*range(10))
    retention.mark()
    aside = Event.objects.order_by("position")[2]
    row = SetAside.objects.create(consumer="mail", position=aside.position, error="x")
    assert later(WEEK) == 5
    assert names() == ["2", "6", "7", "8", "9"]
    before = retention.forgotten()
    row.delete()
    assert later(WEEK) == 1
    assert retention.forgotten() == before, "it never goes back"


def test_a_device_that_was_away_longer_than_that_is_told_where_to_begin(ana: Person) -> None:
    said(*range(10))
    retention.mark()
    places = [START, *(Position(one.xid, one.position) for one in Event.objects.order_by(*events.order()))]
    later(WEEK)
    door = device(ana)
    kept = events.after(START)[0].place
    for place in places:
        answer = door.read(f"events/?after={cursors.seal(ana.id, place)}")
        assert bool(answer["reset"]) == (place < retention.forgotten())
        if answer["reset"]:
            assert answer["results"] == []
            assert door.read(f"events/?after={answer['cursor']}")["reset"] == ""
    assert retention.forgotten() < kept


def test_marks_go_with_what_they_mark() -> None:
    for hour in range(5):
        said(hour)
        with clock.at(clock.now() + dt.timedelta(hours=hour)):
            retention.mark()
    said(*range(5, 12))
    later(WEEK + dt.timedelta(hours=2, minutes=1))
    assert LogMark.objects.count() == 3, "the newest old one, and the younger"


class OneRound(threading.Event):
    """Lets a loop run once."""

    def wait(self, timeout: float | None = None) -> bool:
        """Stop when the loop wants to pause."""
        return bool(timeout)


def test_the_worker_forgets_by_itself() -> None:
    said(*range(10))
    with clock.at(clock.now() - WEEK):
        retention.mark()
    loop = threading.Thread(target=retention.run_forever, args=([], OneRound()))
    loop.start()
    loop.join()
    assert names() == ["6", "7", "8", "9"]
    assert LogMark.objects.count() == 2
