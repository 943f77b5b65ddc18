"""Showing a post in another group or case: who will read it is said first, and that nothing is copied."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions as cases
from cases import queries as case_queries
from cases.queries import CaseSummary
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from feeds import actions, queries
from feeds.queries.summaries import PostSummary
from frontend import pointing
from frontend.pages.door import Request, away, first_problem, form_page, show
from frontend.pages.home import waits_words
from groups import queries as groups
from groups.queries import rail


@dataclass(frozen=True)
class Side:
    """A side of a case on which one may share, and who reads it, in words."""

    name: str
    words: str


@dataclass(frozen=True)
class Place:
    """Where a post is shown, and who reads it there, in words."""

    title: str
    readers: str
    group: str = ""
    case: str = ""
    sides: tuple[Side, ...] = ()


@form_page
def share(request: Request, post_id: str) -> HttpResponse:
    """Where first, then one's own words."""
    found = queries.post(request.user, post_id)
    if found.deleted or found.hidden:
        raise NotAllowed(_("This post is not there any more. It cannot be shared."))
    named = request.POST if request.method == "POST" else request.GET
    place, problem = None, ""
    try:
        place = _place(request, named.get("group", ""), named.get("case", "").strip())
    except NotFound:
        problem = _("There is no such group or case where you can write.")
    if place is None:
        return _choose(request, found, problem)
    return _said(request, found, place) if request.method == "POST" else _written(request, found, place)


def _choose(request: Request, found: PostSummary, problem: str) -> HttpResponse:
    places = [_group_place(group) for group in rail(request.user) if "post" in group.can]
    context = {
        "post": found,
        "places": places,
        "cases": case_queries.desk_cases(request.user, limit=10),
        "problem": problem,
    }
    return show(request, "pages/share_to.html", context, status=400 if problem else 200)


def _written(request: Request, found: PostSummary, place: Place, typed: str = "", problem: str = "") -> HttpResponse:
    chosen = request.POST.get("side") or (place.sides[0].name if place.sides else "")
    here = pointing.of(found)
    context = {"post": found, "here": here, "place": place, "typed": typed, "chosen": chosen, "problem": problem}
    return show(request, "pages/share.html", context, status=400 if problem else 200)


def _said(request: Request, found: PostSummary, place: Place) -> HttpResponse:
    body = request.POST.get("body", "")
    try:
        if place.case:
            side = request.POST.get("side") or None
            made = cases.share_in_case(request.user, post_id=found.id, ref=place.case, body=body, side=side)
        else:
            audience = groups.audience_of(request.user, place.group)
            made = actions.share_post(request.user, post_id=found.id, audience_id=audience, body=body)
    except (Invalid, NotAllowed, Conflict) as error:
        problem = first_problem(error) if isinstance(error, Invalid) else error.detail
        return _written(request, found, place, body, problem or _("This is not possible here."))
    if queries.is_held(request.user, made):
        messages.success(request, waits_words())
        return away(request, reverse("group", args=[place.group]))
    messages.success(request, _("Shared in %(place)s.") % {"place": place.title})
    return away(request, reverse("post", args=[made]))


def _place(request: Request, group_id: str, ref: str) -> Place | None:
    """The place that is named; None where none is."""
    if group_id:
        group = next((one for one in rail(request.user) if one.id == group_id and "post" in one.can), None)
        if group is None:
            raise NotFound
        return _group_place(group)
    return _case_place(case_queries.case(request.user, ref)) if ref else None


def _group_place(group: groups.GroupSummary) -> Place:
    if group.openness == "open":
        readers = _("Every colleague may read it: the group is open.")
    else:
        readers = _("Its members read it: %(n)d.") % {"n": group.members_count}
    return Place(group.name, readers, group=group.id)


def _case_place(case: CaseSummary | case_queries.GuestCase) -> Place:
    sides = []
    for side in case.sides:
        if f"post_{side.kind}" not in case.can or side.kind == "customer":
            continue
        inside = side.kind == "internal"
        words = (
            _("Internal: colleagues only") if inside else _("%(name)s and colleagues read it") % {"name": side.label}
        )
        sides.append(Side(side.side, words))
    if not sides:
        raise NotFound
    sides.sort(key=lambda one: one.name != "internal")
    title = case.title if isinstance(case, CaseSummary) else case.ref
    return Place(title, sides[0].words, case=case.ref, sides=tuple(sides))
