"""The home feed, writing from it, and what was read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import queries as cases
from cases.queries.summaries import CaseSummary
from esn.core.errors import Invalid
from feeds import actions
from feeds import queries as feeds
from frontend import attaching
from frontend.blocks import blocks
from frontend.pages.door import Request, away, came_from, first_problem, reading, show, show_part, writing
from groups.queries import rail
from people.models import Person

FILTERS = ("all", "unread")
ENDED = ("solved", "closed")


@reading
def home(request: Request) -> HttpResponse:
    """What is new where I follow."""
    only = request.GET.get("only", "all")
    if only not in FILTERS:
        raise Invalid.field("only", "unknown_choice", _("This filter is unknown."))
    page = feeds.home(request.user, cursor=request.GET.get("cursor"), only=only)
    groups = rail(request.user)
    return show(
        request,
        "pages/home.html",
        {
            "page": page,
            "blocks": blocks(page.results),
            "only": only,
            "first": "cursor" not in request.GET,
            "rail": groups,
            "audiences": [(group.audience, group.name) for group in groups if "post" in group.can],
            "invitation": _("Say something to a group…"),
        },
        place="home",
    )


@reading
def beside(request: Request) -> HttpResponse:
    """The cases that I hold, beside my feed or a case."""
    present = request.GET.get("case", "")
    return show_part(
        request, "parts/held.html", {"cases": held(request.user, 20 if present else 6), "present": present}
    )


def held(viewer: Person, most: int) -> tuple[CaseSummary, ...]:
    """The open cases that I hold, by newest activity."""
    if not viewer.is_member:
        return ()
    found = cases.cases(viewer, which="mine", limit=3 * most).results
    return tuple(case for case in found if isinstance(case, CaseSummary) and case.status not in ENDED)[:most]


@writing
def publish(request: Request) -> HttpResponse:
    """Say something to a group, from its page or from home."""
    audience, body = request.POST.get("audience", ""), request.POST.get("body", "")
    files = attaching.take(request)
    try:
        post_id = actions.publish(request.user, audience_id=audience, body=body, attachments=files.checked())
    except Invalid as error:
        attached = attaching.waiting(request, files)
        return composer(request, audience, typed=body, attached=attached, problem=first_problem(error))
    if not request.htmx:
        return away(request, f"{came_from(request).partition('#')[0]}#post-{post_id}")
    return composer(request, audience, arrived=feeds.post(request.user, post_id))


def composer(request: Request, chosen: str, **state: Any) -> HttpResponse:
    """The composer again: empty with what was just said, or as it was with what is wrong."""
    choices = [(group.audience, group.name) for group in rail(request.user) if "post" in group.can]
    if request.POST.get("from") == "group":
        choices = [choice for choice in choices if choice[0] == chosen] or [(chosen, "")]
    context = {
        "audiences": choices,
        "chosen": chosen,
        "from_page": request.POST.get("from", ""),
        "invitation": _("Say something to a group…"),
        **state,
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
