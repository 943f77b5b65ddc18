"""REST: where one is signed in, one's second factors, a forgotten password, and one's mail address."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, no_content, read, shown
from esn.core.schema import page, problems, shape
from people import actions, browser_sessions, limits, queries
from people.api.proof import Proof, require_proof
from people.api.sign_in import too_often
from people.authentication import Asked


class Forgotten(serializers.Serializer[Any]):
    """Who has forgotten their password: a name to sign in, or a mail address."""

    asked = Text(max_length=254)


class NewEmail(Proof):
    """An address, and who asks."""

    email = Text(max_length=254)


class AppCode(serializers.Serializer[Any]):
    """The secret that was told, and what the app shows for it."""

    secret = Text(max_length=64)
    code = Text(max_length=20)


class AppSecret(serializers.Serializer[Any]):
    """A secret for an app, in the letters that people type, told once."""

    secret = serializers.CharField()


class RecoveryCodes(serializers.Serializer[Any]):
    """Recovery codes, told once; none when there were some already."""

    codes = serializers.ListField(child=serializers.CharField())


class PasskeyName(serializers.Serializer[Any]):
    """How a passkey is called."""

    name = Text(max_length=60)


class Sessions(APIView):
    """One's browsers."""

    @extend_schema(operation_id="sessions", responses={200: page(queries.OpenSession), **problems(401)})
    def get(self, request: Asked) -> Response:
        """The browsers where I am signed in."""
        found = queries.open_sessions(request.user, current=_mark(request))
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(operation_id="sign_out_everywhere", responses={204: None, **problems(401)})
    def delete(self, request: Asked) -> Response:
        """Sign me out on every browser and every device, this one too when it is a device."""
        actions.sign_out_everywhere(request.user, kept_session=_mark(request))
        _renew(request)
        return no_content()


class OneSession(APIView):
    """One browser."""

    @extend_schema(operation_id="end_session", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, session_id: str) -> Response:
        """Sign one of my browsers out."""
        actions.end_browser(request.user, session_id=session_id)
        return no_content()


class OwnSecondFactor(APIView):
    """One's second factors."""

    @extend_schema(operation_id="second_factor", responses={200: shape(queries.SecondFactor), **problems(401)})
    def get(self, request: Asked) -> Response:
        """With what I prove that it is me, besides my password."""
        return shown(queries.second_factor(request.user))


class OwnApp(APIView):
    """One's app for codes."""

    @extend_schema(
        operation_id="begin_app", request=Proof, responses={200: AppSecret, **problems(400, 401, 403, 413, 415, 429)}
    )
    def post(self, request: Asked) -> Response:
        """A secret for my app; nothing is set up before its first code."""
        require_proof(request, read(Proof, request))
        return shown({"secret": actions.new_app_secret()})

    @extend_schema(
        operation_id="add_app",
        request=AppCode,
        responses={200: RecoveryCodes, **problems(400, 401, 403, 409, 413, 415, 429)},
    )
    def put(self, request: Asked) -> Response:
        """Take the codes of my app from now on, when it shows the right one."""
        require_proof(request, request.data if isinstance(request.data, dict) else {})
        said = read(AppCode, request)
        attempt = limits.try_code(request._request, request.user)
        if attempt is None:
            raise too_often(wait=300)
        codes = actions.add_app(request.user, secret=said["secret"], code=said["code"])
        attempt.rollback()
        _renew(request)
        return shown({"codes": codes})


class RemoveApp(APIView):
    """One's app for codes, gone."""

    @extend_schema(
        operation_id="remove_app",
        request=Proof,
        responses={204: None, **problems(400, 401, 403, 404, 409, 413, 415, 429)},
    )
    def post(self, request: Asked) -> Response:
        """Take no codes of my app any more."""
        require_proof(request, read(Proof, request))
        actions.remove_app(request.user)
        _renew(request)
        return no_content()


class OwnRecoveryCodes(APIView):
    """One's recovery codes."""

    @extend_schema(
        operation_id="make_recovery_codes",
        request=Proof,
        responses={200: RecoveryCodes, **problems(400, 401, 403, 409, 413, 415, 429)},
    )
    def post(self, request: Asked) -> Response:
        """Ten new codes, told once; those of before are worth nothing."""
        require_proof(request, read(Proof, request))
        return shown({"codes": actions.make_recovery_codes(request.user)})


class OnePasskey(APIView):
    """One of one's passkeys; a new one is made by a browser, on its page."""

    @extend_schema(
        operation_id="rename_passkey",
        request=PasskeyName,
        responses={200: shape(queries.SecondFactor), **problems(400, 401, 404, 413, 415)},
    )
    def patch(self, request: Asked, passkey_id: str) -> Response:
        """Call it otherwise."""
        actions.rename_passkey(request.user, passkey_id=passkey_id, name=read(PasskeyName, request)["name"])
        return shown(queries.second_factor(request.user))


class RemovePasskey(APIView):
    """One of one's passkeys, gone."""

    @extend_schema(
        operation_id="remove_passkey",
        request=Proof,
        responses={204: None, **problems(400, 401, 403, 404, 409, 413, 415, 429)},
    )
    def post(self, request: Asked, passkey_id: str) -> Response:
        """Let nobody sign in by it any more."""
        require_proof(request, read(Proof, request))
        actions.remove_passkey(request.user, passkey_id=passkey_id)
        _renew(request)
        return no_content()


class OwnEmail(APIView):
    """One's mail address."""

    @extend_schema(
        operation_id="ask_for_email", request=NewEmail, responses={202: None, **problems(400, 401, 403, 413, 415, 429)}
    )
    def post(self, request: Asked) -> Response:
        """Have a link sent to an address, which becomes mine when I open it."""
        said = read(NewEmail, request)
        require_proof(request, said)
        if not limits.may(request._request, "change_email"):
            raise too_often(wait=600)
        actions.ask_for_email(request.user, email=said["email"])
        return Response(status=202)


class PasswordResets(APIView):
    """Forgotten passwords."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        operation_id="ask_for_reset", request=Forgotten, responses={202: None, **problems(400, 413, 415, 429)}
    )
    def post(self, request: Request) -> Response:
        """Have a link sent to the address of an account; the answer is the same when there is none."""
        asked = read(Forgotten, request)["asked"]
        if not limits.may(request._request, "forgotten", key=asked.lower()):
            raise too_often(wait=600)
        actions.ask_for_reset(asked=asked)
        return Response(status=202)


def _renew(request: Asked) -> None:
    if request.auth is None:
        browser_sessions.renew(request._request, request.user)


def _mark(request: Asked) -> str | None:
    """The mark of the browser session that asks; None for a device."""
    return browser_sessions.mark(request._request.session) if request.auth is None else None
