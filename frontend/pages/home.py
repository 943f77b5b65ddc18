"""The home feed, writing from it, and what was read."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid, NotAllowed
from feeds import actions
from feeds import queries as feeds
from feeds.queries.narrowing import ALL
from frontend import attaching, feed_lines, polling, since
from frontend.blocks import blocks
from frontend.drafting import written
from frontend.feed_filters import narrowed
from frontend.installed import may_be_kept
from frontend.pages.composing import not_told, tell_author
from frontend.pages.door import Request, asks_part, away, came_from, first_problem, reading, show, show_part, writing
from frontend.scheduling import moment_of, scheduled_words, typed_moment
from frontend.sending import send
from groups.queries import rail
from people.models import Person
from search.since import since as everything_since


@reading
def home(request: Request) -> HttpResponse:
    """What is new where I follow."""
    only = narrowed(request)
    listed = _listed(request, only)
    if asks_part(request):
        return show_part(request, "parts/feed.html", listed)
    groups = rail(request.user)
    here = since.visit(request, request.user)
    left_at = since.left_at(here) if only == "all" and listed["first"] else None
    response = show(
        request,
        "pages/home.html",
        {
            **listed,
            "since": _since(request.user, left_at),
            "announces": only == "announcements" and feeds.may_announce_to_all(request.user),
            "rail": groups,
            "audiences": [(group.audience, group.name) for group in groups if "post" in group.can],
            "invitation": _("Say something to a group…"),
            **written("home", request.user),
        },
        place="home",
    )
    return may_be_kept(since.keep(request, response, request.user, here), request.user)


def _listed(request: Request, only: str) -> dict[str, Any]:
    """One page of the feed, narrowed or whole."""
    cursor = request.GET.get("cursor")
    page = feeds.home(request.user, cursor=cursor, only=only)
    seen = feed_lines.line(request, request.user, feeds.HOME, page) if only == ALL else feed_lines.NONE
    return {
        "page": page,
        "blocks": blocks(page.results, seen.above),
        "seen_until": seen.onward,
        "only": only,
        "first": cursor is None,
    }


def _since(viewer: Person, left_at: dt.datetime | None) -> dict[str, Any] | None:
    """What changed since the viewer left; nothing when they did not, or when nothing changed."""
    if left_at is None:
        return None
    found = everything_since(viewer, left_at)
    if not found.groups and not found.searches:
        return None
    return {
        "since": found.since,
        "told": since.told(found.groups),
        "more": found.more,
        "searches": found.searches,
        "more_searches": found.more_searches,
    }


@writing
def since_seen(request: Request) -> HttpResponse:
    """I have seen what changed since I left."""
    here = since.visit(request, request.user)
    return since.keep(request, away(request, reverse("home")), request.user, replace(here, left=0, back=0))


@writing
def publish(request: Request) -> HttpResponse:
    """Say something to a group, from its page or from home."""
    audience, body = request.POST.get("audience", ""), request.POST.get("body", "")
    files, said_as = attaching.take(request), polling.typed(request.POST)
    later: dt.datetime | None = None

    def say() -> str:
        said: dict[str, Any] = {"audience_id": audience, "body": body, "manner": polling.manner(said_as)}
        if later:
            return actions.schedule_post(request.user, send_at=later, attachments=files.checked(), **said)
        return actions.publish(request.user, attachments=files.checked(), **said)

    try:
        later = moment_of(request)
        post_id = send(request, say)
    except (Invalid, NotAllowed) as error:
        if isinstance(error, NotAllowed) and not body and not request.FILES:
            raise
        problem = first_problem(error) if isinstance(error, Invalid) else error.detail
        attached = attaching.waiting(request, files)
        return composer(request, audience, typed=body, attached=attached, problem=problem, said_as=said_as)
    if later is not None:
        return _waits(request, audience, scheduled_words(later))
    if feeds.is_held(request.user, post_id):
        return _waits(request, audience)
    if not request.htmx:
        tell_author(request, post_id)
        return away(request, f"{came_from(request).partition('#')[0]}#post-{post_id}")
    arrived = feeds.post(request.user, post_id)
    return composer(request, audience, arrived=arrived, unread_by=not_told(request, arrived))


def _waits(request: Request, audience: str, told: str = "") -> HttpResponse:
    """What was written waits for a moderator (it stands at the top of the group for its author) or for its moment."""
    if request.htmx:
        return composer(request, audience, waits=told or waits_words())
    messages.success(request, told or waits_words())
    return away(request, came_from(request).partition("#")[0])


def waits_words() -> str:
    """What the author of something that waits is told."""
    return _("Kept. A moderator of the group looks at it first; you will hear from them.")


def composer(request: Request, chosen: str, **state: Any) -> HttpResponse:
    """The composer again: empty with what was just said, or as it was with what is wrong."""
    choices = [(group.audience, group.name) for group in rail(request.user) if "post" in group.can]
    invitation = _("Say something to a group…")
    if request.POST.get("from") == "group":
        choices = [choice for choice in choices if choice[0] == chosen] or [(chosen, "")]
        if choices[0][1]:
            invitation = _("Say something to %(group)s…") % {"group": choices[0][1]}
    context = {
        "audiences": choices,
        "from_page": request.POST.get("from", ""),
        "invitation": invitation,
        **written(request.POST.get("draft", "home"), request.user),
        **(typed_moment(request) if state.get("problem") else {}),
        **state,
        "chosen": chosen,
    }
    status = 400 if state.get("problem") else 200
    if request.htmx:
        return show_part(request, "parts/composer.html", context, status=status)
    return show(request, "pages/publish.html", context, place="home", status=status)


@writing
def mark_read(request: Request) -> HttpResponse:
    """Remember that I have read some audiences, or everything that I follow."""
    audiences = request.POST.getlist("audience")[:500]
    if not audiences:
        audiences = [group.audience for group in rail(request.user)]
        messages.success(request, _("Everything is marked as read."))
    actions.mark_audiences_read(request.user, audience_ids=audiences)
    if request.headers.get("X-Quiet"):
        return HttpResponse(status=204)
    return away(request, came_from(request, reverse("home")))


@writing
def feed_visit(request: Request) -> HttpResponse:
    """Remember that I look at a feed: what stands in it counts as seen when I come the next time."""
    place = request.POST.get("place", "")
    actions.look_at_feed(request.user, place=place)
    if request.headers.get("X-Quiet"):
        return HttpResponse(status=204)
    return away(request, came_from(request, reverse("home")))
