"""My devices: the tokens that speak for me, another one by hand, and one that comes in by a picture."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import NotFound
from frontend import device_forms as forms
from frontend.pages.door import Request, away, form_page, reading, show, writing
from frontend.pictures_of_text import picture_of
from people import actions, browser_sessions, limits, queries
from people.credentials import unwrap_secret, wrap_secret
from people.reauthentication import require_recent

_CODE = "device_code"  # in the session: the code that it shows, its secret enciphered


@reading
def devices(request: Request) -> HttpResponse:
    """The devices that speak for me."""
    return show(request, "pages/devices.html", listed(request), place="settings")


def listed(request: Request, **told: Any) -> dict[str, Any]:
    """What the page of devices shows; ``told`` is what it shows this once."""
    return {
        "devices": queries.devices(request.user),
        "calendars": queries.calendar_accesses(request.user),
        "calendar_url": "",
        "token": "",
        **told,
    }


@writing
def device_revoke(request: Request, token_id: str) -> HttpResponse:
    """Stop a device from speaking for me."""
    actions.revoke_token(request.user, token_id=token_id)
    messages.success(request, _("This device is signed out."))
    return away(request, reverse("devices"))


@form_page
def device_new(request: Request) -> HttpResponse:
    """Give a device or a script a token, shown this once."""
    require_recent(request)
    filled = forms.DeviceForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        _id, secret = actions.issue_token(request.user, **filled.cleaned_data)
        return show(request, "pages/devices.html", listed(request, token=secret), place="settings")
    context = {
        "form": filled,
        "heading": _("Another token"),
        "note": _("For a script, or for an app that takes no picture. It can never do more than you."),
        "verb": _("Make a token"),
        "back": reverse("devices"),
    }
    return show(request, "pages/form.html", context, place="settings", status=400 if filled.errors else 200)


@form_page
def device_code_new(request: Request) -> HttpResponse:
    """Choose what a phone may do before it scans the code."""
    require_recent(request)
    filled = forms.CodeChoiceForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        if not limits.may(request, "show_code"):
            filled.add_error(None, _("Too many attempts. Wait some minutes, then try again."))
        else:
            mark = browser_sessions.mark(request.session)
            code_id, secret = actions.show_code(request.user, session=mark, **filled.cleaned_data)
            request.session[_CODE] = [code_id, wrap_secret(secret)]
            return away(request, reverse("device_code", args=[code_id]))
    context = {
        "form": filled,
        "heading": _("Sign a phone in"),
        "note": _("Your phone scans a picture on this screen, and is signed in without your password."),
        "verb": _("Show the picture"),
        "back": reverse("devices"),
    }
    return show(request, "pages/form.html", context, place="settings", status=400 if filled.errors else 200)


@reading
def device_code(request: Request, code_id: str) -> HttpResponse:
    """The picture that a phone scans, and whether one has taken it."""
    kept_id, wrapped = request.session.get(_CODE, ("", ""))
    if kept_id != code_id:
        raise NotFound  # only the browser that made it shows it
    code = queries.shown_code(request.user, code_id)
    context: dict[str, Any] = {"code": code}
    if code.state == "waiting":
        address = f"{request.build_absolute_uri('/api/v1/auth/codes/')}#{unwrap_secret(wrapped)}"
        context |= {"address": address, "picture": picture_of(address)}
    return show(request, "pages/device_code.html", context, place="settings")
