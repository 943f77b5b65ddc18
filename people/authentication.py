"""How a REST request says who asks: a device's bearer token, or the browser's session with its CSRF token."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from people import actions, queries
from people.models import DeviceToken, Person


class Asked(Request):
    """A request of somebody who has been authenticated, for type checkers: its user is a person."""

    user: Person
    auth: DeviceToken | None


class BearerAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer <token>``."""

    def authenticate(self, request: Request) -> tuple[Person, DeviceToken] | None:
        """The person behind the token; AuthenticationFailed for a token that is unknown, old or revoked."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = queries.token(secret.strip())
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is unknown or no longer valid. Sign in again."))
        actions.touch_token(token)
        translation.activate(token.person.language)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


class BrowserAuthentication(authentication.SessionAuthentication):
    """The session of the web page; writing needs its CSRF token."""

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
