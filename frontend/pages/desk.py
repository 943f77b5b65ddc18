"""The cases beside the one that is read, or beside the feed: three lists, of which the chosen one stays chosen."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases import queries
from cases.queries import CaseCounts, CaseSummary
from esn.core.errors import Invalid
from frontend.ahead import is_ahead
from frontend.pages.door import Request, reading, show_part
from people.models import Person

COOKIE = "desk"
AT_HOME = 6
_KEPT = 365 * 24 * 3600


@dataclass(frozen=True)
class Desk:
    """One of the lists: its cases and how many stand in each, or neither where they come later."""

    which: str
    cases: tuple[CaseSummary, ...] = ()
    counts: CaseCounts | None = None

    @property
    def tabs(self) -> tuple[tuple[str, str, int | None], ...]:
        """Each list: its code, its words, and how many stand in it where that is known."""
        words = {"mine": _("Mine"), "team": _("My team"), "followed": _("Followed")}
        return tuple((code, words[code], getattr(self.counts, code, None)) for code in queries.DESK)


@reading
def beside(request: Request) -> HttpResponse:
    """The cases that I hold, beside my feed; beside a case one of the three lists."""
    present = request.GET.get("case", "")
    if not present:
        held = queries.desk_cases(request.user, limit=AT_HOME)
        return show_part(request, "parts/held.html", {"cases": held, "which": "mine"})
    which = chosen(request)
    context = {"desk": listed(request.user, which), "present": present}
    return remember(request, show_part(request, "parts/desk_cases.html", context), which)


def at_once(request: Request) -> Desk:
    """The list as a page begins: there already where the address names it, else asked for when the page stands."""
    which = chosen(request)
    return listed(request.user, which) if "list" in request.GET else Desk(which)


def listed(viewer: Person, which: str) -> Desk:
    """One list of the viewer, with the numbers of all three."""
    return Desk(which, queries.desk_cases(viewer, which=which), queries.case_counts(viewer))


def chosen(request: HttpRequest) -> str:
    """The list that the address names, else the one that was chosen last in this browser."""
    asked = request.GET.get("list")
    if asked is None:
        kept = request.COOKIES.get(COOKIE, "")
        return kept if kept in queries.DESK else queries.DESK[0]
    if asked not in queries.DESK:
        raise Invalid.field("list", "unknown_choice", _("This list is unknown."))
    return asked


def remember(request: HttpRequest, response: HttpResponse, which: str) -> HttpResponse:
    """Keep the choice in this browser."""
    said = "list" in request.GET and not is_ahead(request)
    if said and request.COOKIES.get(COOKIE, queries.DESK[0]) != which:
        secure = request.is_secure()
        response.set_cookie(COOKIE, which, max_age=_KEPT, httponly=True, samesite="Lax", secure=secure)
    return response
