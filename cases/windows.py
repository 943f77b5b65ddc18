"""The window of a promise: two instants, with the wall times and the zone in which they were promised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from esn.core.errors import Invalid

LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Window:
    """From start to end, in UTC; ``local_start`` and ``local_end`` are what the clock on the customer's wall says."""

    start: dt.datetime
    end: dt.datetime
    timezone: str
    local_start: str  # 2027-01-14T07:00:00
    local_end: str


def window(start: dt.datetime, end: dt.datetime, timezone: str) -> Window:
    """A window from two moments: one without an offset is a wall time in the zone, so that a clock change keeps it.

    Of a wall time that a clock change repeats, a start is the first and an end the last; one that it leaves out is
    Invalid, and so is a window that ends before it starts.
    """
    zone = named_zone(timezone)
    first = _instant(start, zone, "window.start", fold=0)
    last = _instant(end, zone, "window.end", fold=1)
    if last <= first:
        raise Invalid.field("window.end", "reversed", _("The window ends before it starts."))
    if last - first > LONGEST:
        raise Invalid.field("window.end", "too_long", _("A window is at most one year long."))
    return Window(first, last, timezone, _wall(first, zone), _wall(last, zone))


def window_of_value(value: Mapping[str, str]) -> Window:
    """A window again from what was kept of it in a detail."""
    first, last = (dt.datetime.fromisoformat(value[name]) for name in ("start", "end"))
    return Window(first, last, value["timezone"], value["local_start"], value["local_end"])


def require_ahead(promised: Window, now: dt.datetime) -> None:
    """Invalid when the window is over already."""
    if promised.end <= now:
        raise Invalid.field("window", "past", _("This window has passed. Name a later one."))


def named_zone(name: str) -> ZoneInfo:
    """The zone of that name, like Europe/Paris; Invalid when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # no such zone, no such file, or no name at all
        raise Invalid.field("window.timezone", "unknown_zone", _("This time zone is unknown.")) from None


def days(promised: Window) -> tuple[dt.date, ...]:
    """The days that the window touches, as the customer counts them; an end at midnight does not touch the next."""
    first = dt.datetime.fromisoformat(promised.local_start).date()
    last = (dt.datetime.fromisoformat(promised.local_end) - dt.timedelta(microseconds=1)).date()
    return tuple(first + dt.timedelta(days=day) for day in range(max((last - first).days, 0) + 1))


def _instant(moment: dt.datetime, zone: ZoneInfo, field: str, *, fold: int) -> dt.datetime:
    if moment.tzinfo is not None:
        return moment.astimezone(dt.UTC)
    instant = moment.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != moment:
        raise Invalid.field(field, "no_such_time", _("The clocks change then: this time does not exist."))
    return instant


def _wall(instant: dt.datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).replace(tzinfo=None, microsecond=0).isoformat()
