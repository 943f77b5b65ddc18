"""REST: words for a later moment. They are written through the address where they will be said, with ``send_at``."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Moment, Text, if_match, listing, no_content, read, shown
from esn.core.schema import CURSOR, IF_MATCH, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.queries import ScheduledSummary
from feeds.text import TEXT_LIMIT
from people.authentication import Asked


class Changed(serializers.Serializer[Any]):
    """Other words, or another moment."""

    body = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True)
    send_at = Moment(required=False)


class Scheduled(APIView):
    """What I have written for later."""

    @extend_schema(
        operation_id="scheduled_posts",
        parameters=[CURSOR, LIMIT],
        responses={200: page(ScheduledSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What waits for its moment, and what could not be sent at it."""
        asked = listing(request)
        return shown(queries.scheduled_posts(request.user, cursor=asked.cursor, limit=asked.limit))


class OneScheduled(APIView):
    """One of them."""

    @extend_schema(operation_id="scheduled_post", responses={200: shape(ScheduledSummary), **problems(401, 404)})
    def get(self, request: Asked, scheduled_id: str) -> Response:
        """What waits, with its moment."""
        found = queries.scheduled_post(request.user, scheduled_id)
        return shown(found, etag=found.revision)

    @extend_schema(
        operation_id="change_scheduled",
        parameters=[IF_MATCH],
        request=Changed,
        responses={200: shape(ScheduledSummary), **problems(400, 401, 404, 412, 413, 415)},
    )
    def patch(self, request: Asked, scheduled_id: str) -> Response:
        """Say it better, or at another moment."""
        queries.scheduled_post(request.user, scheduled_id)
        said = read(Changed, request)
        actions.change_scheduled(request.user, scheduled_id=scheduled_id, revision=if_match(request), **said)
        found = queries.scheduled_post(request.user, scheduled_id)
        return shown(found, etag=found.revision)

    @extend_schema(operation_id="cancel_scheduled", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, scheduled_id: str) -> Response:
        """Take it back."""
        actions.cancel_scheduled(request.user, scheduled_id=scheduled_id)
        return no_content()


class SendScheduled(APIView):
    """Send one of them now."""

    @extend_schema(
        operation_id="send_scheduled", request=None, responses={200: shape(ScheduledSummary), **problems(401, 404)}
    )
    def post(self, request: Asked, scheduled_id: str) -> Response:
        """Let it be said at once; the post comes with its event."""
        actions.send_now(request.user, scheduled_id=scheduled_id)
        return shown(queries.scheduled_post(request.user, scheduled_id))
