"""Colleagues on both sides of the date line, a customer in Paris: each has their own day, the promise keeps hers."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from cases import queries
from cases.actions import Holder, make_promise, post_in_case
from cases.windows import days, window
from frontend.digests import schedule
from people.models import Person
from people.queries import NotifyingChoices
from tests.frontend.conftest import Cast, SignedIn

# Noon and a half in Paris on the last day of November. There it is December since half past one, and here since half an
# hour the same day as in Paris: 30 November.
AT = dt.datetime(2026, 11, 30, 11, 30, tzinfo=dt.UTC)
AHEAD, BEHIND = "Pacific/Kiritimati", "Pacific/Pago_Pago"
WALLS = [(AHEAD, dt.date(2026, 12, 1)), ("Europe/Paris", dt.date(2026, 11, 30)), (BEHIND, dt.date(2026, 11, 30))]


@pytest.fixture(autouse=True)
def _at() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def living_in(zone: str, signed_in: SignedIn, handle: str = "bo") -> Client:
    """The browser of somebody who has moved."""
    Person.objects.filter(handle=handle).update(time_zone=zone)
    return signed_in(handle)


def promised(cast: Cast, start: str, end: str) -> str:
    """A promise between two moments of the customer's wall in Paris."""
    first, last = (dt.datetime.fromisoformat(moment) for moment in (start, end))
    return make_promise(
        cast.ana,
        ref=cast.case,
        kind="callback",
        text="A call",
        window=window(first, last, "Europe/Paris"),
        kept_by=Holder("person", cast.ana.id),
    )


def heads(browser: Client, cast: Cast) -> list[tuple[str, str]]:
    """The days of the thread as they stand above it: their dates and their words."""
    page = browser.get(f"/cases/{cast.case}/?pane=thread").content.decode()
    return [
        (date, unescape(said)) for date, said in re.findall(r'class="day" data-day="([^"]+)"><time[^>]*>([^<]*)<', page)
    ]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (AHEAD, [("2026-11-30", "Yesterday, Monday 30 November"), ("2026-12-01", "Today, Tuesday 1 December")]),
        ("Europe/Paris", [("2026-11-30", "Today, Monday 30 November")]),
        (BEHIND, [("2026-11-29", "Yesterday, Sunday 29 November"), ("2026-11-30", "Today, Monday 30 November")]),
    ],
)
def test_a_thread_is_parted_by_the_days_of_its_reader(
    cast: Cast, signed_in: SignedIn, zone: str, expected: list[tuple[str, str]]
) -> None:
    for minutes in (120, 20):
        with time_machine.travel(AT - dt.timedelta(minutes=minutes), tick=False):
            post_in_case(cast.ana, ref=cast.case, body="A word")
    assert heads(living_in(zone, signed_in), cast)[-2:] == expected[-2:]


@pytest.mark.parametrize(("zone", "today"), WALLS)
def test_a_calendar_opens_on_the_month_and_the_day_of_its_reader(
    cast: Cast, signed_in: SignedIn, zone: str, today: dt.date
) -> None:
    page = living_in(zone, signed_in).get("/promises/calendar/").content.decode()
    assert re.findall(r'aria-current="date" data-day="([^"]+)"', page) == [today.isoformat()]
    assert f"month={today + dt.timedelta(days=31):%Y-%m}" in page


@pytest.mark.parametrize(("zone", "_today"), WALLS)
def test_what_is_due_at_midnight_stands_on_one_day_of_every_calendar(
    cast: Cast, signed_in: SignedIn, zone: str, _today: dt.date
) -> None:
    promised(cast, "2026-12-01T20:00", "2026-12-02T00:00")
    page = living_in(zone, signed_in).get("/promises/calendar/?month=2026-12").content.decode()
    cells = dict(re.findall(r'<td [^>]*data-day="([^"]+)"[^>]*>(.*?)</td>', page, re.S))
    assert [date for date, cell in cells.items() if "A call" in cell] == ["2026-12-01"]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (AHEAD, {None: 0, dt.date(2026, 12, 1): 2}),  # 20:00 in Paris is 9:00 there, and still to come
        ("Europe/Paris", {None: 0, dt.date(2026, 11, 30): 1, dt.date(2026, 12, 1): 1}),
        (BEHIND, {None: 0, dt.date(2026, 11, 30): 1, dt.date(2026, 12, 1): 1}),
    ],
)
def test_nothing_that_is_to_come_is_counted_among_what_began_before_today(
    cast: Cast, zone: str, expected: dict[dt.date | None, int]
) -> None:
    promised(cast, "2026-11-30T20:00", "2026-11-30T22:00")
    promised(cast, "2026-12-01T00:00", "2026-12-01T02:00")
    cast.bo.time_zone = zone
    counted = {one.day: one.promises for one in queries.due_days(cast.bo) if one.promises or one.day is None}
    assert counted == expected
    with time_machine.travel(AT + dt.timedelta(days=2), tick=False):
        assert queries.due_days(cast.bo)[0].promises == 2


@pytest.mark.parametrize(
    ("start", "end", "hours", "touched"),
    [
        ("2027-03-27T22:00", "2027-03-28T06:00", 7, 2),  # an hour is left out
        ("2026-10-24T22:00", "2026-10-25T06:00", 9, 2),  # an hour comes twice
        ("2027-03-28T00:00", "2027-03-29T00:00", 23, 1),
        ("2026-10-25T00:00", "2026-10-26T00:00", 25, 1),
    ],
)
def test_a_window_over_the_change_of_the_clocks_keeps_its_wall(start: str, end: str, hours: int, touched: int) -> None:
    first, last = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
    night = window(first, last, "Europe/Paris")
    assert night.end - night.start == dt.timedelta(hours=hours)
    assert (night.local_start[:16], night.local_end[:16]) == (start, end)
    assert len(days(night)) == touched


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(AHEAD, "2026-12-01T08:00+14:00"), (BEHIND, "2026-11-30T08:00-11:00"), ("Europe/Paris", "2026-12-01T08:00+01:00")],
)
def test_the_mail_of_the_day_comes_at_eight_of_each_wall(zone: str, expected: str) -> None:
    daily = NotifyingChoices("daily", 8, 0, False, None, None, "")
    found = schedule.next_mail(daily, ZoneInfo(zone), AT)
    assert found == dt.datetime.fromisoformat(expected)
