"""REST: showing once more that it is oneself. A browser has done it on the page; a device sends password and code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers

from esn.core.errors import Invalid
from esn.core.rest import Text
from people import actions, limits
from people.api.sign_in import too_often
from people.authentication import Asked
from people.reauthentication import is_recent


class Proof(serializers.Serializer[Any]):
    """Who asks: their password, and the code of their app when they have one. A browser proves it on its page."""

    password = Text(max_length=200, trim_whitespace=False, required=False)
    proof_code = Text(max_length=20, required=False)


def require_recent_browser(request: Asked) -> None:
    """A browser's session that was proved in the last five minutes, or a device."""
    if request.auth is None and not is_recent(request._request):
        raise exceptions.PermissionDenied(
            _("Confirm on the page that it is you, then repeat this."), code="confirm_first"
        )


def require_proof(request: Asked, said: Mapping[str, Any]) -> None:
    """Go on for a browser that was proved a moment ago, and for a device that sends password and code."""
    if request.auth is None:
        require_recent_browser(request)
        return
    if not limits.may(request._request, "reauthenticate"):
        raise too_often(wait=300)
    password = said.get("password")
    if not isinstance(password, str) or not request.user.check_password(password):
        raise Invalid.field("password", "wrong_password", _("This is not your present password."))
    if request.user.has_second_factor:
        _require_code(request, said.get("proof_code"))


def _require_code(request: Asked, code: object) -> None:
    attempt = limits.try_code(request._request, request.user)
    if attempt is None:
        raise too_often(wait=300)
    if not isinstance(code, str) or actions.redeem_code(request.user, code=code) is None:
        raise Invalid.field("proof_code", "code_wrong", _("This code is not right, or it was used already."))
    attempt.rollback()
