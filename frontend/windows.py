"""The window of a promise in words: the days and hours of the clock on the customer's wall."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.windows import Window
from esn.core.clock import now


def said(window: Window) -> str:
    """From when to when: Thu 14 Jan, 07:00–14:00."""
    return _between(window.local_start, window.local_end)


def value(stored: Any) -> str:
    """The same of a window as it stands in the detail of an entry; empty where there is none."""
    if not isinstance(stored, dict) or "local_start" not in stored or "local_end" not in stored:
        return ""
    return _between(str(stored["local_start"]), str(stored["local_end"]))


def _between(first: str, last: str) -> str:
    start, end = dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(last)
    if start.date() == end.date():
        return _("%(day)s, %(from)s–%(until)s") % {
            "day": _day(start.date()),
            "from": start.strftime("%H:%M"),
            "until": end.strftime("%H:%M"),
        }
    return _("%(first)s, %(from)s to %(last)s, %(until)s") % {
        "first": _day(start.date()),
        "from": start.strftime("%H:%M"),
        "last": _day(end.date()),
        "until": end.strftime("%H:%M"),
    }


def _day(date: dt.date) -> str:
    if date.year == timezone.localdate(now()).year:
        return date_format(date, pgettext("a weekday of this year, as a Django date format", "D j M"))
    return date_format(date, pgettext("a weekday, as a Django date format", "D j M Y"))
