"""How a REST request says who asks: a device's bearer token, or the browser's session with its CSRF token."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions, throttling
from rest_framework.request import Request

from esn.core.rates import rates
from people import actions, queries
from people.adapter import client_address
from people.models import DeviceToken, Person, Scope
from people.policy import may_speak
from people.seen import seen

SAFE = ("GET", "HEAD", "OPTIONS")

# What a door says of itself as ``opened_to``: by method, the narrow scopes that may use it besides.
SENDS = {"POST": (Scope.SEND,)}
ONLY_LOOKS = {"POST": (Scope.READ,)}
TELLS_WHOSE = {"GET": (Scope.SEND,)}
GIVES_BACK = {"DELETE": (Scope.READ, Scope.SEND)}


class Asked(Request):
    """A request of somebody who has been authenticated, for type checkers: its user is a person."""

    user: Person
    auth: DeviceToken | None


def count(request: Request, token: DeviceToken | None = None) -> None:
    """Count a request of a device, else of the person of a session, else of an address; Throttled beyond the limit."""
    asked = request._request
    person = getattr(asked, "user", None)
    if token is not None:
        rate = rates.count("device", token.id)
    elif isinstance(person, Person) and "Authorization" not in request.headers:
        rate = rates.count("browser", person.id)
    else:
        rate = rates.count("address", client_address(asked))
    asked.rate = rate  # type: ignore[attr-defined]  # the middleware tells it with the answer
    if rate is not None and rate.exceeded:
        raise exceptions.Throttled(wait=rate.wait, detail=_("Too many requests. Wait until the next minute."))


class Counted(throttling.BaseThrottle):
    """Counts what no credential was asked for."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Always, when it was counted; Throttled beyond the limit."""
        if not hasattr(request._request, "rate"):
            count(request)
        return True


class BearerAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer <token>``."""

    def authenticate(self, request: Request) -> tuple[Person, DeviceToken] | None:
        """The person behind the token; AuthenticationFailed for a token that is unknown, old or revoked."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = queries.token(secret.strip())
        count(request, token)
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is unknown or no longer valid. Sign in again."))
        actions.touch_token(token)
        translation.activate(token.person.language)
        writes = request.method not in SAFE
        opened: Mapping[str, Sequence[str]] = getattr(request.parser_context["view"], "opened_to", {})
        if not may_speak(token.scope, writes=writes, opened=opened.get(request.method or "", ())):
            raise exceptions.PermissionDenied(_("This device may not do that: its scope is narrower."), code="scope")
        if writes:
            seen.note(token.person_id)  # a device also reads while nobody holds it
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


class BrowserAuthentication(authentication.SessionAuthentication):
    """The session of the web page; writing needs its CSRF token."""

    def authenticate(self, request: Request) -> Any:
        """The person of the session; None for nobody."""
        count(request)
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"

    def enforce_csrf(self, request: Any) -> None:
        """Refuse a write that another site could have sent."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(
                _("The page was open too long. Load it again, then repeat."), code="csrf"
            ) from None


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema names a device's token."""

    target_class = BearerAuthentication
    name = "device"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token, as `POST auth/tokens/` gives it."""
        return {"type": "http", "scheme": "bearer", "description": "The token of one device."}


class BrowserScheme(OpenApiAuthenticationExtension):
    """How the schema names the session of the web page."""

    target_class = BrowserAuthentication
    name = "browser"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A cookie; a write carries the CSRF token besides."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "The session of the web page."}
