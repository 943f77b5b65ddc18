"""May somebody be disturbed now? Their week, holidays, quiet hours, focus and absence, on the clock of their wall."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from people.quiet import Daily, Times
from people.week import Stretch

PARIS = ZoneInfo("Europe/Paris")
OFFICE = tuple(Stretch(day, dt.time(8, 30), dt.time(17, 30)) for day in range(5))
NIGHTS = tuple(Stretch(day, dt.time(22), dt.time(6)) for day in range(5))
EVENING = Daily(dt.time(19, 30), dt.time(7, 30))


def paris(text: str, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold)


def told(times: Times, at: str) -> tuple[bool, str, str]:
    reach = times.reach(paris(at))
    return reach.now, reach.why, f"{reach.at.astimezone(times.zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T10:00", (True, "", "2026-11-23 10:00")),
        ("2026-11-23T20:00", (False, "off_hours", "2026-11-24 08:30")),
        ("2026-11-20T18:00", (False, "off_hours", "2026-11-23 08:30")),  # over the weekend
        ("2026-12-24T18:00", (False, "off_hours", "2026-12-28 08:30")),  # over Christmas, a Friday
        ("2026-12-25T10:00", (False, "holiday", "2026-12-28 08:30")),
        ("2027-01-01T10:00", (False, "holiday", "2027-01-04 08:30")),  # over the end of a year
    ],
)
def test_an_office_week_with_holidays(at: str, expected: tuple[bool, str, str]) -> None:
    assert told(Times(PARIS, OFFICE, "FR"), at) == expected


def test_a_part_of_a_country_keeps_holidays_of_its_own() -> None:
    week = tuple(Stretch(day, dt.time(9), dt.time(17)) for day in range(7))
    assert told(Times(PARIS, week, "FR-57"), "2026-12-26T10:00") == (False, "holiday", "2026-12-27 09:00")
    assert told(Times(PARIS, week, "FR"), "2026-12-26T10:00")[0]


def test_a_night_shift_belongs_to_the_day_it_began_on() -> None:
    times = Times(PARIS, NIGHTS, "FR")
    assert told(times, "2026-12-25T03:00")[0], "the night of the 24th goes on into the holiday"
    assert told(times, "2026-12-25T23:00") == (False, "holiday", "2026-12-28 22:00")


def test_quiet_hours_hold_within_work_and_end_on_the_next_day() -> None:
    times = Times(PARIS, (), quiet=(EVENING,))
    assert told(times, "2026-11-23T19:29")[0]
    assert told(times, "2026-11-23T19:30") == (False, "quiet", "2026-11-24 07:30")
    assert told(times, "2026-11-24T03:00") == (False, "quiet", "2026-11-24 07:30")


def test_quiet_hours_move_with_the_change_of_the_clocks() -> None:
    spring = Times(PARIS, (), quiet=(EVENING,)).reach(paris("2026-03-28T22:00"))
    assert spring.at == dt.datetime(2026, 3, 29, 5, 30, tzinfo=dt.UTC), "7:30 of summer time"
    missing = Times(PARIS, (), quiet=(Daily(dt.time(1), dt.time(2, 30)),)).reach(paris("2026-03-29T01:30"))
    assert missing.at == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC), "2:30 does not exist on that night"
    twice = Times(PARIS, (), quiet=(Daily(dt.time(1), dt.time(2, 30)),)).reach(paris("2026-10-25T02:29", fold=1))
    assert not twice.now, "of the hour that comes twice, the end is the later one"


def test_the_date_line_decides_which_day_is_a_holiday() -> None:
    island = ZoneInfo("Pacific/Kiritimati")  # UTC+14
    times = Times(island, OFFICE, "FR")
    assert times.reach(dt.datetime(2026, 12, 24, 19, 30, tzinfo=dt.UTC)).why == "holiday", "it is the 25th there"
    assert times.reach(dt.datetime(2026, 12, 23, 19, 30, tzinfo=dt.UTC)).now


def test_after_an_absence_and_a_focus_the_week_says_when() -> None:
    away = (paris("2026-11-23T00:00"), paris("2026-11-28T00:00"))
    assert told(Times(PARIS, OFFICE, absent=away), "2026-11-24T10:00") == (False, "absent", "2026-11-30 08:30")
    planned = Times(PARIS, OFFICE, absent=(paris("2026-11-24T00:00"), paris("2026-11-28T00:00")))
    assert told(planned, "2026-11-23T20:00") == (False, "off_hours", "2026-11-30 08:30"), "one that begins before work"
    focus = Times(PARIS, OFFICE, focus_until=paris("2026-11-23T12:00"))
    assert told(focus, "2026-11-23T10:00") == (False, "focus", "2026-11-23 12:00")


def test_a_team_that_leaves_no_moment_yields() -> None:
    team = Daily(dt.time(8), dt.time(18))
    times = Times(PARIS, OFFICE, quiet=(EVENING, team))
    assert not times.has_a_moment(paris("2026-11-23T10:00"))
    assert told(times, "2026-11-23T20:00") == (False, "off_hours", "2026-11-24 08:30")


def test_who_said_nothing_may_always_be_reached() -> None:
    assert told(Times(PARIS), "2026-12-25T03:00") == (True, "", "2026-12-25 03:00")
