"""A month of promises: its days in whole weeks, and what stands on each by the clock on the customer's wall."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases.queries import CalendarEntry
from cases.windows import days
from frontend.weeks import DAYS, first_day

LEGEND = ("due", "at_risk", "drift", "untold", "broken", "kept", "open")


@dataclass(frozen=True)
class Line:
    """A promise on one of its days: where its window begins, where it ends, or both."""

    promise: CalendarEntry
    mark: str  # the gravest word for how it stands
    clock: str  # the hour on the customer's wall
    ends: bool  # the window began on an earlier day


@dataclass(frozen=True)
class Day:
    """One day of the month, or one beside it that completes a week."""

    date: dt.date
    inside: bool
    today: bool
    stands: bool  # where the keys begin
    lines: tuple[Line, ...]


def whole_weeks(first: dt.date) -> list[list[dt.date]]:
    """The days of a month in whole weeks, each from the reader's first day on."""
    day = first - dt.timedelta(days=(first.weekday() - first_day()) % DAYS)
    weeks: list[list[dt.date]] = []
    while day <= first or day.month == first.month:
        weeks.append([day + dt.timedelta(days=number) for number in range(DAYS)])
        day += dt.timedelta(days=DAYS)
    return weeks


def filled(
    weeks: list[list[dt.date]], first: dt.date, promises: tuple[CalendarEntry, ...]
) -> tuple[tuple[Day, ...], ...]:
    """Weeks of the month that begins on ``first``, with each promise on the days where its window begins and ends."""
    lines: dict[dt.date, list[Line]] = {}
    for promise in promises:
        touched = days(promise.window)
        for date in dict.fromkeys((touched[0], touched[-1])):
            lines.setdefault(date, []).append(_line(promise, ends=date != touched[0]))
    today = timezone.localdate()
    begins = today if any(today in week for week in weeks) else first
    return tuple(
        tuple(
            Day(date, date.month == first.month, date == today, date == begins, tuple(lines.get(date, ())))
            for date in week
        )
        for week in weeks
    )


def _line(promise: CalendarEntry, *, ends: bool) -> Line:
    mark = promise.marks[0] if promise.state == "open" and promise.marks else promise.state
    at = promise.window.local_end if ends else promise.window.local_start
    return Line(promise, mark, at[11:16], ends)
