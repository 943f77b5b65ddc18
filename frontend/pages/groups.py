"""Groups: the directory, one group with its feed, files, cases and purpose, and coming and going."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import queries as cases
from esn.core.errors import Invalid, NotAllowed, NotFound
from feeds import queries as feeds
from feeds.queries.narrowing import ALL
from frontend import feed_lines, forms, numbers
from frontend.blocks import blocks
from frontend.drafting import written
from frontend.feed_filters import narrowed
from frontend.installed import may_be_kept
from frontend.pages.door import Request, asks_part, away, blame, form_page, reading, show, show_part, writing
from frontend.undoing import done
from groups import actions, queries

WHICH = ("living", "mine", "archived")


@reading
def groups(request: Request) -> HttpResponse:
    """All groups that I know of, mine or the archived ones; what I was asked into, and what I may like."""
    q = request.GET.get("q", "")[:120]
    which = request.GET.get("which", "living")
    if which not in WHICH:
        raise Invalid.field("which", "unknown_choice", _("This filter is unknown."))
    page = queries.groups(request.user, q=q, which=which, cursor=request.GET.get("cursor"))
    first = not q and which == "living" and "cursor" not in request.GET
    context = {
        "page": page,
        "q": q,
        "which": which,
        "found": queries.may_create(request.user),
        "invitations": queries.own_invitations(request.user) if first else (),
        "suggestions": queries.suggestions(request.user, 3) if first else (),
    }
    return show(request, "pages/groups.html", context, place="groups")


@reading
def group(request: Request, group_id: str) -> HttpResponse:
    """The feed of one group, or what is to be known of it before one is in."""
    found = queries.group(request.user, group_id)
    listed: dict[str, Any] = {"group": found, "only": narrowed(request), "first": "cursor" not in request.GET}
    if asks_part(request):
        return show_part(request, "parts/group_feed.html", {**listed, **_wall(request, found, listed["only"])})
    context: dict[str, Any] = {
        **aside(request, found),
        **listed,
        "own_audience": [(found.audience, found.name)],
        "invitation": _("Say something to %(group)s…") % {"group": found.name},
    }
    try:
        context |= _wall(request, found, listed["only"])
        context |= written(f"group-{found.id}", request.user)
        context["waiting"] = feeds.own_held(request.user, group_id=group_id) if context["first"] else ()
    except NotFound:
        context["outside"] = True
        context["asked_in"] = next(
            (one for one in queries.own_invitations(request.user) if one.group.id == found.id), None
        )
    return may_be_kept(show(request, "pages/group.html", context, place=found.id), request.user)


def _wall(request: Request, found: queries.GroupSummary, only: str) -> dict[str, Any]:
    """One page of the group's feed, and what stands above its first one; NotFound for who does not read it."""
    wall = feeds.group_wall(request.user, found.id, cursor=request.GET.get("cursor"), only=only)
    seen = feed_lines.line(request, request.user, found.id, wall.page) if only == ALL else feed_lines.NONE
    return {**vars(wall), "blocks": blocks(wall.page.results, seen.above), "seen_until": seen.onward}


@reading
def pinned(request: Request, group_id: str) -> HttpResponse:
    """What stands above the feed of a group, as it is now."""
    found = queries.group(request.user, group_id)
    context = {"group": found, "pins": feeds.pins(request.user, group_id)}
    return show_part(request, "parts/group_pins.html", context)


@reading
def files(request: Request, group_id: str) -> HttpResponse:
    """What was sent to a group, the newest first."""
    found = queries.group(request.user, group_id)
    page = feeds.group_files(request.user, group_id, cursor=request.GET.get("cursor"))
    return show(request, "pages/group_files.html", {**aside(request, found), "page": page}, place=found.id)


