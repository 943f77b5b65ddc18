"""Who is where right now: kept in memory, told when it changes, forgotten without a sign of life."""

import pytest

from people.presence import Presence, Sighting
from people.queries import PersonRef

PLACE, INSIDE, PARTNER = "C-2026-000001", "inside", "partner"


class Clock:
    """The seconds that have gone by."""

    seconds = 0.0

    def __call__(self) -> float:
        """What a monotonic clock says."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    """A process that has seen nobody yet."""
    return Presence(clock)


def sighting(name: str, *, key: str = "", audience: str = INSIDE, typing: bool = False) -> Sighting:
    return Sighting(PLACE, key or f"page of {name}", PersonRef(name, name.title(), None, "member"), audience, typing)


def names(presence: Presence, *audiences: str) -> list[tuple[str, bool]]:
    return [(one.person.id, one.typing) for one in presence.at(PLACE, audiences or (INSIDE, PARTNER))]


def test_ana_is_there_for_half_a_minute_and_writes_for_ten_seconds(presence: Presence, clock: Clock) -> None:
    presence.note(sighting("ana", typing=True))
    assert names(presence) == [("ana", True)]
    clock.seconds = 10
    assert names(presence) == [("ana", False)]
    clock.seconds = 29.9
    assert names(presence) == [("ana", False)]
    clock.seconds = 30
    assert names(presence) == []


def test_nobody_is_told_of_an_audience_that_they_do_not_name(presence: Presence) -> None:
    presence.note(sighting("ana"))
    presence.note(sighting("gus", audience=PARTNER))
    assert names(presence, PARTNER) == [("gus", False)]
    assert names(presence, INSIDE) == [("ana", False)]
    assert presence.at("C-2026-000002", [INSIDE]) == ()


def test_a_change_is_told_once_and_a_sign_of_life_that_changes_nothing_is_not(presence: Presence) -> None:
    told: list[str] = []
    presence.tell(told.append)
    presence.note(sighting("ana"))
    presence.note(sighting("ana"))
    assert told == [PLACE]
    presence.note(sighting("ana", typing=True))
    presence.forget(PLACE, "page of ana")
    presence.forget(PLACE, "page of ana")
    assert told == [PLACE] * 3


def test_who_does_not_read_an_audience_any_more_is_seen_on_no_page_of_theirs(presence: Presence) -> None:
    presence.note(sighting("bo", key="desk"))
    presence.note(sighting("bo", key="phone"))
    presence.note(sighting("bo", key="other", audience=PARTNER))
    presence.note(sighting("ana"))
    assert presence.in_audience(INSIDE) == {"ana", "bo"}
    assert presence.audiences_of("bo") == {INSIDE, PARTNER}
    presence.expel("bo", INSIDE)
    assert sorted(names(presence)) == [("ana", False), ("bo", False)]
    assert presence.audiences_of("bo") == {PARTNER}


def test_what_another_process_says_counts_like_ones_own(presence: Presence) -> None:
    hint = {"place": PLACE, "key": "there", "person": ["bo", "Bo", None, "member"], "audience": INSIDE, "typing": True}
    presence._heard(hint)
    assert names(presence) == [("bo", True)]
    presence._heard({"place": PLACE, "key": "there"})
    assert names(presence) == []


def test_nothing_is_left_behind_by_those_who_have_gone(presence: Presence, clock: Clock) -> None:
    for number in range(100):
        presence.note(sighting(f"colleague{number}"))
    clock.seconds = 31
    assert names(presence) == []
    assert presence._kept == {}
