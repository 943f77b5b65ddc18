"""One case: its brief, its thread, and writing in it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.queries.summaries import CaseSummary, GuestCase, SideRef
from esn.core.errors import Invalid
from esn.core.pages import Page
from feeds import queries as feeds
from feeds.queries.summaries import PostSummary
from frontend import attaching, polling, tour, words
from frontend.drafting import written
from frontend.installed import may_be_kept
from frontend.pages import desk
from frontend.pages.composing import not_told, tell_author
from frontend.pages.door import (
    Request,
    away,
    first_problem,
    reading,
    show,
    show_part,
    writing,
)
from frontend.scheduling import moment_of, scheduled_words
from frontend.scheduling import typed_moment as typed_when
from frontend.sending import send
from frontend.settling import was_read
from frontend.threads import days, first_new, reaches_back, typed_moment
from groups import queries as groups

PANES = ("brief", "thread", "people")
ENTRIES = 30


@reading
def case(request: Request, ref: str) -> HttpResponse:
    """The desk: my list, the thread, the brief. A phone shows one of them at a time."""
    response = _desk(request, ref)
    was_read(request, "case", ref)
    return response


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
        "statuses": words.choices("status"),
        "desk": desk.at_once(request) if brief else None,
        "tour": tour.tour(request.GET.get("tour", "")) if brief else None,
        **written(f"case-{ref}", request.user),
        "viewers": queries.viewers_on(request.user.id, ref, {one.audience: one.side for one in found.sides}),
        **state,
    }
    if state.get("chosen") not in sides:
        context["chosen"] = side or (context["draft"].chosen if context["draft"].chosen in sides else sides[0])
    response = show(request, "pages/case.html", context, place="cases", status=status)
    if brief:
        desk.remember(request, response, context["desk"].which)
    return may_be_kept(response, request.user)


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
    files, said_as = attaching.take(request), polling.typed(request.POST)
    later: dt.datetime | None = None

    def say() -> str:
        said: dict[str, Any] = {"ref": ref, "body": body, "side": side, "manner": polling.manner(said_as)}
        if later:
            return actions.schedule_in_case(request.user, send_at=later, attachments=files.checked(), **said)
        return actions.post_in_case(request.user, attachments=files.checked(), **said)

    try:
        later = moment_of(request)
        post_id = send(request, say)
    except Invalid as error:
        state: dict[str, Any] = {"chosen": side, "typed": body, "attached": attaching.waiting(request, files)}
        state |= {"said_as": said_as, **typed_when(request)}
        return _composer(request, ref, problem=first_problem(error), **state)
    if later is not None:
        if request.htmx:
            return _composer(request, ref, chosen=side, waits=scheduled_words(later))
        messages.success(request, scheduled_words(later))
        return away(request, f"{reverse('case', args=[ref])}?pane=thread")
    if not request.htmx:
        tell_author(request, post_id)
        return away(request, f"{reverse('case', args=[ref])}?pane=thread#post-{post_id}")
    arrived = feeds.post(request.user, post_id)
    return _composer(request, ref, chosen=side, arrived=arrived, unread_by=not_told(request, arrived))


def _composer(request: Request, ref: str, **state: Any) -> HttpResponse:
    status = 400 if state.get("problem") else 200
    if not request.htmx:
        return _desk(request, ref, status=status, **{**state, "pane": "thread"})
    found = queries.case(request.user, ref)
    draft = written(f"case-{ref}", request.user)
    context = {"case": found, "writable": writable(found), **draft, **state}
    return show_part(request, "parts/case_composer.html", context, status=status)
