"""Who knew what when, and what a partner sees: a case looked at from another moment, and from another side."""

import datetime as dt

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import queries
from esn.core.clock import now
from esn.core.errors import Invalid
from frontend.pages.door import Request, reading, show
from frontend.pages.work import inside
from frontend.threads import days

ENTRIES = 30


@reading
def case_knew(request: Request, ref: str) -> HttpResponse:
    """At any moment: what we knew, and what the customer had been told by whom, when and how."""
    case = inside(request, ref)
    points = queries.turning_points(request.user, ref)
    at = _moment(request.GET.get("at", ""))
    context = {
        "case": case,
        "at": at,
        "typed": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
        "known": queries.knowledge(request.user, ref, at=at),
        "points": points,
        "before": next((point for point in points if point < at), None),
        "after": next((point for point in reversed(points) if point > at), None),
    }
    return show(request, "pages/case_knew.html", context, place="cases")


def _moment(asked: str) -> dt.datetime:
    """The moment in an address: by the reader's clock, or with an offset; now when nothing is asked."""
    if not asked:
        return now()
    try:
        found = dt.datetime.fromisoformat(asked)
    except ValueError:
        found = None
    if found is None or not 1900 < found.year < 2200:
        raise Invalid.field("at", "not_a_time", _("This must be a date or a time, like 2026-11-21."))
    return found if found.tzinfo else timezone.make_aware(found)


@reading
def case_as(request: Request, ref: str, side: str) -> HttpResponse:
    """The case as the guests of a partner see it, to look at."""
    case = inside(request, ref)
    view = queries.partner_view(request.user, ref, side, cursor=request.GET.get("cursor"), limit=ENTRIES)
    context = {"case": case, "seen": view, "days": days(tuple(reversed(view.posts)))}
    return show(request, "pages/case_as.html", context, place="cases")
