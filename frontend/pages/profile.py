"""My profile: what colleagues see of me, my photo, and how the site speaks to me."""

from typing import Any

from django.conf import settings as site
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.pictures import Crop
from frontend import phones
from frontend.pages.door import Request, away, blame, came_from, first_problem, form_page, show, writing
from frontend.pages.settings import YEAR
from frontend.people_writing import completions, manager_named
from frontend.profile_forms import ProfileForm, language_names
from groups.models import EVERYONE
from people import actions, queries, spoken
from people.queries import Me

_NAMES = ("name", "title", "department", "place", "phone", "about", "language", "time_zone", "week_start")


@form_page
def settings(request: Request) -> HttpResponse:
    """What I say of myself, my language, my time zone and my weeks."""
    me = queries.me(request.user)
    form = ProfileForm(request.POST or None, initial=_written(me))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_profile(request.user, everyone=EVERYONE, **_said(request, form.cleaned_data, me))
        except Invalid as error:
            blame(form, error)
        else:
            translation.activate(form.cleaned_data["language"])
            messages.success(request, _("Saved."))
            response = away(request, reverse("settings"))
            response.set_cookie(site.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=YEAR)
            return response
    return _page(request, me, form, status=400 if form.errors else 200)


@writing
def photo(request: Request) -> HttpResponse:
    """Show a photo of me: the part that was chosen, or its middle."""
    me = queries.me(request.user)
    sent = request.FILES.get("photo")
    try:
        if sent is None:
            raise Invalid.field("photo", "required", _("Choose a photo."))
        received = actions.receive_photo(source=sent, crop=_crop(request))
        actions.set_photo(request.user, photo=received, everyone=EVERYONE)
    except Invalid as error:
        form = ProfileForm(initial=_written(me))
        return _page(request, me, form, status=400, photo_problem=first_problem(error))
    messages.success(request, _("Your photo is in its place."))
    return away(request, came_from(request, reverse("settings")))


@writing
def photo_remove(request: Request) -> HttpResponse:
    """Show my initials instead."""
    actions.set_photo(request.user, photo=None, everyone=EVERYONE)
    messages.success(request, _("Your photo is gone; your initials stand for you."))
    return away(request, came_from(request, reverse("settings")))


def _page(request: Request, me: Me, form: ProfileForm, *, status: int = 200, photo_problem: str = "") -> HttpResponse:
    context = {"form": form, "about": me, "photo_problem": photo_problem, **completions(request.user)}
    return show(request, "pages/settings.html", context, place="settings", status=status)


def _written(me: Me) -> dict[str, Any]:
    """What stands in the boxes before anything is typed."""
    return {name: getattr(me, name) for name in _NAMES} | {
        "phone": phones.said(me.phone),
        "manager": me.manager.name if me.manager else "",
        "skills": me.skills,
        "languages": language_names(me.languages),
    }


def _said(request: Request, typed: dict[str, Any], me: Me) -> dict[str, Any]:
    return typed | {
        "manager": manager_named(request.user, typed["manager"], me.manager),
        "languages": list(map(spoken.code, typed["languages"])),
    }


def _crop(request: Request) -> Crop | None:
    """The part that was chosen; None where nothing was, as without a script."""
    said = [request.POST.get(name, "") for name in ("x", "y", "size")]
    if not any(said):
        return None
    if not all(text.isascii() and text.isdigit() and len(text) <= 6 for text in said):
        raise Invalid.field("photo", "outside", _("The chosen part lies outside the picture. Choose it again."))
    return Crop(*map(int, said))
