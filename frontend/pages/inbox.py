"""What needs me: one line per thread, case or queue, and what I do with it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.pages import Page
from frontend import inbox_rows
from frontend.inbox_about import about as inbox_about_of
from frontend.pages.door import Request, away, came_from, reading, show, show_part, writing
from frontend.threads import typed_moment
from inbox import actions, queries
from inbox.queries import LineSummary

TABS = ("open", "mentions", "snoozed", "done")
SHOWN = 50
FILTERS = ("kind", "harm", "customer")
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4b3c92"/>'
    '<text x="16" y="23" font-family="sans-serif" font-size="{size}" font-weight="700" text-anchor="middle" '
    'fill="#fff">{said}</text></svg>'
)


@reading
def inbox(request: Request) -> HttpResponse:
    """The lines of one tab, in groups by harm."""
    tab = request.GET.get("tab", "open")
    if tab not in TABS:
        raise Invalid.field("tab", "unknown_choice", _("There is no such list."))
    context = _lines(request, tab)
    if request.htmx:
        return show_part(request, "parts/inbox.html", context)
    return show(request, "pages/inbox.html", {**context, "inbox_count": context["counts"]["open"]}, place="inbox")


def _lines(request: Request, tab: str) -> dict[str, Any]:
    me = request.user
    state = "open" if tab == "mentions" else tab
    chosen = queries.Narrowing.asked({name: request.GET.get(name, "") for name in FILTERS})
    narrowed = replace(chosen, kind="mention") if tab == "mentions" else chosen
    page = queries.lines(me, state=state, narrowed=narrowed, cursor=request.GET.get("cursor"), limit=SHOWN)
    counts = {
        "open": queries.count(me),
        "mentions": queries.count(me, kind="mention"),
        "snoozed": queries.count(me, state="snoozed"),
    }
    plain = inbox_rows.Section("", inbox_rows.rows(page.results))
    return {
        "tab": tab,
        "page": page,
        "counts": counts,
        "heading": inbox_rows.heading(counts["open"], queries.MANY),
        "sections": inbox_rows.sections(page.results) if tab == "open" else (plain,) if plain.rows else (),
        "moments": inbox_rows.moments(),
        "kept": urlencode({"tab": tab, **chosen.words}),
        "fresh": f"{reverse('inbox')}?{urlencode({'tab': tab, **chosen.words})}",
        "chosen": chosen,
        "choices": inbox_rows.choices(queries.offered(me, state=state), chosen, tab) if _narrows(request, page) else {},
    }


def _narrows(request: Request, page: Page[LineSummary]) -> bool:
    """Whether there is anything to narrow, or it has been narrowed."""
    return len(page.results) > 1 or any(request.GET.get(name) for name in FILTERS)


@reading
def inbox_about(request: Request, line_id: str) -> HttpResponse:
    """What a line is about, beside the inbox: the case with its customer and promises, the thread, or the group."""
    line = queries.line(request.user, line_id)
    context = {"line": line, "row": inbox_rows.rows([line])[0], **inbox_about_of(request.user, line)}
    return show_part(request, "parts/inbox_about.html", context)


@reading
def inbox_count(request: Request) -> HttpResponse:
    """How much needs me, for the rail, the title and the icon of the page."""
    return show_part(request, "parts/inbox_count.html", {"inbox_count": queries.count(request.user)})


@writing
def inbox_done(request: Request, line_id: str) -> HttpResponse:
    """Put a line away."""
    actions.put_away(request.user, line_id=line_id)
    return _back(request)


@writing
def inbox_undo(request: Request, line_id: str) -> HttpResponse:
    """Take my last deed with a line back."""
    actions.undo(request.user, line_id=line_id)
    return _back(request)


@writing
def inbox_wake(request: Request, line_id: str) -> HttpResponse:
    """Let a line wait again now."""
    actions.wake(request.user, line_id=line_id)
    return _back(request)


@writing
def inbox_snooze(request: Request, line_id: str) -> HttpResponse:
    """Let a line come back at a moment, or when something happens."""
    until = typed_moment(request.POST["until"]) if request.POST.get("until") else None
    actions.snooze(request.user, line_id=line_id, until=until, event=request.POST.get("event", ""))
    return _back(request)


@writing
def inbox_clear(request: Request) -> HttpResponse:
    """Put several lines away at once; those that need a deed stay."""
    actions.put_away_all(request.user, line_ids=request.POST.getlist("line")[:SHOWN])
    return _back(request)


def mark(request: HttpRequest, count: int) -> HttpResponse:
    """The icon of the page with a number: the same for whoever asks."""
    said = str(count) if count < 10 else "9+"
    answer = HttpResponse(MARK.format(said=said, size=20 if count < 10 else 16), content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _back(request: Request) -> HttpResponse:
    return away(request, came_from(request, reverse("inbox")))
