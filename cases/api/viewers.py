"""REST: who looks at a case right now."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.queries import ViewerSummary
from esn.core.rest import Flag, Text, listing, no_content, read, shown
from esn.core.schema import page, problems
from people.authentication import Asked


class Looking(serializers.Serializer[Any]):
    """On which side one looks, and whether one is writing."""

    typing = Flag(default=False)
    side = Text(max_length=80, required=False, allow_null=True, default=None)


class Viewers(APIView):
    """Who looks at a case right now."""

    @extend_schema(operation_id="viewers", responses={200: page(ViewerSummary), **problems(400, 401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """The others who look at it, on the sides that I read."""
        listing(request)
        return _others(request, ref)

    @extend_schema(
        operation_id="view_case",
        request=Looking,
        responses={200: page(ViewerSummary), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """I look at it, or write in it: a sign of life that lasts 30 seconds. The answer is who else does."""
        queries.sides_in_view(request.user, ref)
        actions.view_case(request.user, ref=ref, key=_key(request), **read(Looking, request))
        return _others(request, ref)

    @extend_schema(operation_id="leave_case", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, ref: str) -> Response:
        """I look at it no more."""
        actions.leave_case(request.user, ref=ref, key=_key(request))
        return no_content()


def _key(request: Asked) -> str:
    return f"token:{request.auth.id}" if request.auth else f"browser:{request.user.id}"


def _others(request: Asked, ref: str) -> Response:
    return shown({"results": queries.viewers(request.user, ref), "next": None, "previous": None})
