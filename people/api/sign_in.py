"""REST: signing a device in and out."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import NotFound
from esn.core.rest import Text, created_secret, no_content, read, shown
from esn.core.schema import KEY, problems, shape
from people import actions, limits, queries
from people.authentication import GIVES_BACK, Asked
from people.models import DeviceToken, Person, Scope
from people.policy import owes_second_factor


class SignIn(serializers.Serializer[Any]):
    """What a device says to get its token."""

    username = Text(max_length=60)
    password = Text(max_length=200, trim_whitespace=False)
    device = Text(max_length=80)
    code = Text(max_length=20, required=False)
    scope = Text(max_length=10, required=False, default=Scope.EVERYTHING)
    days = serializers.IntegerField(min_value=1, max_value=actions.MOST_DAYS, required=False, default=actions.MOST_DAYS)


class Taking(serializers.Serializer[Any]):
    """What a device says that was shown a code, and how it is called."""

    code = Text(max_length=100)
    device = Text(max_length=80)


class Token(serializers.Serializer[Any]):
    """A token, told once, and whose it is."""

    token = serializers.CharField()
    person = shape(queries.Me)()


class Tokens(APIView):
    """Device tokens."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        operation_id="sign_in",
        parameters=[KEY],
        request=SignIn,
        responses={201: Token, **problems(400, 401, 409, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """Sign a device in; the token is told this once.

        401 with the code `code_needed` asks for `code`: what the person's app shows, or a recovery code; `code_wrong`
        says that it was not right or was used already. `enrol_first` sends them to the site, which asks for a second
        factor that they have not set up.
        """
        said = read(SignIn, request)
        person = _authenticated(request, said["username"], said["password"])
        _require_second_factor(request, person, said.get("code", ""))
        request.user = person
        translation.activate(person.language)
        chosen = {name: said[name] for name in ("device", "scope", "days")}
        secret = created_secret(request, make=lambda: actions.issue_token(person, **chosen))
        return shown({"token": secret, "person": queries.me(person)}, status=201)


class TakenCodes(APIView):
    """Codes that an open session shows."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        operation_id="take_code",
        request=Taking,
        responses={201: Token, **problems(400, 401, 409, 413, 415, 429)},
    )
    def post(self, request: Request) -> Response:
        """Take the code that an open session shows, once and within its minute; the token is told this once.

        401 with the code `code_wrong` for one that is over, was taken or never was: the three are never told apart.
        """
        said = read(Taking, request)
        if not limits.may(request._request, "take_code"):
            raise too_often(wait=60)
        taken = actions.take_code(said["code"], device=said["device"])
        if taken is None:
            raise exceptions.AuthenticationFailed(_("This code is over, or it was taken already."), code="code_wrong")
        person, secret = taken
        translation.activate(person.language)
        return shown({"token": secret, "person": queries.me(person)}, status=201)


class CurrentToken(APIView):
    """The token of this request."""

    opened_to = GIVES_BACK

    @extend_schema(operation_id="sign_out", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked) -> Response:
        """Sign this device out."""
        if not isinstance(request.auth, DeviceToken):
            raise NotFound
        actions.revoke_token(request.user, token_id=request.auth.id)
        return no_content()


def too_often(*, wait: int) -> exceptions.Throttled:
    """Too many attempts; seconds to wait."""
    return exceptions.Throttled(wait=wait, detail=_("Too many attempts. Wait some minutes, then try again."))


def _require_second_factor(request: Request, person: Person, code: str) -> None:
    """The same second step as on the page, under the same limits."""
    if owes_second_factor(person):
        raise exceptions.AuthenticationFailed(
            _("This site asks for a second factor: sign in on a browser first, and set one up."), code="enrol_first"
        )
    if not person.has_second_factor:
        return
    if not code:
        raise exceptions.AuthenticationFailed(
            _("The code of your app is needed too, or a recovery code."), code="code_needed"
        )
    attempt = limits.try_code(request._request, person)
    if attempt is None:
        raise too_often(wait=300)
    if actions.redeem_code(person, code=code) is None:
        raise exceptions.AuthenticationFailed(_("This code is not right, or it was used already."), code="code_wrong")
    attempt.rollback()


def _authenticated(request: Request, username: str, password: str) -> Person:
    """The person behind a handle and a password, under the limits of the accounts library."""
    try:
        person = get_adapter(request).authenticate(request._request, username=username, password=password)
    except ValidationError:
        raise too_often(wait=300) from None
    if not isinstance(person, Person):
        raise exceptions.AuthenticationFailed(_("This name and password do not fit together."))
    return person
