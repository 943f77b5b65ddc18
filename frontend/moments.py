"""Moments in words, in the reader's language and zone."""

import datetime as dt
import zoneinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from esn.core.clock import now
from frontend.markup import fill


def tag(at: dt.datetime, style: str) -> SafeString:
    """The moment as ``<time>``; styles: short, clock, day, full."""
    markup = '<time datetime="{machine}" data-moment="{style}">{said}</time>'
    return fill(markup, machine=machine(at), style=style, said=_STYLES[style](at))


def machine(at: dt.datetime) -> str:
    """The moment in UTC for ``<time datetime>`` (RFC 3339, whole seconds)."""
    return f"{at.astimezone(dt.UTC).isoformat()[:19]}Z"


def clock(at: dt.datetime) -> str:
    """The hour alone: 17:48."""
    here = timezone.localtime(at)
    return f"{here.hour:02}:{here.minute:02}"


def clock_in(zone: str, at: dt.datetime) -> str:
    """The hour on the wall of another zone: 17:48; with the weekday where it is another day than here."""
    there = at.astimezone(zoneinfo.ZoneInfo(zone))
    said = f"{there.hour:02}:{there.minute:02}"
    if there.date() == timezone.localdate(at):
        return said
    return _timed(date_format(there, "D")) % {"time": said}


def day(at: dt.datetime) -> str:
    """The day as the head of a list: Today, Yesterday, or the weekday with its date."""
    return _day(*_place(at))


def short(at: dt.datetime) -> str:
    """As short as it stays clear: 10:31, yesterday, Tue, 12 Jan, 4 Nov 2025.

    Absolute on purpose: the words stay true on a page that stays open until midnight.
    """
    return _short(*_place(at)) % {"time": clock(at)}


def full(at: dt.datetime) -> str:
    """Everything: weekday, date, year and hour."""
    return _full(*_place(at)) % {"time": clock(at)}


def ahead(at: dt.datetime) -> str:
    """A moment that lies ahead, as short as it stays clear: 17:30, tomorrow, 08:30, Mon, 08:30, 4 Jan."""
    language, date, today = _place(at)
    return _ahead(language, date, today) % {"time": clock(at)}


def lasting(minutes: int) -> str:
    """How long something takes: 30 minutes, 2 hours, 3 days."""
    if minutes % 1440 == 0 and minutes:
        return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}
    if minutes % 60 == 0 and minutes:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _place(at: dt.datetime) -> tuple[str, dt.date, dt.date]:
    """What the words of a day depend on: the language, the day, and which one is today."""
    return get_language() or "", timezone.localdate(at), timezone.localdate(now())


# Kept, because a page names few days many times; ``%(time)s`` is left for the hour.
@lru_cache(maxsize=1024)
def _day(_language: str, date: dt.date, today: dt.date) -> str:
    written = date_format(date, "l j F" if date.year == today.year else "l j F Y")
    if date == today:
        return _("Today, %(day)s") % {"day": written}
    if date == today - dt.timedelta(days=1):
        return _("Yesterday, %(day)s") % {"day": written}
    return written[:1].upper() + written[1:]


@lru_cache(maxsize=1024)
def _short(_language: str, date: dt.date, today: dt.date) -> str:
    age = (today - date).days
    if age == 0:
        return "%(time)s"
    if age == 1:
        return _("yesterday, %(time)s")
    if 1 < age < 7:
        return _timed(date_format(date, "D"))
    if date.year == today.year:
        return _timed(date_format(date, pgettext("a day of this year, as a Django date format", "j M")))
    return date_format(date, pgettext("a day, as a Django date format", "j M Y"))


@lru_cache(maxsize=1024)
def _ahead(_language: str, date: dt.date, today: dt.date) -> str:
    days = (date - today).days
    if days == 1:
        return _("tomorrow, %(time)s")
    if 1 < days < 7:
        return _timed(date_format(date, "D"))
    return _short(_language, date, today)


@lru_cache(maxsize=1024)
def _full(_language: str, date: dt.date, _today: dt.date) -> str:
    return _timed(date_format(date, "l j F Y"))


def _timed(day_: str) -> str:
    return _("%(day)s, %(time)s") % {"day": day_, "time": "%(time)s"}


_STYLES = {"short": short, "clock": clock, "day": day, "full": full}
