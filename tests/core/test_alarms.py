"""What happens at stored moments: once, in order, and again when it failed."""

import datetime as dt

import pytest

from esn.core import clock
from esn.core.alarms import cancel, run_due, set_alarm
from esn.core.models import Alarm, AuditEntry

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2027, 1, 14, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Heard:
    """Remembers which subjects an alarm was for."""

    def __init__(self) -> None:
        self.subjects: list[str] = []

    def __call__(self, subject: str, due_at: dt.datetime) -> None:
        self.subjects.append(subject)


def run(heard: Heard, moment: dt.datetime) -> int:
    with clock.at(moment):
        return run_due({"ring": heard})


def test_an_alarm_waits_for_its_moment_and_rings_once() -> None:
    heard = Heard()
    set_alarm("ring", "a", NOON)
    assert run(heard, NOON - HOUR) == 0
    assert run(heard, NOON) == 1
    assert run(heard, NOON + HOUR) == 0
    assert heard.subjects == ["a"]


def test_an_alarm_that_came_due_while_nobody_ran_rings_at_the_next_start() -> None:
    heard = Heard()
    set_alarm("ring", "late", NOON + HOUR)
    set_alarm("ring", "early", NOON)
    assert run(heard, NOON + 100 * HOUR) == 2
    assert heard.subjects == ["early", "late"]


def test_a_clock_set_back_repeats_nothing() -> None:
    heard = Heard()
    set_alarm("ring", "a", NOON)
    run(heard, NOON)
    run(heard, NOON - 2 * HOUR)
    run(heard, NOON)
    assert heard.subjects == ["a"]


def test_an_alarm_that_is_set_again_moves() -> None:
    heard = Heard()
    set_alarm("ring", "a", NOON)
    set_alarm("ring", "a", NOON + 2 * HOUR)
    assert run(heard, NOON + HOUR) == 0
    assert run(heard, NOON + 2 * HOUR) == 1
    set_alarm("ring", "a", NOON + 3 * HOUR)
    assert run(heard, NOON + 3 * HOUR) == 1


def test_a_cancelled_alarm_does_not_ring() -> None:
    heard = Heard()
    set_alarm("ring", "a", NOON)
    cancel("ring", "a")
    assert run(heard, NOON) == 0


def test_an_alarm_of_another_kind_waits_for_its_own_handler() -> None:
    heard = Heard()
    set_alarm("other", "a", NOON)
    assert run(heard, NOON) == 0


def test_what_fails_leaves_nothing_behind_does_not_hold_up_the_others_and_is_tried_again() -> None:
    heard = Heard()
    broken = ["a"]

    def ring(subject: str, due_at: dt.datetime) -> None:
        AuditEntry.objects.create(at=NOON, verb="half done", subject_kind="test", subject_id=subject)
        if subject in broken:
            raise RuntimeError("not today")
        heard(subject, due_at)

    set_alarm("ring", "a", NOON)
    set_alarm("ring", "b", NOON)
    with clock.at(NOON):
        assert run_due({"ring": ring}) == 1
    assert heard.subjects == ["b"]
    assert [entry.subject_id for entry in AuditEntry.objects.all()] == ["b"]
    assert Alarm.objects.get(subject="a").tries == 1
    broken.clear()
    with clock.at(NOON + HOUR):
        assert run_due({"ring": ring}) == 1
    assert heard.subjects == ["b", "a"]