@reading
def team_cases(request: Request, group_id: str) -> HttpResponse:
    """The open cases that a team holds."""
    found = queries.group(request.user, group_id)
    audience = queries.audiences_of(request.user, group_id)[0]
    page = cases.team_cases(request.user, group_id, cursor=request.GET.get("cursor"))
    first = "cursor" not in request.GET
    chart = numbers.load(cases.team_load(request.user, group_id)) if first and found.kind == "team" else None
    context = {"group": found, "page": page, "chart": chart, "first": first, "audience": audience}
    if request.htmx:
        return show_part(request, "parts/team_cases.html", context)
    return show(request, "pages/group_cases.html", {**aside(request, found), **context}, place=found.id)


@reading
def about(request: Request, group_id: str) -> HttpResponse:
    """What a group is for, its rules, who answers for it, and how much is said there."""
    found = queries.group(request.user, group_id)
    context: dict[str, Any] = {"group": found, "audiences": queries.audiences_of(request.user, group_id)}
    context["activity"] = feeds.activity(request.user, group_id)
    context["chart"] = numbers.weeks(feeds.weeks(request.user, group_id))
    if request.htmx:
        return show_part(request, "parts/group_said.html", context)
    context["owners"], context["moderators"] = queries.leaders(request.user, group_id)
    context["readings"] = queries.read_by_right(request.user, group_id)
    return show(request, "pages/group_about.html", context, place=found.id)


def aside(request: Request, found: queries.GroupSummary) -> dict[str, Any]:
    """What stands beside every page of a group."""
    asking = queries.requests(request.user, found.id) if "decide_requests" in found.can else ()
    return {"group": found, "owners": queries.owners(found), "asking": asking}


@form_page
def group_new(request: Request) -> HttpResponse:
    """Create a group, where every member may."""
    if request.user.is_member and not queries.may_create_group(request.user):
        raise NotAllowed(_("On this site, groups are created by those who run it. Ask one of them."))
    form = forms.GroupForm(request.POST or None, initial={"kind": "community", "openness": "open"})
    if request.method == "POST" and form.is_valid():
        try:
            group_id = actions.create_group(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("group", args=[group_id]))
    context = {"form": form, "heading": _("Create a group"), "verb": _("Create the group")}
    return show(request, "pages/form.html", context, place="groups", status=400 if form.errors else 200)


@writing
def join(request: Request, group_id: str) -> HttpResponse:
    """Join an open group."""
    actions.join(request.user, group_id=group_id)
    return away(request, _after(request, group_id))


@writing
def ask(request: Request, group_id: str) -> HttpResponse:
    """Ask to join a closed group, perhaps with a word to its moderators."""
    actions.ask_to_join(request.user, group_id=group_id, message=request.POST.get("message", ""))
    messages.success(request, _("Your request is with the moderators of the group."))
    return away(request, _after(request, group_id))


def _after(request: Request, group_id: str) -> str:
    """To the group; whoever is on their first visit goes on with it."""
    return reverse("welcome") if request.POST.get("back") == "welcome" else reverse("group", args=[group_id])


@writing
def accept(request: Request, group_id: str) -> HttpResponse:
    """Come into a group that I was asked into."""
    actions.accept_invitation(request.user, group_id=group_id)
    return away(request, reverse("group", args=[group_id]))


@writing
def decline(request: Request, group_id: str) -> HttpResponse:
    """Stay out of a group that I was asked into."""
    actions.decline_invitation(request.user, group_id=group_id)
    messages.success(request, _("You stay out of the group."))
    return away(request, reverse("groups"))


@writing
def leave(request: Request, group_id: str) -> HttpResponse:
    """Give up my seat; a plain one in an open group is there to be taken again."""
    group = queries.group(request.user, group_id)
    actions.leave(request.user, group_id=group_id)
    again = group.role == "member" and group.openness == "open"
    done(request, _("You have left the group."), back=reverse("group_join", args=[group_id]) if again else "")
    return away(request, reverse("groups"))


@writing
def follow(request: Request, group_id: str) -> HttpResponse:
    """Have a group in my home feed, or not."""
    found = queries.group(request.user, group_id)
    verb = actions.unfollow if request.POST.get("follow") == "no" else actions.follow
    verb(request.user, audience_id=found.audience)
    return away(request, reverse("group", args=[group_id]))
