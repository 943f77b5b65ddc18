"""My settings: what colleagues see of me, language, password and devices."""

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend import forms
from frontend.context import THEME_COOKIE, THEMES
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing
from groups.models import EVERYONE
from people import actions, queries
from people.adapter import may_try_password
from people.credentials import session_mark

YEAR = 365 * 24 * 3600  # seconds


@form_page
def settings(request: Request) -> HttpResponse:
    """Profile and language."""
    me = queries.me(request.user)
    initial = {"name": me.name, "title": me.title, "language": me.language, "time_zone": me.time_zone}
    form = forms.ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_profile(request.user, everyone=EVERYONE, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            translation.activate(form.cleaned_data["language"])
            messages.success(request, _("Saved."))
            response = away(request, reverse("settings"))
            response.set_cookie(site.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=YEAR)
            return response
    status = 400 if form.errors else 200
    return show(request, "pages/settings.html", {"form": form, "about": me}, place="settings", status=status)


@writing
def appearance(request: Request) -> HttpResponse:
    """Light, dark, or as the system: kept in this browser."""
    response = away(request, reverse("settings"))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@form_page
def password(request: Request) -> HttpResponse:
    """Change my password; every other session and device is signed out."""
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = session_mark(request.session.session_key or "")
        try:
            if not may_try_password(request):
                raise Invalid.field("current", "too_often", _("Too many attempts. Wait some minutes, then try again."))
            actions.change_password(request.user, kept_session=kept, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is changed. Every other session and device is signed out."))
            return away(request, reverse("password"))
    status = 400 if form.errors else 200
    return show(request, "pages/password.html", {"form": form}, place="settings", status=status)


@reading
def devices(request: Request) -> HttpResponse:
    """The devices that speak for me."""
    context = {
        "devices": queries.devices(request.user),
        "calendars": queries.calendar_accesses(request.user),
        "calendar_url": "",
    }
    return show(request, "pages/devices.html", context, place="settings")


@writing
def device_revoke(request: Request, token_id: str) -> HttpResponse:
    """Stop a device from speaking for me."""
    actions.revoke_token(request.user, token_id=token_id)
    messages.success(request, _("This device is signed out."))
    return away(request, reverse("devices"))
