"""REST: letting somebody go, with what they hold."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions
from cases.actions import Holder
from cases.api.cases import HolderName
from esn.core.rest import Flag, Text, read, shown
from esn.core.schema import problems, shape
from groups import queries as groups
from groups.queries import Account
from people.authentication import Asked


class LetGo(serializers.Serializer[Any]):
    """Why, and who receives what they still hold; ``leave_rest`` leaves it where it is."""

    reason = Text(max_length=500, allow_blank=True, default="")
    rest = HolderName(required=False, allow_null=True, default=None)
    leave_rest = Flag(default=False)


class Deactivate(APIView):
    """Letting somebody go."""

    @extend_schema(
        operation_id="deactivate_person",
        request=LetGo,
        responses={200: shape(Account), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, person_id: str) -> Response:
        """End everything that lets them in, for good; what they hold goes to others first (`people/{id}/handover/`)."""
        groups.account(request.user, person_id)
        said = read(LetGo, request)
        rest = Holder(**said["rest"]) if said["rest"] else None
        actions.release_person(
            request.user, person_id=person_id, reason=said["reason"], rest=rest, leave_rest=said["leave_rest"]
        )
        return shown(groups.account(request.user, person_id))
