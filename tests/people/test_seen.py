"""Who was seen lately is kept in memory for five minutes, and told between processes without a place."""

import pytest

from people import seen as module
from people.seen import SEEN_SECONDS, SWEEP, TOLD_SECONDS, Seen


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_somebody_is_there_for_five_minutes_after_a_sign(clock: Clock) -> None:
    seen = Seen(clock)
    seen.note("ana")
    clock.now += SEEN_SECONDS - 1
    assert seen.among(["ana", "bo"]) == {"ana"}
    clock.now += 1
    assert seen.among(["ana"]) == frozenset()


def test_somebody_who_left_is_forgotten_at_once(clock: Clock) -> None:
    seen = Seen(clock)
    seen.note("ana")
    seen.forget("ana")
    seen.forget("nobody")
    assert seen.among(["ana"]) == frozenset()


def test_other_processes_hear_of_the_same_person_once_a_minute(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[dict[str, str]] = []
    here, there = Seen(clock), Seen(clock)
    monkeypatch.setattr(here._hints, "say", said.append)
    for _second in range(int(TOLD_SECONDS) * 2):
        here.note("ana")
        clock.now += 1
    assert said == [{"person": "ana"}] * 2
    there._heard(said[-1])
    assert there.among(["ana"]) == {"ana"}


def test_the_memory_does_not_grow_with_everybody_who_ever_came(clock: Clock) -> None:
    seen = Seen(clock)
    for number in range(SWEEP):
        seen.note(f"early {number}")
    clock.now += SEEN_SECONDS + TOLD_SECONDS
    seen.note("late")
    assert seen.among(["late"]) == {"late"}
    assert len(seen._until) == len(seen._told) == 1


def test_the_site_has_one_memory() -> None:
    assert isinstance(module.seen, Seen)
