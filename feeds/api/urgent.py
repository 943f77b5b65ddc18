"""REST: calling somebody urgently, by a named reason."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, created, read, shown
from esn.core.schema import KEY, page, problems, shape
from feeds import actions, queries
from feeds.models import UrgentCall
from feeds.queries import CallCounts, CallSummary
from people.authentication import Asked


class NewCall(serializers.Serializer[Any]):
    """Whom one calls, and why it does not wait for their hours."""

    person = Id()
    reason = serializers.ChoiceField(UrgentCall.Reason.choices)


class UrgentCalls(APIView):
    """Calling somebody to a post."""

    @extend_schema(
        operation_id="callable_people",
        responses={200: page(queries.Callable), **problems(401, 403, 404)},
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """Whom I may call to a post, and when each may be reached anyway."""
        return shown({"results": queries.callable_people(request.user, post_id), "next": None, "previous": None})

    @extend_schema(
        operation_id="call_urgently",
        parameters=[KEY],
        request=NewCall,
        responses={201: shape(CallSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Reach somebody at any hour, for a reason that they read; who is away is left to who stands in for them."""
        said = read(NewCall, request)
        return created(
            request,
            make=lambda: actions.call_urgently(
                request.user, post_id=post_id, person_id=said["person"], reason=said["reason"]
            ),
            show=lambda made: queries.urgent_call(request.user, made),
            location=lambda _made: f"/api/v1/posts/{post_id}/",
        )


class OwnUrgentCalls(APIView):
    """How often it happened."""

    @extend_schema(operation_id="urgent_counts", responses={200: shape(CallCounts), **problems(401)})
    def get(self, request: Asked) -> Response:
        """How often I called urgently and was called in the last 30 days, and how many calls are left today."""
        return shown(queries.call_counts(request.user))
