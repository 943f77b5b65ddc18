"""The boards of promises: by their state, what customers believe that is not so, and the month."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import queries
from esn.core.errors import Invalid
from esn.core.pages import PAGE_SIZE
from frontend import numbers
from frontend.months import LEGEND, filled, whole_weeks
from frontend.narrowing import Narrowing, choices, narrowing
from frontend.pages.door import Request, reading, show, show_part
from groups.queries import rail

STATES = ("due", "at_risk", "untold", "broken", "open")
VIEWED = 90  # sides of cases that a page listens to
MOST = 500  # promises in a month
FAR = dt.timedelta(hours=14)  # how far the day of a customer may lie from that of the reader
FIRST_YEAR, LAST_YEAR = 2000, 2150


@reading
def promises(request: Request) -> HttpResponse:
    """Promises by their state: due, at risk, not told, broken, or all that are open."""
    state = request.GET.get("state", "due")
    if state not in STATES:
        raise Invalid.field("state", "unknown_choice", _("This list is unknown."))
    chosen = narrowing(request.user, request.GET)
    page = queries.commitments(
        request.user, state=state, cursor=request.GET.get("cursor"), limit=PAGE_SIZE, **chosen.filters()
    )
    chart = _first(request) and state == "due" and numbers.due(queries.due_days(request.user, **chosen.filters()))
    found = {"page": page, "state": state, "chart": chart}
    return _board(request, "promises", found, chosen, f"state={state}{chosen.kept}")


@reading
def pressing(request: Request) -> HttpResponse:
    """The number in the rail, for a page that is open while I begin to stand in for somebody, or cease to."""
    return show_part(request, "parts/pressing.html", {"pressing": queries.pressing(request.user)})


@reading
def drifts(request: Request) -> HttpResponse:
    """What customers believe that is not so, the worst first."""
    chosen = narrowing(request.user, request.GET)
    page = queries.drifts(request.user, cursor=request.GET.get("cursor"), limit=PAGE_SIZE, **chosen.filters())
    chart = _first(request) and numbers.drifts(queries.drift_ages(request.user, **chosen.filters()))
    return _board(request, "drifts", {"page": page, "state": "drift", "chart": chart}, chosen, chosen.address())


def _first(request: Request) -> bool:
    """Whether the first page of a board is asked for: its chart counts all of them."""
    return "cursor" not in request.GET


def _board(request: Request, name: str, found: dict[str, Any], chosen: Narrowing, query: str) -> HttpResponse:
    """A board in its frame, or the board alone for a page that is open while something changes."""
    cursor = request.GET.get("cursor", "")
    here = reverse(name)
    context = {
        **found,
        "chosen": chosen,
        "query": f"{query}&" if query else "",
        "here": here,
        "fresh": "" if cursor else f"{here}?{query}",
    }
    if request.htmx:
        return show_part(request, f"parts/{name}_board.html", context)
    groups = rail(request.user)
    counts = queries.board_counts(request.user, **chosen.filters())
    context |= {
        "rail": groups,
        "counts": counts,
        "pressing": counts.pressing,
        "choices": choices(chosen, groups, stands_in=counts.stand_ins > 0),
    }
    return show(request, f"pages/{name}.html", context, place="promises")


# The month ------------------------------------------------------------------------------------------------------------
@reading
def promise_calendar(request: Request) -> HttpResponse:
    """Promises on the days of a month, by the clock on the customer's wall."""
    first = _month(request.GET.get("month", ""))
    chosen = narrowing(request.user, request.GET)
    weeks = whole_weeks(first)
    page = queries.calendar(
        request.user,
        first=_midnight(weeks[0][0]) - FAR,
        until=_midnight(weeks[-1][-1] + dt.timedelta(days=1)) + FAR,
        limit=MOST,
        **chosen.filters(),
    )
    context = {
        "weeks": filled(weeks, first, page.results),
        "month": first,
        "before": _named(first - dt.timedelta(days=1)),
        "after": _named(first + dt.timedelta(days=31)),
        "more": page.next is not None,
        "most": MOST,
        "chosen": chosen,
        "here": reverse("promise_calendar"),
        "fresh": f"{reverse('promise_calendar')}?{chosen.address(month=_named(first))}",
        "legend": LEGEND,
    }
    if request.htmx:
        return show_part(request, "parts/promise_month.html", context)
    groups = rail(request.user)
    seen = dict.fromkeys(entry.audience for entry in page.results)
    context |= {"rail": groups, "choices": choices(chosen, groups), "audiences": list(seen)[:VIEWED]}
    return show(request, "pages/promise_calendar.html", context, place="promises")


def _month(asked: str) -> dt.date:
    """The first day of the month that is asked for, or of this one."""
    if not asked:
        return timezone.localdate().replace(day=1)
    try:
        first = dt.date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = dt.date.min
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise Invalid.field("month", "not_a_month", _("This must be a month, like 2027-01."))
    return first


def _named(date: dt.date) -> str:
    return f"{date.year:04}-{date.month:02}"


def _midnight(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), dt.UTC)
