"""REST: reactions to posts."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import listing, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.queries import PostSummary, Reactor
from people.authentication import Asked


class Reactions(APIView):
    """Who reacted."""

    @extend_schema(
        operation_id="reactions",
        parameters=[OpenApiParameter("emoji", str), CURSOR, LIMIT],
        responses={200: page(Reactor), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """Who reacted to a post that I read, the newest first; with one emoji, or with any."""
        asked = listing(request, "emoji")
        emoji = asked.filters.get("emoji")
        return shown(queries.reactors(request.user, post_id, emoji=emoji, cursor=asked.cursor, limit=asked.limit))


class OneReaction(APIView):
    """My own reaction with one emoji."""

    @extend_schema(
        operation_id="react",
        request=None,
        responses={200: shape(PostSummary), **problems(400, 401, 403, 404, 409)},
    )
    def put(self, request: Asked, post_id: str, emoji: str) -> Response:
        """React with an emoji, any one; a post has at most 20 different ones. Doing so twice changes nothing."""
        queries.post(request.user, post_id)
        actions.react(request.user, post_id=post_id, emoji=emoji)
        return shown(queries.post(request.user, post_id))

    @extend_schema(operation_id="take_back_reaction", responses={200: shape(PostSummary), **problems(400, 401, 404)})
    def delete(self, request: Asked, post_id: str, emoji: str) -> Response:
        """Take it back. Doing so twice changes nothing."""
        queries.post(request.user, post_id)
        actions.take_back_reaction(request.user, post_id=post_id, emoji=emoji)
        return shown(queries.post(request.user, post_id))
