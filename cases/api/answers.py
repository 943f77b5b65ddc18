"""REST: what customers answered to what they were told."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.models import Answer
from cases.queries import AnswerSummary
from esn.core.rest import Text, created, read
from esn.core.schema import KEY, problems, shape
from people.authentication import Asked

NOTE = 20_000


class NewAnswer(serializers.Serializer[Any]):
    """What the customer said, in a word and in theirs."""

    answer = serializers.ChoiceField(Answer.choices)
    note = Text(max_length=NOTE, required=False, allow_blank=True, default="")


class Answers(APIView):
    """The customer's answer to a telling."""

    @extend_schema(
        operation_id="record_answer",
        parameters=[KEY],
        request=NewAnswer,
        responses={201: shape(AnswerSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, telling_id: str) -> Response:
        """Note what they answered; a promise that they refused is at risk until it changes. The newest counts."""

        def make() -> str:
            queries.telling(request.user, telling_id)
            return actions.record_answer(request.user, telling_id=telling_id, **read(NewAnswer, request))

        return created(
            request,
            make=make,
            show=lambda made: queries.answer(request.user, made),
            location=lambda _made: f"/api/v1/tellings/{telling_id}/",
        )
