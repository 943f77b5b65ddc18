"""My security: password, mail address, second factors, and where I am signed in."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid, NotFound
from frontend import account_forms as forms
from frontend import factors
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing
from people import actions, browser_sessions, limits, queries
from people.adapter import safe_next
from people.reauthentication import confirm, require_recent


@reading
def security(request: Request) -> HttpResponse:
    """With what I sign in, and where I am signed in."""
    context = {
        "about": queries.me(request.user),
        "verified": request.user.email_verified_at is not None,
        "has_password": request.user.has_usable_password(),
        "factor": queries.second_factor(request.user),
        "sessions": queries.open_sessions(request.user, current=browser_sessions.mark(request.session)),
        "devices": queries.devices(request.user),
    }
    return show(request, "pages/security.html", context, place="settings")


@form_page
def again(request: Request) -> HttpResponse:
    """Show once more that it is me, before something sensitive."""
    back = safe_next(request)
    filled = forms.ProofForm(request.POST or None)
    if request.method == "POST" and filled.is_valid() and (method := _proof(request, filled)):
        confirm(request, method)
        return HttpResponseRedirect(back)
    context = {
        "form": filled,
        "back": back,
        "password": request.user.has_usable_password(),
        "code": request.user.has_second_factor,
        "passkey": queries.has_passkey(request.user),
    }
    return render(request, "account/reauthenticate.html", context, status=factors.status_of(filled))


def _proof(request: Request, filled: forms.ProofForm) -> str | None:
    """By which method the person has proved to be it; None when the form says what is wrong."""
    if request.POST.get("credential") or filled.cleaned_data["code"]:
        return "mfa" if factors.shown(request, request.user, filled) else None
    if not limits.may(request, "reauthenticate"):
        factors.too_often(filled)
        return None
    if request.user.check_password(filled.cleaned_data["password"]):
        return "password"
    filled.add_error("password", _("This is not your present password."))
    return None


# An app for codes, and recovery codes ---------------------------------------------------------------------------------
@form_page
def app(request: Request) -> HttpResponse:
    """Set an app for codes up."""
    require_recent(request)
    filled = forms.CodeForm(request.POST or None)
    if request.method == "POST" and (codes := factors.set_up(request, request.user, filled)) is not None:
        browser_sessions.renew(request, request.user)
        messages.success(request, _("The app is set up: signing in asks for its code from now on."))
        return factors.told_next(request, codes) or away(request, reverse("security"))
    context = {"form": filled, "app": factors.app_setup(request, request.user)}
    return show(request, "pages/security_app.html", context, place="settings", status=factors.status_of(filled))


@writing
def app_remove(request: Request) -> HttpResponse:
    """Take no codes of the app any more."""
    require_recent(request)
    actions.remove_app(request.user)
    browser_sessions.renew(request, request.user)
    messages.success(request, _("The app is removed."))
    return away(request, reverse("security"))


@form_page
def codes(request: Request) -> HttpResponse:
    """New recovery codes, shown once; a POST makes them."""
    if request.method == "POST":
        require_recent(request)
        told = factors.told_next(request, actions.make_recovery_codes(request.user))
        return told or away(request, reverse("security"))
    context = {"codes": factors.codes_to_show(request)}
    if not context["codes"]:
        return away(request, reverse("security"))
    return show(request, "pages/recovery_codes.html", context, place="settings")


# Passkeys -------------------------------------------------------------------------------------------------------------
@form_page
def passkeys(request: Request) -> HttpResponse:
    """Make a passkey; a read for a program answers what the browser needs for it."""
    from people import passkeys as ceremony

    require_recent(request)
    if request.method != "POST":
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse(ceremony.creation_options(request.user))
        return show(request, "pages/security_passkey.html", {"form": forms.PasskeyNameForm()}, place="settings")
    made = ceremony.created(request.POST.get("credential", ""))
    if made is None:
        messages.error(request, _("The passkey could not be made. Try again, or with another device."))
        return away(request, reverse("passkey_new"))
    fresh = actions.add_passkey(request.user, name=request.POST.get("name", ""), credential=made)
    browser_sessions.renew(request, request.user)
    messages.success(request, _("The passkey is kept: you can sign in with it alone."))
    return factors.told_next(request, fresh) or away(request, reverse("security"))


@form_page
def passkey(request: Request, passkey_id: str) -> HttpResponse:
    """Call one of my passkeys otherwise."""
    held = _held(request, passkey_id)
    filled = forms.PasskeyNameForm(request.POST or None, initial={"name": held.name})
    if request.method == "POST" and filled.is_valid():
        actions.rename_passkey(request.user, passkey_id=passkey_id, name=filled.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return away(request, reverse("security"))
    context = {"form": filled, "heading": _("Name of the passkey"), "verb": _("Save"), "back": reverse("security")}
    return show(request, "pages/form.html", context, place="settings", status=400 if filled.errors else 200)


@writing
def passkey_remove(request: Request, passkey_id: str) -> HttpResponse:
    """Sign in by this passkey no more."""
    _held(request, passkey_id)
    require_recent(request)
    actions.remove_passkey(request.user, passkey_id=passkey_id)
    browser_sessions.renew(request, request.user)
    messages.success(request, _("The passkey is removed here. Remove it from your device too."))
    return away(request, reverse("security"))


def _held(request: Request, passkey_id: str) -> queries.Passkey:
    held = next((one for one in queries.second_factor(request.user).passkeys if one.id == passkey_id), None)
    if held is None:
        raise NotFound
    return held


# Where I am signed in -------------------------------------------------------------------------------------------------
@writing
def session_end(request: Request, session_id: str) -> HttpResponse:
    """Sign one of my browsers out."""
    here = session_id == browser_sessions.mark(request.session)
    actions.end_browser(request.user, session_id=session_id)
    if here:
        request.session.flush()
        return away(request, reverse("account_login"))
    messages.success(request, _("This browser is signed out."))
    return away(request, reverse("security"))


@writing
def sign_out_everywhere(request: Request) -> HttpResponse:
    """Sign out on every browser and device, and go on here."""
    actions.sign_out_everywhere(request.user, kept_session=browser_sessions.mark(request.session))
    browser_sessions.renew(request, request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return away(request, reverse("security"))


# Mail address ---------------------------------------------------------------------------------------------------------
@form_page
def email(request: Request) -> HttpResponse:
    """Have a link sent to an address, which becomes mine when I open it."""
    typed = request.POST.get("email", request.GET.get("email", ""))[:254]
    filled = forms.EmailForm(request.POST or None, initial={"email": typed or request.user.email})
    require_recent(request, back=f"{reverse('email')}?{urlencode({'email': typed})}" if typed else "")
    if request.method == "POST" and filled.is_valid():
        try:
            if not limits.may(request, "change_email"):
                raise Invalid.field("email", "too_often", _("Too many attempts. Wait some minutes, then try again."))
            actions.ask_for_email(request.user, email=filled.cleaned_data["email"])
        except Invalid as error:
            blame(filled, error)
        else:
            messages.success(request, _("A link is on its way to this address. Open it to confirm."))
            return away(request, reverse("security"))
    context: dict[str, Any] = {
        "form": filled,
        "heading": _("Mail address"),
        "note": _("It becomes yours when you open the link that we send there. Your present address is told."),
        "verb": _("Send the link"),
        "back": reverse("security"),
    }
    return show(request, "pages/form.html", context, place="settings", status=400 if filled.errors else 200)


@form_page
def email_confirm(request: Request, token: str) -> HttpResponse:
    """The link of a mail: a read shows it, the button confirms."""
    address = actions.email_of(request.user, token=token)
    if address is None:
        raise NotFound
    if request.method == "POST":
        try:
            actions.confirm_email(request.user, token=token)
        except Conflict as error:
            messages.error(request, error.detail)
        else:
            messages.success(request, _("This is your mail address now."))
        return away(request, reverse("security"))
    response = show(request, "pages/email_confirm.html", {"address": address}, place="settings")
    response["Referrer-Policy"] = "no-referrer"
    return response
