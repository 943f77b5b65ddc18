"""REST: signing a device in and out, and one's own record."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth import update_session_auth_hash
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
from esn.core.schema import KEY, page, problems, shape
from people import actions, queries
from people.adapter import may_try_password
from people.authentication import Asked
from people.credentials import CALENDAR_PATH, session_mark
from people.models import DeviceToken, Person


class SignIn(serializers.Serializer[Any]):
    """What a device says to get its token."""

    username = Text(max_length=60)
    password = Text(max_length=200, trim_whitespace=False)
    device = Text(max_length=80)
    code = Text(max_length=20, required=False)


class Profile(serializers.Serializer[Any]):
    """What one may change of one's own record."""

    name = Text(max_length=120, required=False)
    title = Text(max_length=120, required=False, allow_blank=True)
    language = Text(max_length=5, required=False)
    time_zone = Text(max_length=40, required=False)


class NewPassword(serializers.Serializer[Any]):
    """The present and the new password."""

    current = Text(max_length=200, trim_whitespace=False)
    new = Text(max_length=200, trim_whitespace=False)


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
        """Sign a device in; the token is told this once."""
        said = read(SignIn, request)
        person = _authenticated(request, said["username"], said["password"])
        request.user = person
        translation.activate(person.language)
        secret = created_secret(request, make=lambda: actions.issue_token(person, device=said["device"]))
        return shown({"token": secret, "person": queries.me(person)}, status=201)


class CurrentToken(APIView):
    """The token of this request."""

    @extend_schema(operation_id="sign_out", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked) -> Response:
        """Sign this device out."""
        if not isinstance(request.auth, DeviceToken):
            raise NotFound
        actions.revoke_token(request.user, token_id=request.auth.id)
        return no_content()


class Devices(APIView):
    """One's devices."""

    @extend_schema(operation_id="devices", responses={200: page(queries.Device), **problems(401)})
    def get(self, request: Asked) -> Response:
        """The devices that may speak for me."""
        return shown({"results": queries.devices(request.user), "next": None, "previous": None})


class OneDevice(APIView):
    """One device."""

    @extend_schema(operation_id="revoke_device", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, token_id: str) -> Response:
        """Sign one of my devices out."""
        actions.revoke_token(request.user, token_id=token_id)
        return no_content()


class CalendarSecret(serializers.Serializer[Any]):
    """The address of one's calendar, told once."""

    id = serializers.CharField()
    url = serializers.CharField()


class CalendarAddresses(APIView):
    """The secret address of one's calendar."""

    @extend_schema(
        operation_id="calendar_addresses", responses={200: page(queries.CalendarAccess), **problems(401)}
    )  # fmt: skip
    def get(self, request: Asked) -> Response:
        """The address at which calendar programs read my promises: when it was made and last read, not where."""
        return shown({"results": queries.calendar_accesses(request.user), "next": None, "previous": None})

    @extend_schema(
        operation_id="open_calendar",
        parameters=[KEY],
        request=None,
        responses={201: CalendarSecret, **problems(400, 401, 409, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Give my calendar an address, told this once; 409 with the id when it has one."""
        opened: list[str] = []

        def make() -> tuple[str, str]:
            made = actions.open_calendar(request.user)
            opened.append(made[0])
            return made

        secret = created_secret(request, make=make)
        answer = Response(_calendar(request, opened[0], secret), status=201)
        answer["Location"] = f"/api/v1/me/calendar-addresses/{opened[0]}/"
        return answer


class OneCalendarAddress(APIView):
    """One address of a calendar."""

    @extend_schema(
        operation_id="calendar_address", responses={200: shape(queries.CalendarAccess), **problems(401, 404)}
    )  # fmt: skip
    def get(self, request: Asked, address_id: str) -> Response:
        """When my calendar's address was made and last read, not where it is."""
        return shown(queries.calendar_access(request.user, address_id))

    @extend_schema(operation_id="close_calendar", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, address_id: str) -> Response:
        """Nothing is read at this address any more."""
        actions.close_calendar(request.user, address_id=address_id)
        return no_content()


class RenewCalendarAddress(APIView):
    """Another address for one's calendar."""

    @extend_schema(
        operation_id="renew_calendar", request=None, responses={200: CalendarSecret, **problems(401, 404)}
    )  # fmt: skip
    def post(self, request: Asked, address_id: str) -> Response:
        """Close this address and tell another one, once."""
        return Response(_calendar(request, *actions.renew_calendar(request.user, address_id=address_id)))


def _calendar(request: Asked, made: str, secret: str) -> dict[str, str]:
    return {"id": made, "url": request.build_absolute_uri(CALENDAR_PATH.format(secret=secret))}


class OwnPassword(APIView):
    """One's password."""

    @extend_schema(
        operation_id="change_password", request=NewPassword, responses={204: None, **problems(400, 401, 413, 415, 429)}
    )
    def post(self, request: Asked) -> Response:
        """Change my password; other sessions and all devices are signed out."""
        said = read(NewPassword, request)
        if not may_try_password(request._request):
            raise _too_often(wait=60)
        session = request._request.session
        kept = session_mark(session.session_key or "") if request.auth is None else None
        actions.change_password(request.user, current=said["current"], new=said["new"], kept_session=kept)
        if request.auth is None:
            update_session_auth_hash(request._request, request.user)
        return no_content()


def _too_often(*, wait: int) -> exceptions.Throttled:
    """Too many attempts; seconds to wait."""
    return exceptions.Throttled(wait=wait, detail=_("Too many attempts. Wait some minutes, then try again."))


def _authenticated(request: Request, username: str, password: str) -> Person:
    """The person behind a handle and a password, under the limits of the accounts library."""
    try:
        person = get_adapter(request).authenticate(request._request, username=username, password=password)
    except ValidationError:
        raise _too_often(wait=300) from None
    if not isinstance(person, Person):
        raise exceptions.AuthenticationFailed(_("This name and password do not fit together."))
    return person
