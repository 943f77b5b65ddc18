"""Promises as an iCalendar file (RFC 5545): moments in UTC, words in the language of whose calendar it is."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cases.queries import CalendarEntry, GuestCommitment
from esn.core.clock import now
from frontend import windows
from frontend.words import word

REFRESH = dt.timedelta(minutes=15)
_CALM = ("due", "kept")  # what needs no word before the promise


def calendar_file(
    promises: Iterable[CalendarEntry | GuestCommitment], *, host: str, address: Callable[[str], str]
) -> bytes:
    """The file of some promises; ``address`` says where a path of ours is found, ``host`` makes ids unique."""
    file = Calendar()
    file.add("prodid", "-//esn//promises//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", _("Promises"))
    file.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", REFRESH)
    for promise in promises:
        file.add_component(_event(promise, host, address))
    written: bytes = file.to_ical()
    return written


def _event(promise: CalendarEntry | GuestCommitment, host: str, address: Callable[[str], str]) -> Event:
    event = Event()
    mark = _mark(promise)
    event.add("uid", f"{promise.id}@{host}")
    event.add("dtstamp", now())
    event.add("dtstart", promise.window.start)
    event.add("dtend", promise.window.end)
    event.add("sequence", promise.version)
    event.add("summary", _title(promise, mark))
    event.add("description", _description(promise, mark))
    event.add("url", address(f"/promises/{promise.id}/"))
    event.add("status", "CONFIRMED" if mark in ("", *_CALM) else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    if isinstance(promise, CalendarEntry):
        event.add("last-modified", promise.changed_at)
    return event


def _mark(promise: CalendarEntry | GuestCommitment) -> str:
    """The gravest word for how a promise stands; empty while it is on track."""
    if promise.state != "open":
        return promise.state
    return promise.marks[0] if isinstance(promise, CalendarEntry) and promise.marks else ""


def _title(promise: CalendarEntry | GuestCommitment, mark: str) -> str:
    said = promise.text
    if isinstance(promise, CalendarEntry):
        said = f"{said} · {promise.case.customer.name}"
    return said if mark in ("", *_CALM) else f"{word('promise_state', mark)}: {said}"


def _description(promise: CalendarEntry | GuestCommitment, mark: str) -> str:
    """The window by the clock on the customer's wall, how it stands, who keeps it, and its case."""
    lines = [f"{windows.said(promise.window)} ({promise.window.timezone})", word("promise_state", mark or "open")]
    if isinstance(promise, CalendarEntry):
        lines.append(_("kept by %(name)s") % {"name": promise.kept_by.name})
        lines.append(f"{promise.case.ref} · {promise.case.title}")
    else:
        lines.append(promise.case)
    return "\n".join(lines)
