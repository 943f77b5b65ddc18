"""The members of a group: who is in, who asks to be, who was asked in, and what each may do."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn.core.errors import Conflict, Invalid, NotAllowed
from frontend.pages.door import Request, away, first_problem, form_page, reading, show, show_part, writing
from frontend.pages.groups import aside
from groups import actions, queries

ROLES = ("owner", "moderator", "member")


@reading
def members(request: Request, group_id: str) -> HttpResponse:
    """Who is in a group."""
    found = queries.group(request.user, group_id)
    q, role = request.GET.get("q", "")[:120], request.GET.get("role", "")
    if role and role not in ROLES:
        raise Invalid.field("role", "unknown_choice", _("This filter is unknown."))
    page = queries.members(request.user, group_id, q=q, role=role or None, cursor=request.GET.get("cursor"))
    invited = queries.invitations(request.user, group_id) if "invite" in found.can else ()
    context = {**aside(request, found), "page": page, "q": q, "role": role, "invited": invited}
    context["available"] = queries.availability(request.user, [one.person.id for one in page.results])
    return show(request, "pages/members.html", context, place=found.id)


@reading
def asking(request: Request, group_id: str) -> HttpResponse:
    """Who asks to join a group, as it is now, for those who decide."""
    found = queries.group(request.user, group_id)
    context = {"group": found, "asking": queries.requests(request.user, group_id)}
    return show_part(request, "parts/group_asking.html", context)


@form_page
def member_new(request: Request, group_id: str) -> HttpResponse:
    """Add somebody, or give them another role: find them, then give them a seat."""
    found = queries.group(request.user, group_id)
    if "add_member" not in found.can:
        raise NotAllowed(_("Only those who moderate a group add members to it."))
    if request.method == "POST" and "role" in request.POST:
        actions.add_member(
            request.user, group_id=group_id, person_id=request.POST.get("person", ""), role=request.POST["role"]
        )
        return away(request, reverse("group_members", args=[group_id]))
    if request.method == "POST":
        chosen = request.POST.getlist("person")
        try:
            actions.add_members(request.user, group_id=group_id, person_ids=chosen)
        except (Invalid, Conflict) as error:
            return _chooser(request, found, "add", _problem(error))
        return away(request, reverse("group_members", args=[group_id]))
    return _chooser(request, found, "add")


@form_page
def invite(request: Request, group_id: str) -> HttpResponse:
    """Ask colleagues into a group: find them, then ask them."""
    found = queries.group(request.user, group_id)
    if "invite" not in found.can:
        raise NotAllowed
    if request.method == "POST":
        chosen = request.POST.getlist("person")
        try:
            actions.invite(request.user, group_id=group_id, person_ids=chosen, message=request.POST.get("message", ""))
        except (Invalid, Conflict) as error:
            return _chooser(request, found, "invite", _problem(error))
        asked = ngettext("%(n)s person was asked in.", "%(n)s people were asked in.", len(chosen))
        messages.success(request, asked % {"n": len(chosen)})
        return away(request, reverse("group_members", args=[group_id]))
    return _chooser(request, found, "invite")


def _problem(error: Invalid | Conflict) -> str:
    return first_problem(error) if isinstance(error, Invalid) else error.detail


def _chooser(request: Request, found: queries.GroupSummary, verb: str, problem: str = "") -> HttpResponse:
    """Find people by name and tick some of them; what was ticked and typed stays when something is wrong."""
    q = (request.POST.get("q") or request.GET.get("q", ""))[:120]
    page = queries.directory(request.user, q=q, limit=20) if q else None
    context = {
        "group": found,
        "verb": verb,
        "q": q,
        "page": page,
        "chosen": request.POST.getlist("person"),
        "message": request.POST.get("message", ""),
        "problem": problem,
    }
    return show(request, "pages/member_new.html", context, place=found.id, status=400 if problem else 200)


@writing
def withdraw(request: Request, group_id: str, person_id: str) -> HttpResponse:
    """Take an invitation back."""
    actions.withdraw_invitation(request.user, group_id=group_id, person_id=person_id)
    return away(request, reverse("group_members", args=[group_id]))


@writing
def decide(request: Request, group_id: str, person_id: str) -> HttpResponse:
    """Let somebody in who asked, or not."""
    accept = request.POST.get("accept") == "yes"
    actions.decide_request(request.user, group_id=group_id, person_id=person_id, accept=accept)
    return away(request, reverse("group", args=[group_id]))


@writing
def member_remove(request: Request, group_id: str, person_id: str) -> HttpResponse:
    """Take somebody's seat away."""
    actions.remove_member(request.user, group_id=group_id, person_id=person_id)
    return away(request, reverse("group_members", args=[group_id]))


@writing
def step_down(request: Request, group_id: str) -> HttpResponse:
    """Become a plain member."""
    actions.step_down(request.user, group_id=group_id)
    messages.success(request, _("You are a member like the others now."))
    return away(request, reverse("group", args=[group_id]))
