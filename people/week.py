"""A week of work on the clock of somebody's wall: whether a moment falls into it, and when work begins again."""

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_DAY = dt.timedelta(days=1)
MONDAY = 0
_FIRST_DAYS = {"monday": MONDAY, "saturday": 5, "sunday": 6}
_TERRITORIES = {"en": "GB"}  # the English of this site is British


@dataclass(frozen=True, order=True)
class Stretch:
    """Work without a break: 0 is Monday; an end that is not later than the start belongs to the next day."""

    weekday: int
    start: dt.time
    end: dt.time

    @property
    def overnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.end <= self.start


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name; UTC where there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")


def first_day(chosen: str, language: str) -> int:
    """The day on which somebody's weeks begin: the one they chose, or the one that is usual in their language."""
    return _FIRST_DAYS[chosen] if chosen in _FIRST_DAYS else _first_day_in(language)


@lru_cache(maxsize=32)
def _first_day_in(language: str) -> int:
    """By the CLDR (UTS #35, part 4): of the language's territory, or of the one where it is spoken most."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        spoken = Locale.parse(language, sep="-")
        if spoken.territory is None:
            likely = get_global("likely_subtags").get(language, "").rpartition("_")[2]
            spoken = Locale.parse(f"{language}_{_TERRITORIES.get(language, likely)}")
    except (UnknownLocaleError, ValueError):
        return MONDAY
    return spoken.first_week_day


Free = Callable[[dt.date], bool]  # whether nobody works on a day; a night's work belongs to the day it began on


def never_free(date: dt.date) -> bool:
    """Every day is as its weekday says."""
    return False


def working(week: Sequence[Stretch], zone: dt.tzinfo, at: dt.datetime, free: Free = never_free) -> bool:
    """Whether a moment falls into work; a week without any work says nothing, and is off on free days alone."""
    return any(start <= at < end for start, end in _from_yesterday(week or _ALWAYS, zone, at, free, days=2))


def back_at(week: Sequence[Stretch], zone: dt.tzinfo, at: dt.datetime, free: Free = never_free) -> dt.datetime:
    """The first moment from ``at`` on that falls into work; ``at`` itself where the week says nothing."""
    if working(week, zone, at, free):
        return at
    ahead = (start for start, _end in _from_yesterday(week or _ALWAYS, zone, at, free, days=_LOOKED_AHEAD))
    # Of two stretches of one day the earlier may come second: what begins a day later is later in any case.
    return _earliest(start for start in ahead if start > at)


def ends_at(week: Sequence[Stretch], zone: dt.tzinfo, at: dt.datetime) -> dt.datetime:
    """When the stretches around a moment are over; ``at`` itself outside them."""
    return max(
        (end for start, end in _from_yesterday(week, zone, at, never_free, days=2) if start <= at < end), default=at
    )


def clashing(week: Sequence[Stretch]) -> tuple[Stretch, Stretch] | None:
    """Two stretches that overlap on the clock of a wall, across midnight and from Sunday to Monday too."""
    spans = sorted((_minutes(one), one) for one in week)
    for (here, one), (there, other) in itertools.pairwise(spans):
        if there[0] < here[1]:
            return one, other
    if spans and spans[-1][0][1] - _WEEK > spans[0][0][0]:
        return spans[-1][1], spans[0][1]
    return None


_WEEK = 7 * 24 * 60  # minutes
_LOOKED_AHEAD = 60  # days: no region is free for longer
_ALWAYS = tuple(Stretch(weekday, dt.time(0), dt.time(0)) for weekday in range(7))


def _earliest(starts: Iterator[dt.datetime]) -> dt.datetime:
    """The earliest of some starts that come in the order of their days."""
    first = next(starts)
    return min([first, *itertools.takewhile(lambda start: start < first + _DAY, starts)])


def _minutes(one: Stretch) -> tuple[int, int]:
    first, last = (one.weekday * 24 * 60 + at.hour * 60 + at.minute for at in (one.start, one.end))
    return first, last + 24 * 60 if one.overnight else last


def _from_yesterday(
    week: Sequence[Stretch], zone: dt.tzinfo, at: dt.datetime, free: Free, *, days: int
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The work that begins on so many days, from the day before a moment on, as moments.

    Of a wall time that a clock change repeats, a start is the first and an end the last: nobody works shorter for it.
    One that a clock change leaves out ends what it ends at the later of the two readings, for the same reason.
    """
    yesterday = at.astimezone(zone).date() - _DAY
    for number in range(days):
        date = yesterday + number * _DAY
        if free(date):
            continue
        for one in week:
            if one.weekday == date.weekday():
                yield _instant(date, one.start, zone, 0), _end(date + one.overnight * _DAY, one.end, zone)


def _instant(date: dt.date, at: dt.time, zone: dt.tzinfo, fold: int) -> dt.datetime:
    return dt.datetime.combine(date, at.replace(fold=fold), zone).astimezone(dt.UTC)


def _end(date: dt.date, at: dt.time, zone: dt.tzinfo) -> dt.datetime:
    return max(_instant(date, at, zone, fold) for fold in (0, 1))
