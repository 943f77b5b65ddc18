"""Announcements and who has read them; what is pinned in a group."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn.core.errors import Invalid, NotAllowed, NotFound
from feeds import actions, queries
from frontend import attaching
from frontend.group_forms import AnnouncementForm
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part, writing
from groups import queries as groups
from groups.models import EVERYONE

WHICH = ("waiting", "done")


@form_page
def announce(request: Request, group_id: str) -> HttpResponse:
    """Announce something to a group."""
    found = groups.group(request.user, group_id)
    if "announce" not in found.can:
        raise NotAllowed(_("Only those who moderate a group announce something in it."))
    note = _("It is read by everybody who reads %(group)s.") % {"group": found.name}
    return _announced(request, found.audience, note, reverse("group", args=[group_id]), found.id)


@form_page
def announce_to_all(request: Request) -> HttpResponse:
    """Announce something to everyone, as who runs the site."""
    if not queries.may_announce_to_all(request.user):
        raise NotFound
    return _announced(request, EVERYONE, _("It stands in the feed of every colleague."), reverse("home"), "home")


def _announced(request: Request, audience_id: str, note: str, back: str, place: str) -> HttpResponse:
    form = AnnouncementForm(request.POST or None, initial={"asks": True})
    files = attaching.take(request) if request.method == "POST" else attaching.Taken(())
    form.fields["body"].required = not files.ids  # a picture may say it all
    if request.method == "POST" and form.is_valid():
        try:
            post_id = actions.announce(
                request.user, audience_id=audience_id, attachments=files.checked(), **form.cleaned_data
            )
        except Invalid as error:
            _blame(form, error)
        else:
            return away(request, reverse("post", args=[post_id]))
    context = {"form": form, "attached": attaching.waiting(request, files), "note": note, "back": back}
    return show(request, "pages/announce.html", context, place=place, status=400 if form.errors else 200)


def _blame(form: AnnouncementForm, error: Invalid) -> None:
    """Beside their fields, and above the form what is wrong with its files."""
    files = ("file", "attachments")
    for problem in (problem for name in files for problem in error.fields.get(name, ())):
        form.add_error(None, problem.detail)
    blame(form, Invalid({name: said for name, said in error.fields.items() if name not in files}))


@form_page
def acknowledge(request: Request, post_id: str) -> HttpResponse:
    """Say that I have read an announcement."""
    found = queries.post(request.user, post_id)
    if request.method == "POST":
        actions.acknowledge(request.user, post_id=post_id)
        return away(request, f"{reverse('post', args=[post_id])}")
    if found.announcement is None or not found.announcement.asked:
        return away(request, reverse("post", args=[post_id]))
    return show(request, "pages/acknowledge.html", {"post": found})


@writing
def remind(request: Request, post_id: str) -> HttpResponse:
    """Remind those who have not said that they have read an announcement."""
    number = actions.remind(request.user, post_id=post_id)
    said = ngettext("%(n)d person was reminded.", "%(n)d people were reminded.", number)
    messages.success(request, said % {"n": number})
    seen = queries.post(request.user, post_id).announcement
    return away(request, reverse("post_acknowledgements" if seen and seen.names else "post", args=[post_id]))


@reading
def acknowledgement(request: Request, post_id: str) -> HttpResponse:
    """How an announcement stands for me, as it is now."""
    return show_part(request, "parts/acknowledgement.html", {"post": queries.post(request.user, post_id)})


@reading
def acknowledgements(request: Request, post_id: str) -> HttpResponse:
    """Who has said that they have read an announcement, and who has not."""
    found = queries.post(request.user, post_id)
    which = request.GET.get("which", "waiting")
    if which not in WHICH:
        raise Invalid.field("which", "unknown_choice", _("This filter is unknown."))
    page = queries.acknowledgements(request.user, post_id, which=which, cursor=request.GET.get("cursor"))
    return show(request, "pages/acknowledgements.html", {"post": found, "which": which, "page": page})


@form_page
def pin(request: Request, post_id: str) -> HttpResponse:
    """Let a post stand above the others of its group, or among them again."""
    found = queries.post(request.user, post_id)
    if not {"pin", "unpin"} & set(found.can):
        raise NotAllowed
    if request.method == "POST":
        verb = actions.unpin_post if request.POST.get("pin") == "no" else actions.pin_post
        verb(request.user, post_id=post_id)
        return away(request, reverse("group", args=[found.audience.subject_ref]))
    group = groups.group(request.user, found.audience.subject_ref)
    context = {"post": found, "group": group, "pins": queries.pins(request.user, group.id)}
    return show(request, "pages/pin.html", context, place=group.id)


@writing
def move_pin(request: Request, group_id: str) -> HttpResponse:
    """Put one pinned post a place higher."""
    order = [post.id for post in queries.pins(request.user, group_id)]
    chosen = request.POST.get("post", "")
    if chosen in order[1:]:
        place = order.index(chosen)
        order[place - 1], order[place] = order[place], order[place - 1]
        actions.order_pins(request.user, group_id=group_id, post_ids=order)
        messages.success(request, _("It stands one place higher."))
    return away(request, reverse("group", args=[group_id]))
