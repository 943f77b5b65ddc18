"""REST: answers to questions, votes in polls."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, listing, read, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.actions.manners import MOST
from feeds.queries import PostSummary
from people.authentication import Asked
from people.queries import PersonRef


class Chosen(serializers.Serializer[Any]):
    """What somebody chooses in a poll: the ids of its options."""

    options = serializers.ListField(child=Id(), min_length=1, max_length=MOST)


class AcceptAnswer(APIView):
    """The answer to a question."""

    @extend_schema(
        operation_id="accept_answer",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Let this reply be the answer to the question that I asked, or moderate."""
        actions.accept_answer(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))


class ReopenQuestion(APIView):
    """A question that is open again."""

    @extend_schema(
        operation_id="reopen_question",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Let this reply be the answer no more."""
        actions.reopen_question(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))


class PollVote(APIView):
    """A vote in a poll."""

    @extend_schema(
        operation_id="vote",
        request=Chosen,
        responses={200: shape(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Choose in a poll, instead of what I chose before."""
        queries.post(request.user, post_id)
        actions.vote(request.user, post_id=post_id, options=read(Chosen, request)["options"])
        return shown(queries.post(request.user, post_id))


class TakeVoteBack(APIView):
    """No vote in a poll."""

    @extend_schema(
        operation_id="take_vote_back",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Have chosen nothing in a poll."""
        actions.take_vote_back(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))


class ClosePoll(APIView):
    """The end of a poll."""

    @extend_schema(
        operation_id="close_poll",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Let a poll that I asked, or moderate, take no more votes."""
        actions.close_poll(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))


class PollVoters(APIView):
    """Who chose an option."""

    @extend_schema(
        operation_id="poll_voters",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PersonRef), **problems(400, 401, 403, 404)},
    )
    def get(self, request: Asked, post_id: str, option_id: str) -> Response:
        """Who chose an option of a poll that shows names, by name."""
        asked = listing(request)
        found = queries.poll_voters(request.user, post_id, option_id, cursor=asked.cursor, limit=asked.limit)
        return shown(found)
