"""The way in, beside the password: code, passkey, setting a second factor up where it is owed, a forgotten password."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid
from frontend import account_forms as forms
from frontend import factors
from frontend.pages.door import blame, show_error
from frontend.pages.errors import too_many
from people import actions, limits, queries, stages
from people.policy import may_sign_in

RESET = "reset"  # in the session: whose password may be set, and by which token
View = Callable[..., HttpResponse]


def entrance(*methods: str) -> Callable[[View], View]:
    """A page for people who are not signed in yet: kept by nobody, and its address told to nobody."""

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                response = show_error(request, 405)
                response["Allow"] = ", ".join(methods)
            else:
                response = view(request, **kwargs)
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = "no-referrer" if "token" in kwargs else "same-origin"
            return response

        return opened

    return wrap


form = entrance("GET", "HEAD", "POST")


@form
def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in: a code of the app, a recovery code, or a passkey."""
    stage = _waiting(request, stages.CodeStage.key)
    if stage is None:
        return _elsewhere(request, stages.CodeStage.key)
    person = stage.login.user
    filled = forms.CodeForm(request.POST or None)
    if request.method == "POST" and (proof := factors.shown(request, person, filled)):
        record_authentication(request, person, "mfa", type=proof)
        opened: HttpResponse = stage.exit()
        return opened
    return _step(request, "account/code.html", filled, passkey=queries.has_passkey(person))


@form
def enrol(request: HttpRequest) -> HttpResponse:
    """Setting a second factor up before the first step inside, where the site asks for one."""
    stage = _waiting(request, stages.EnrolStage.key)
    if stage is None:
        return _elsewhere(request, stages.EnrolStage.key)
    person = stage.login.user
    filled = forms.CodeForm(request.POST or None)
    if request.method == "POST" and (codes := factors.set_up(request, person, filled)) is not None:
        record_authentication(request, person, "mfa", type="totp")
        response: HttpResponse = stage.exit()
        return factors.told_next(request, codes) or response
    return _step(request, "account/enrol.html", filled, app=factors.app_setup(request, person))


@form
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone; a read answers what the browser needs for it."""
    from people import passkeys

    if request.method != "POST":
        return JsonResponse(passkeys.request_options())
    if not limits.may(request, "passkey"):
        return too_many(request)
    key = passkeys.signed(request.POST.get("credential", ""))
    if key is None or not may_sign_in(key.user):
        messages.error(request, _("This passkey opens nothing here. Try another one, or your password."))
        return HttpResponseRedirect(reverse("account_login"))
    key.record_usage()
    record_authentication(request, key.user, "mfa", type="webauthn", passwordless=True)
    opened: HttpResponse = perform_login(request, Login(user=key.user, redirect_url=get_next_redirect_url(request)))
    return opened


@form
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set another password: the answer is the same whoever is meant, or nobody."""
    filled = forms.ForgottenForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        asked = filled.cleaned_data["asked"]
        if not limits.may(request, "forgotten", key=asked.lower()):
            filled.add_error(None, _("Too many attempts. Wait some minutes, then try again."))
            return _step(request, "account/forgotten.html", filled, status=429)
        actions.ask_for_reset(asked=asked)
        return HttpResponseRedirect(reverse("forgotten") + "?sent")
    return _step(request, "account/forgotten.html", filled, sent="sent" in request.GET)


@form
def reset_link(request: HttpRequest, person_id: str, token: str) -> HttpResponse:
    """The link of a mail: its secret leaves the address bar at once. Opening it uses nothing up."""
    if not limits.may(request, "reset_password_from_key") or actions.reset_of(person_id=person_id, token=token) is None:
        return _link_over(request)
    request.session[RESET] = [person_id, token]
    return HttpResponseRedirect(reverse("reset"))


@form
def reset(request: HttpRequest) -> HttpResponse:
    """Set another password."""
    person_id, token = request.session.get(RESET) or ("", "")
    if actions.reset_of(person_id=person_id, token=token) is None:
        return _link_over(request)
    filled = forms.ResetForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        if not limits.may(request, "reset_password_from_key"):
            return too_many(request)
        try:
            actions.reset_password(person_id=person_id, token=token, new=filled.cleaned_data["new"])
        except Invalid as error:
            blame(filled, error)
        except Conflict:
            return _link_over(request)
        else:
            del request.session[RESET]
            messages.success(request, _("Your password is set. Sign in with it."))
            return HttpResponseRedirect(reverse("account_login"))
    return _step(request, "account/reset.html", filled)


def _waiting(request: HttpRequest, key: str) -> Any:
    """Who waits at this stage, when nothing has ended their waiting."""
    stage = None if request.user.is_authenticated else LoginStageController.enter(request, key)
    if stage is None:
        return None
    fits = stages.still_valid(stage) and may_sign_in(stage.login.user)
    return stage if fits else None


def _elsewhere(request: HttpRequest, key: str) -> HttpResponse:
    """Where somebody belongs who does not wait at this stage: inside, at another one, or at the beginning."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    stage = get_pending_stage(request)
    if stage is not None and stage.key != key:
        return HttpResponseRedirect(reverse(stage.urlname))
    clear_login(request)
    return HttpResponseRedirect(reverse("account_login"))


def _step(request: HttpRequest, template: str, filled: Any, *, status: int = 0, **more: Any) -> HttpResponse:
    status = status or factors.status_of(filled)
    response = render(request, template, {"form": filled, **more}, status=status)
    if status == 429:
        response["Retry-After"] = "300"
    return response


def _link_over(request: HttpRequest) -> HttpResponse:
    request.session.pop(RESET, None)
    return render(request, "account/link_over.html", {"here": reverse("forgotten")}, status=404)
