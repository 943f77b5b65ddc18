"""REST: handing over what somebody holds."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Assignment, Holder
from cases.api.cases import HolderName
from cases.queries import Holdings
from esn.core.rest import Id, listing, read, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from people.authentication import Asked

MOST = 600  # assignments in one request


class OneAssignment(serializers.Serializer[Any]):
    """One thing and who has it from now on; a case is named by its reference."""

    kind = serializers.ChoiceField(["case", "commitment", "group"])
    id = Id()
    to = HolderName()


class HandOver(serializers.Serializer[Any]):
    """Who receives what by name, and who receives the rest of the cases and promises."""

    assignments = serializers.ListField(child=OneAssignment(), max_length=MOST, default=list)
    rest = HolderName(required=False, allow_null=True, default=None)


class LeftBehindThings(APIView):
    """What people hold who cannot sign in any more."""

    @extend_schema(operation_id="left_behind", responses={200: shape(queries.LeftBehind), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """How many cases and promises wait for a hand-over, to those who run the site."""
        return shown(queries.left_behind(request.user))


class Leavers(APIView):
    """Who left something behind."""

    @extend_schema(
        operation_id="leavers",
        parameters=[CURSOR, LIMIT],
        responses={200: page(queries.LeftWith), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """Who cannot sign in any more and still holds something, by name, with how much."""
        asked = listing(request)
        return shown(queries.leavers(request.user, cursor=asked.cursor, limit=asked.limit))


class PersonHandover(APIView):
    """What somebody holds."""

    @extend_schema(operation_id="holdings", responses={200: shape(Holdings), **problems(401, 403, 404)})
    def get(self, request: Asked, person_id: str) -> Response:
        """The cases, promises, groups without another owner and waiting offers of a leaver or absent person."""
        return shown(queries.holdings(request.user, person_id))

    @extend_schema(
        operation_id="hand_over",
        request=HandOver,
        responses={200: shape(Holdings), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, person_id: str) -> Response:
        """Hand it over, all or nothing; the answer is what they still hold."""
        queries.holdings(request.user, person_id)
        said = read(HandOver, request)
        assignments = [Assignment(one["kind"], one["id"], Holder(**one["to"])) for one in said["assignments"]]
        rest = Holder(**said["rest"]) if said["rest"] else None
        actions.hand_over(request.user, person_id=person_id, assignments=assignments, rest=rest)
        return shown(queries.holdings(request.user, person_id))
