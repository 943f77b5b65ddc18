"""REST: calling somebody urgently because of a case."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from esn.core.rest import created, listing, read, shown
from esn.core.schema import KEY, page, problems, shape
from feeds import actions
from feeds import queries as feeds
from feeds.api.urgent import NewCall
from feeds.queries import CallSummary
from people.authentication import Asked


class NewCaseCall(NewCall):
    """Whom one calls and why; on the internal side, or where a partner reads it."""

    side = serializers.CharField(required=False, default="internal", max_length=60)


class CaseUrgentCalls(APIView):
    """Calling somebody to a case."""

    @extend_schema(
        operation_id="callable_to_case",
        parameters=[OpenApiParameter("side", str, description="`internal` when it is not said.")],
        responses={200: page(feeds.Callable), **problems(400, 401, 403, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """Whom I may call to a side of a case, and when each may be reached anyway."""
        side = listing(request, "side").filters.get("side", "internal")
        return shown(
            {"results": queries.callable_to_case(request.user, ref, side=side), "next": None, "previous": None}
        )

    @extend_schema(
        operation_id="call_to_case",
        parameters=[KEY],
        request=NewCaseCall,
        responses={201: shape(CallSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Reach somebody at any hour because of a case, for a reason that they read."""
        said = read(NewCaseCall, request)

        def make() -> str:
            post = queries.first_entry(request.user, ref, said["side"])
            return actions.call_urgently(request.user, post_id=post, person_id=said["person"], reason=said["reason"])

        return created(
            request,
            make=make,
            show=lambda made: feeds.urgent_call(request.user, made),
            location=lambda _made: f"/api/v1/cases/{ref}/",
        )
