"""Filters of the customer's window: days, hours and states as one says them to a customer."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.queries import WindowFact, WindowLine, WindowPromise
from cases.windows import Window
from frontend import facts, icons, words

register = template.Library()

_STATUS_ICONS = {"waiting_customer": "user-round", "solved": "circle-check", "closed": "circle-check"}
_LINE_ICONS = {
    "agreed": "check",
    "asked": "calendar-clock",
    "answered": "calendar-check",
    "corrected": "pencil",
    "added": "pencil",
    "retold": "ear",
}


@register.filter
def spoken_day(window: Window) -> str:
    """The day of a window in full, as it stands in a sentence: Friday 15 January; two days where it spans them."""
    first, last = _wall(window)
    if first.date() == last.date():
        return _day(first.date())
    return _("%(first)s to %(last)s") % {"first": _day(first.date()), "last": _day(last.date())}


@register.filter
def spoken_hours(window: Window) -> str:
    """The hours of a window: between 8:00 and 12:00."""
    first, last = _wall(window)
    hours = {"from": _clock(first), "until": _clock(last)}
    if first.date() != last.date():
        return _("from %(from)s on the first day to %(until)s on the last") % hours
    return _("between %(from)s and %(until)s") % hours


@register.filter
def weekday(window: Window) -> str:
    """The weekday of a window, as a button names it."""
    first, _last = _wall(window)
    return str(WEEKDAYS[first.weekday()])


@register.filter
def spoken_status(status: str) -> str:
    """Where a case stands, as one says it to the customer."""
    said = {
        "new": _("We have it on our desk"),
        "in_hand": _("We are on it"),
        "waiting_customer": _("We are waiting for your answer"),
        "waiting_partner": _("We are waiting for our partner"),
        "solved": _("This is solved, as far as we know"),
        "closed": _("This is closed"),
    }
    return said.get(status, "")


@register.filter
def status_symbol(status: str) -> SafeString:
    """The icon beside where a case stands."""
    return icons.icon(_STATUS_ICONS.get(status, "circle-dot"))


@register.filter
def told_by(promise: WindowPromise) -> str:
    """Who told them of a promise, and how."""
    if promise.channel == "window":
        return _("%(name)s told you here") % {"name": promise.told_by}
    return _("%(name)s told you %(by)s") % {"name": promise.told_by, "by": words.word("by", promise.channel)}


@register.filter
def fact_said(fact: WindowFact) -> str:
    """What we know, in one line."""
    return facts.said(fact.kind, fact.value, fact.codes)


@register.filter
def reach_address(reach: str) -> str:
    """What a tap on our number or mail address opens."""
    if "@" in reach:
        return f"mailto:{reach}"
    digits = "".join(part for part in reach if part.isdigit() or part == "+")
    return f"tel:{digits}"


@register.filter
def line_symbol(line: WindowLine) -> SafeString | str:
    """The icon of something done through the window."""
    return icons.icon(_LINE_ICONS[line.kind]) if line.kind in _LINE_ICONS else ""


@register.filter
def line_said(line: WindowLine) -> str:
    """What was done through the window, in a few words; empty for what was simply said."""
    when = f"{spoken_day(line.window)}, {spoken_hours(line.window)}" if line.window else ""
    said = {
        "agreed": _("It suits: %(when)s") % {"when": when},
        "asked": _("Asked for another time: %(when)s") % {"when": when},
        "answered": _("Answered about: %(when)s") % {"when": when},
        "corrected": _("Corrected what we know"),
        "added": _("Told us something new"),
        "retold": _("Had told us this before"),
    }
    return said.get(line.kind, "")


def _wall(window: Window) -> tuple[dt.datetime, dt.datetime]:
    return dt.datetime.fromisoformat(window.local_start), dt.datetime.fromisoformat(window.local_end)


def _day(date: dt.date) -> str:
    here = date.year == timezone.localdate().year
    style = (
        pgettext("a whole day of this year, as a Django date format", "l j F")
        if here
        else pgettext("a whole day, as a Django date format", "l j F Y")
    )
    return date_format(date, style)


def _clock(at: dt.datetime) -> str:
    if not at.minute:
        return pgettext("an hour of the day: the hour alone", "%(hour)s:00") % {"hour": at.hour}
    return pgettext("an hour of the day: hour and minutes", "%(hour)s:%(minute)s") % {
        "hour": at.hour,
        "minute": f"{at.minute:02}",
    }
