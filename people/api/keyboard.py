"""REST: whether single letters act as keys on one's pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Flag, read, shown
from esn.core.schema import problems
from people import actions
from people.authentication import Asked


class Keyboard(serializers.Serializer[Any]):
    """Whether single letters act; combinations such as Ctrl+K always do."""

    letters = Flag()


class OwnKeyboard(APIView):
    """My keyboard."""

    @extend_schema(operation_id="keyboard", responses={200: Keyboard, **problems(401)})
    def get(self, request: Asked) -> Response:
        """Whether single letters act as keys on my pages."""
        return shown({"letters": request.user.letter_keys})

    @extend_schema(
        operation_id="set_keyboard", request=Keyboard, responses={200: Keyboard, **problems(400, 401, 413, 415)}
    )
    def put(self, request: Asked) -> Response:
        """Switch single letters as keys on or off."""
        actions.set_letter_keys(request.user, **read(Keyboard, request))
        return shown({"letters": request.user.letter_keys})
