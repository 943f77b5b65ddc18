"""One case: its brief, its thread, and writing in it."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.queries.summaries import CaseSummary, GuestCase, SideRef
from esn.core.errors import Invalid
from esn.core.pages import Page
from feeds import queries as feeds
from feeds.queries.summaries import PostSummary
from frontend import attaching, words
from frontend.pages.door import (
    Request,
    away,
    first_problem,
    reading,
    show,
    show_part,
    writing,
)
from frontend.threads import days, first_new, reaches_back, typed_moment
from groups import queries as groups

PANES = ("brief", "thread", "people")
ENTRIES = 30


@reading
def case(request: Request, ref: str) -> HttpResponse:
    """The desk: my list, the thread, the brief. A phone shows one of them at a time."""
    return _desk(request, ref)


def _desk(request: Request, ref: str, *, status: int = 200, **state: Any) -> HttpResponse:
    brief = queries.brief(request.user, ref) if request.user.is_member else None
    found: CaseSummary | GuestCase = brief.case if brief else queries.case(request.user, ref)
    sides = [one.side for one in found.sides]
    side = request.GET.get("side") or None
    if side is not None and side not in sides:
        raise Invalid.field("side", "unknown_choice", _("This case has no such side."))
    pane = request.GET.get("pane", "brief" if brief else "thread")
    context = {
        **_thread(request, ref, side),
        "brief": brief,
        "case": found,
        "shown": () if brief else queries.case_commitments(request.user, ref),
        "side": side,
        "writable": writable(found),
        "pane": pane if pane in PANES else "brief",
        "chosen": side or sides[0],
        "statuses": words.choices("status"),
        "viewers": queries.viewers_on(request.user.id, ref, {one.audience: one.side for one in found.sides}),
        **state,
    }
    return show(request, "pages/case.html", context, place="cases", status=status)


def writable(found: CaseSummary | GuestCase) -> tuple[SideRef, ...]:
    """The sides of a case on which the viewer may write."""
    return tuple(side for side in found.sides if f"post_{side.kind}" in found.can)


def _thread(request: Request, ref: str, side: str | None) -> dict[str, Any]:
    page: Page[PostSummary] = queries.timeline(
        request.user, ref, side=side, cursor=request.GET.get("cursor"), limit=ENTRIES
    )
    # What was merged into this case says in its own thread that it went away: read from here, it has come.
    told = tuple(post for post in reversed(page.results) if post.kind != "merged" or post.audience.subject_ref == ref)
    since = _read_until(request, told)
    first = first_new(told, since, request.user.id) if since and reaches_back(told, since) else ""
    return {
        "page": page,
        "days": days(told, first),
        "earlier": page.next,
        "since": "" if since is None or reaches_back(told, since) else since.isoformat(),  # the line stands further up
        "news_below": bool(since and reaches_back(told, since) and not first and "since" in request.GET),
    }


def _read_until(request: Request, told: tuple[PostSummary, ...]) -> dt.datetime | None:
    """Up to when I had read the thread when I came; None where nothing is new, or where its line stands already."""
    if "since" in request.GET:
        return typed_moment(request.GET["since"])
    unread = {post.audience.id for post in told if post.unread}
    if not unread or "cursor" in request.GET:
        return None
    return min(groups.read_positions(request.user, unread).values(), default=None)


@reading
def case_earlier(request: Request, ref: str) -> HttpResponse:
    """Earlier entries of the thread, to be put above the others."""
    found = queries.case(request.user, ref)
    side = request.GET.get("side") or None
    return show_part(request, "parts/earlier.html", {**_thread(request, ref, side), "case": found, "side": side})


@reading
def case_brief(request: Request, ref: str) -> HttpResponse:
    """The brief alone, for a page that is open while something changes."""
    brief = queries.brief(request.user, ref)
    context = {"brief": brief, "case": brief.case, "statuses": words.choices("status")}
    return show_part(request, "parts/brief.html", context)


@writing
def case_post(request: Request, ref: str) -> HttpResponse:
    """Write in the thread, on the side that was chosen in words."""
    side, body = request.POST.get("side", "internal"), request.POST.get("body", "")
    files = attaching.take(request)
    try:
        post_id = actions.post_in_case(request.user, ref=ref, body=body, side=side, attachments=files.checked())
    except Invalid as error:
        attached = attaching.waiting(request, files)
        return _composer(request, ref, chosen=side, typed=body, attached=attached, problem=first_problem(error))
    if not request.htmx:
        return away(request, f"{reverse('case', args=[ref])}?pane=thread#post-{post_id}")
    return _composer(request, ref, chosen=side, arrived=feeds.post(request.user, post_id))


def _composer(request: Request, ref: str, **state: Any) -> HttpResponse:
    status = 400 if state.get("problem") else 200
    if not request.htmx:
        return _desk(request, ref, status=status, **{**state, "pane": "thread"})
    found = queries.case(request.user, ref)
    context = {"case": found, "writable": writable(found), **state}
    return show_part(request, "parts/case_composer.html", context, status=status)
