"""REST: which of one's devices are notified."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core import web_push
from esn.core.rest import Text, created, no_content, read, shown
from esn.core.schema import KEY, page, problems, shape
from people import actions, browser_sessions, limits, queries
from people.api.sign_in import too_often
from people.authentication import Asked
from people.queries import PushDevice


class NewPush(serializers.Serializer[Any]):
    """What a browser says of its subscription, and how the device is called."""

    endpoint = Text(max_length=2048)
    p256dh = Text(max_length=100)
    auth = Text(max_length=30)
    name = Text(max_length=80, required=False, allow_blank=True)


class PushKey(serializers.Serializer[Any]):
    """By which key a browser knows the messages of this site."""

    key = serializers.CharField()


class OwnPush(APIView):
    """One's devices that are notified."""

    @extend_schema(operation_id="push_devices", responses={200: page(PushDevice), **problems(401)})
    def get(self, request: Asked) -> Response:
        """My devices to which notifications go."""
        found = queries.push_devices(request.user, **_device(request))
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(
        operation_id="register_push",
        parameters=[KEY],
        request=NewPush,
        responses={201: shape(PushDevice), **problems(400, 401, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Let this device be notified, until it is removed or signed out; the same address again changes its keys."""
        said, device = read(NewPush, request), _device(request)
        return created(
            request,
            make=lambda: actions.register_push(request.user, session=device["session"], token=device["token"], **said),
            show=lambda id_: queries.push_device(request.user, id_, **device),
            location=lambda id_: f"/api/v1/me/push/{id_}/",
        )


class OwnPushKey(APIView):
    """The key of the site."""

    @extend_schema(operation_id="push_key", responses={200: PushKey, **problems(401)})
    def get(self, request: Asked) -> Response:
        """The key that a browser is given when it subscribes (VAPID)."""
        return shown({"key": web_push.public_key()})


class OnePush(APIView):
    """One device that is notified."""

    @extend_schema(operation_id="remove_push", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, push_id: str) -> Response:
        """Notify this device of mine no more."""
        actions.remove_push(request.user, push_id=push_id)
        return no_content()


class TryPush(APIView):
    """A test of one device."""

    @extend_schema(operation_id="try_push", request=None, responses={204: None, **problems(401, 404, 429)})
    def post(self, request: Asked, push_id: str) -> Response:
        """Send a notification to this device of mine now."""
        if not limits.may(request._request, "push_try", key=request.user.id):
            raise too_often(wait=60)
        actions.try_push(request.user, push_id=push_id)
        return no_content()


def _device(request: Asked) -> dict[str, str | None]:
    """Through what the request came: the session of a browser, or the token of a device."""
    if request.auth is not None:
        return {"session": None, "token": request.auth.id}
    return {"session": browser_sessions.mark(request._request.session), "token": None}
