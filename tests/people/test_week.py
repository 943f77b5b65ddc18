"""A week of work on the clock of a wall: nights, clock changes, the date line, leap days."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from people.week import Stretch, back_at, clashing, first_day, working, zone_of

PARIS = ZoneInfo("Europe/Paris")
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def stretch(weekday: int, start: str, end: str) -> Stretch:
    return Stretch(weekday, dt.time.fromisoformat(start), dt.time.fromisoformat(end))


def paris(text: str, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold)


OFFICE = [stretch(day, *times) for day in range(5) for times in (("08:30", "12:00"), ("13:30", "17:30"))]


@pytest.mark.parametrize(
    ("at", "works"),
    [
        ("2026-11-23T08:29:59", False),
        ("2026-11-23T08:30", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T17:29:59", True),
        ("2026-11-23T17:30", False),
        ("2026-11-28T10:00", False),
    ],
)
def test_a_stretch_has_its_first_moment_and_not_its_last(at: str, works: bool) -> None:
    assert working(OFFICE, PARIS, paris(at)) is works


def test_who_has_not_said_their_hours_is_never_off() -> None:
    assert working([], PARIS, paris("2026-11-29T03:00"))
    assert back_at([], PARIS, paris("2026-11-29T03:00")) == paris("2026-11-29T03:00")


@pytest.mark.parametrize(
    ("at", "back"),
    [
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-11-23T12:30", "2026-11-23T13:30"),
        ("2026-11-27T18:00", "2026-11-30T08:30"),  # over the weekend
        ("2028-02-28T18:00", "2028-02-29T08:30"),  # a leap day
    ],
)
def test_work_goes_on_at_the_next_stretch(at: str, back: str) -> None:
    assert back_at(OFFICE, PARIS, paris(at)) == paris(back)


def test_who_works_one_hour_a_week_is_back_a_week_later() -> None:
    week = [stretch(MONDAY, "09:00", "10:00")]
    assert back_at(week, PARIS, paris("2026-11-23T10:00")) == paris("2026-11-30T09:00")


NIGHTS = [stretch(day, "22:00", "06:00") for day in range(7)]


def test_a_night_shift_goes_on_after_midnight() -> None:
    week = [stretch(SUNDAY, "22:00", "06:00")]
    assert working(week, PARIS, paris("2026-11-22T23:00"))
    assert working(week, PARIS, paris("2026-11-23T05:59"))
    assert not working(week, PARIS, paris("2026-11-23T06:00"))
    assert not working(week, PARIS, paris("2026-11-22T05:00")), "the night before was Saturday's"


def test_a_whole_day_ends_where_it_began_a_day_later() -> None:
    week = [stretch(SATURDAY, "08:00", "08:00")]
    assert working(week, PARIS, paris("2026-11-29T07:59"))
    assert not working(week, PARIS, paris("2026-11-29T08:00"))


# The clocks change ----------------------------------------------------------------------------------------------------
def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    def hours(evening: str) -> float:
        at = paris(evening)
        end = next(
            at + dt.timedelta(minutes=number)
            for number in range(24 * 60)
            if not working(NIGHTS, PARIS, at.astimezone(dt.UTC) + dt.timedelta(minutes=number))
        )
        return (end - at) / dt.timedelta(hours=1)

    assert [hours(day) for day in ("2026-03-27T22:00", "2026-03-28T22:00", "2026-10-24T22:00")] == [8, 7, 9]


def test_of_an_hour_that_comes_twice_both_are_worked() -> None:
    week = [stretch(SUNDAY, "02:15", "02:45")]
    for fold in (0, 1):
        assert working(week, PARIS, paris("2026-10-25T02:30", fold).astimezone(dt.UTC))
    assert not working(week, PARIS, paris("2026-10-25T02:50", 1).astimezone(dt.UTC))


def test_an_hour_that_does_not_come_breaks_nothing() -> None:
    week = [stretch(SUNDAY, "02:15", "02:45")]
    assert back_at(week, PARIS, paris("2026-03-29T01:00")) <= paris("2026-03-29T03:15")


# The date line --------------------------------------------------------------------------------------------------------
def test_each_works_on_the_day_of_their_own_wall() -> None:
    week = [stretch(MONDAY, "09:00", "17:00")]
    kiritimati, pago_pago = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
    at = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)  # Monday 10:00 here, Sunday 09:00 there
    assert working(week, kiritimati, at)
    assert not working(week, pago_pago, at)
    assert working(week, pago_pago, at + dt.timedelta(hours=24))


def test_a_day_that_an_island_left_out_is_left_out() -> None:
    apia = ZoneInfo("Pacific/Apia")  # there was no 30 December 2011, a Friday
    week = [stretch(4, "09:00", "17:00")]
    assert back_at(week, apia, dt.datetime(2011, 12, 29, 23, tzinfo=apia)).astimezone(apia).year in (2011, 2012)


def test_an_unknown_zone_counts_as_utc() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd", "a" * 300, "\0"):
        assert zone_of(name) == ZoneInfo("UTC")


# Overlaps -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "week",
    [
        [stretch(0, "08:00", "12:00"), stretch(0, "11:59", "14:00")],
        [stretch(0, "22:00", "06:00"), stretch(1, "05:00", "09:00")],
        [stretch(6, "22:00", "06:00"), stretch(0, "05:00", "09:00")],
        [stretch(6, "08:00", "08:00"), stretch(6, "20:00", "21:00")],
        [stretch(0, "08:00", "17:00"), stretch(0, "09:00", "10:00"), stretch(0, "18:00", "19:00")],
    ],
)
def test_stretches_that_overlap_are_found_across_midnight_and_sunday(week: list[Stretch]) -> None:
    assert clashing(week)


def test_stretches_that_touch_do_not_overlap() -> None:
    assert not clashing([stretch(day, "08:00", "08:00") for day in range(7)])
    assert not clashing(OFFICE)
    assert not clashing([])


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("fr", MONDAY),
        ("en", MONDAY),
        ("en-gb", MONDAY),
        ("de", MONDAY),
        ("zh", MONDAY),
        ("en-us", SUNDAY),
        ("pt-br", SUNDAY),
        ("he", SUNDAY),
        ("ar", SATURDAY),
        ("xx", MONDAY),
        ("", MONDAY),
        ("no such language", MONDAY),
    ],
)
def test_a_week_begins_as_is_usual_in_a_language(language: str, day: int) -> None:
    assert first_day("", language) == day


@pytest.mark.parametrize(("chosen", "day"), [("monday", MONDAY), ("sunday", SUNDAY), ("saturday", SATURDAY)])
def test_a_week_begins_as_was_chosen_in_any_language(chosen: str, day: int) -> None:
    assert {first_day(chosen, language) for language in ("fr", "en", "ar")} == {day}
