"""What the pages of signing in and of the settings share about second factors."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend.account_forms import CodeForm
from frontend.pages.door import blame
from people import actions, limits
from people.credentials import unwrap_secret, wrap_secret
from people.models import Person

_SECRET = "app_secret"  # noqa: S105 - in the session, enciphered: the secret of an app that is being set up
_CODES = "recovery_codes"  # in the session, enciphered, until they were shown


@dataclass(frozen=True)
class AppSetup:
    """What somebody takes into their app: a picture to scan, an address to tap, or letters to type."""

    picture: str
    address: str
    letters: str


def app_setup(request: HttpRequest, person: Person) -> AppSetup:
    """The secret of an app that is being set up, the same until it is, or until the session ends."""
    secret = _secret(request)
    if secret is None:
        secret = actions.new_app_secret()
        request.session[_SECRET] = wrap_secret(secret)
    adapter = get_adapter()
    address = adapter.build_totp_url(person, secret)
    drawn = base64.b64encode(adapter.build_totp_svg(address).encode()).decode()
    letters = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return AppSetup(f"data:image/svg+xml;base64,{drawn}", address, letters)


def set_up(request: HttpRequest, person: Person, form: CodeForm) -> tuple[str, ...] | None:
    """Take codes of the app from now on: recovery codes to be told, or None when the form says what is wrong."""
    secret = _secret(request)
    if secret is None or not form.is_valid():
        return None
    attempt = limits.try_code(request, person)
    if attempt is None:
        too_often(form)
        return None
    try:
        codes = actions.add_app(person, secret=secret, code=form.cleaned_data["code"])
    except Invalid as error:
        blame(form, error)
        return None
    attempt.rollback()
    del request.session[_SECRET]
    return codes


def shown(request: HttpRequest, person: Person, form: Form) -> str | None:
    """Which second factor the person has shown; None when the form says what is wrong."""
    credential = request.POST.get("credential", "")
    if not credential and not form.is_valid():
        return None
    attempt = limits.try_code(request, person)
    if attempt is None:
        too_often(form)
        return None
    proof = (
        _by_passkey(person, credential) if credential else actions.redeem_code(person, code=form.cleaned_data["code"])
    )
    if proof is None:
        form.add_error(None if credential else "code", _("This is not right, or it was used already. Try again."))
        return None
    attempt.rollback()
    return proof


def told_next(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse | None:
    """The way to the page that shows new recovery codes, this once."""
    if not codes:
        return None
    request.session[_CODES] = wrap_secret(json.dumps(codes))
    return HttpResponseRedirect(reverse("recovery_codes"))


def codes_to_show(request: HttpRequest) -> tuple[str, ...]:
    """New recovery codes that were not shown yet; whoever loads the page again does not find them there."""
    kept = request.session.pop(_CODES, None)
    return tuple(json.loads(unwrap_secret(kept))) if kept else ()


def status_of(form: Form) -> int:
    """With which status a filled form is shown again."""
    return 429 if form.has_error(NON_FIELD_ERRORS, "too_often") else 400 if form.errors else 200


def _by_passkey(person: Person, credential: str) -> str | None:
    from people import passkeys

    key = passkeys.signed(credential, person)
    if key is None:
        return None
    key.record_usage()
    return "webauthn"


def _secret(request: HttpRequest) -> str | None:
    kept: Any = request.session.get(_SECRET)
    return unwrap_secret(kept) if kept else None


def too_often(form: Form) -> None:
    """Say that there were too many attempts."""
    form.add_error(None, ValidationError(_("Too many attempts. Wait some minutes, then try again."), code="too_often"))
