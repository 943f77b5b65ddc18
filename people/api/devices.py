"""REST: the devices that speak for one, and the codes by which one more comes in."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, created_secret, no_content, read, shown
from esn.core.schema import KEY, page, problems, shape
from people import actions, browser_sessions, limits, queries
from people.api.proof import Proof, require_proof
from people.api.sign_in import too_often
from people.authentication import Asked
from people.models import Scope


class _Chosen(Proof):
    """How much a device may do, for how long, and who asks."""

    scope = Text(max_length=10, required=False, default=Scope.EVERYTHING)
    days = serializers.IntegerField(min_value=1, max_value=actions.MOST_DAYS, required=False, default=actions.MOST_DAYS)


class NewDevice(_Chosen):
    """A device or a script that is to speak for one."""

    device = Text(max_length=80)


class NewCode(_Chosen):
    """A code to show to a device."""


class DeviceSecret(serializers.Serializer[Any]):
    """The token of a new device, told once."""

    token = serializers.CharField()


class CodeSecret(serializers.Serializer[Any]):
    """A code, told once, and the address that a device brings it to; as a picture, it is what follows the `#`."""

    id = serializers.CharField()
    code = serializers.CharField()
    address = serializers.CharField()


class Devices(APIView):
    """One's devices."""

    @extend_schema(operation_id="devices", responses={200: page(queries.Device), **problems(401)})
    def get(self, request: Asked) -> Response:
        """The devices that may speak for me."""
        return shown({"results": queries.devices(request.user), "next": None, "previous": None})

    @extend_schema(
        operation_id="add_device",
        parameters=[KEY],
        request=NewDevice,
        responses={201: DeviceSecret, **problems(400, 401, 403, 409, 413, 415, 422, 429)},
    )
    def post(self, request: Asked) -> Response:
        """Let a device or a script speak for me, as far and as long as I choose; its token is told this once."""
        said = read(NewDevice, request)
        require_proof(request, said)
        chosen = {name: said[name] for name in ("device", "scope", "days")}
        secret = created_secret(request, make=lambda: actions.issue_token(request.user, **chosen))
        return shown({"token": secret}, status=201)


class OneDevice(APIView):
    """One device."""

    @extend_schema(operation_id="revoke_device", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, token_id: str) -> Response:
        """Sign one of my devices out."""
        actions.revoke_token(request.user, token_id=token_id)
        return no_content()


class DeviceCodes(APIView):
    """Codes that bring a device in."""

    @extend_schema(
        operation_id="show_code",
        request=NewCode,
        responses={201: CodeSecret, **problems(400, 401, 403, 413, 415, 429)},
    )
    def post(self, request: Asked) -> Response:
        """A code for one device to take within a minute; those of before are over."""
        said = read(NewCode, request)
        require_proof(request, said)
        if not limits.may(request._request, "show_code"):
            raise too_often(wait=300)
        mark = browser_sessions.mark(request.session) if request.auth is None else ""
        code_id, secret = actions.show_code(request.user, scope=said["scope"], days=said["days"], session=mark)
        address = f"{request.build_absolute_uri('/api/v1/auth/codes/')}#{secret}"
        return shown({"id": code_id, "code": secret, "address": address}, status=201)


class OneDeviceCode(APIView):
    """One code."""

    @extend_schema(operation_id="device_code", responses={200: shape(queries.ShownCode), **problems(401, 404)})
    def get(self, request: Asked, code_id: str) -> Response:
        """Whether a device has taken the code that I show, and which; `waiting`, `taken` or `over`."""
        return shown(queries.shown_code(request.user, code_id))
