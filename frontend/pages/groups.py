"""Groups: the directory, one group with its feed and members, and coming and going."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid, NotFound
from feeds import queries as feeds
from frontend import forms
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing
from groups import actions, queries


@reading
def groups(request: Request) -> HttpResponse:
    """All groups that I know of, or mine."""
    q = request.GET.get("q", "")[:120]
    mine = request.GET.get("which") == "mine"
    page = queries.groups(request.user, q=q, mine=mine, cursor=request.GET.get("cursor"))
    return show(request, "pages/groups.html", {"page": page, "q": q, "mine": mine}, place="groups")


@reading
def group(request: Request, group_id: str) -> HttpResponse:
    """The feed of one group, or what is to be known of it before one is in."""
    found = queries.group(request.user, group_id)
    context = {
        **_aside(request, found),
        "own_audience": [(found.audience, found.name)],
        "first": "cursor" not in request.GET,
        "invitation": _("Say something to %(group)s…") % {"group": found.name},
    }
    try:
        context["page"] = feeds.feed(request.user, audience_id=found.audience, cursor=request.GET.get("cursor"))
    except NotFound:
        context["outside"] = True
    return show(request, "pages/group.html", context, place=found.id)


@reading
def members(request: Request, group_id: str) -> HttpResponse:
    """Who is in a group."""
    found = queries.group(request.user, group_id)
    page = queries.members(request.user, group_id, cursor=request.GET.get("cursor"))
    return show(request, "pages/members.html", {**_aside(request, found), "page": page}, place=found.id)


def _aside(request: Request, found: queries.GroupSummary) -> dict[str, object]:
    asking = queries.requests(request.user, found.id) if "decide_requests" in found.can else ()
    return {"group": found, "owners": queries.owners(request.user, found.id), "asking": asking}


@form_page
def group_new(request: Request) -> HttpResponse:
    """Create a group."""
    form = forms.GroupForm(request.POST or None, initial={"kind": "community", "openness": "open"})
    if request.method == "POST" and form.is_valid():
        try:
            group_id = actions.create_group(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("group", args=[group_id]))
    context = {"form": form, "heading": _("Create a group"), "verb": _("Create the group")}
    return show(request, "pages/form.html", context, place="groups", status=_status(form))


@form_page
def group_edit(request: Request, group_id: str) -> HttpResponse:
    """Change a group's name or purpose."""
    found = queries.group(request.user, group_id)
    form = forms.GroupEditForm(request.POST or None, initial={"name": found.name, "purpose": found.purpose})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_group(request.user, group_id=group_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("group", args=[group_id]))
    context = {"form": form, "heading": _("Change the group"), "verb": _("Save")}
    return show(request, "pages/form.html", context, place=found.id, status=_status(form))


@writing
def join(request: Request, group_id: str) -> HttpResponse:
    """Join an open group."""
    actions.join(request.user, group_id=group_id)
    return away(request, reverse("group", args=[group_id]))


@writing
def ask(request: Request, group_id: str) -> HttpResponse:
    """Ask to join a closed group."""
    actions.ask_to_join(request.user, group_id=group_id)
    messages.success(request, _("Your request is with the moderators of the group."))
    return away(request, reverse("group", args=[group_id]))


@writing
def leave(request: Request, group_id: str) -> HttpResponse:
    """Give up my seat."""
    actions.leave(request.user, group_id=group_id)
    messages.success(request, _("You have left the group."))
    return away(request, reverse("groups"))


@writing
def follow(request: Request, group_id: str) -> HttpResponse:
    """Have a group in my home feed, or not."""
    found = queries.group(request.user, group_id)
    verb = actions.unfollow if request.POST.get("follow") == "no" else actions.follow
    verb(request.user, audience_id=found.audience)
    return away(request, reverse("group", args=[group_id]))


@writing
def decide(request: Request, group_id: str, person_id: str) -> HttpResponse:
    """Let somebody in who asked, or not."""
    accept = request.POST.get("accept") == "yes"
    actions.decide_request(request.user, group_id=group_id, person_id=person_id, accept=accept)
    return away(request, reverse("group", args=[group_id]))


@form_page
def member_new(request: Request, group_id: str) -> HttpResponse:
    """Add somebody: find them, then give them a seat."""
    found = queries.group(request.user, group_id)
    if request.method == "POST":
        role = request.POST.get("role", "member")
        actions.add_member(request.user, group_id=group_id, person_id=request.POST.get("person", ""), role=role)
        return away(request, reverse("group_members", args=[group_id]))
    q = request.GET.get("q", "")[:120]
    page = queries.directory(request.user, q=q, limit=10) if q else None
    return show(request, "pages/member_new.html", {"group": found, "q": q, "page": page}, place=found.id)


@writing
def member_remove(request: Request, group_id: str, person_id: str) -> HttpResponse:
    """Take somebody's seat away."""
    actions.remove_member(request.user, group_id=group_id, person_id=person_id)
    return away(request, reverse("group_members", args=[group_id]))


def _status(form: object) -> int:
    return 400 if getattr(form, "errors", None) else 200
