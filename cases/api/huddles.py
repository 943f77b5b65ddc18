"""REST: huddles, their options and opinions, and how they end."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Holder, Way
from cases.api.cases import HolderName
from cases.api.promise_forms import ToldForm, WindowForm, told_said, window_said
from cases.models import HuddleOpinion
from cases.queries import HuddleSummary
from esn.core.rest import Id, Moment, Text, choice, created, listing, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from people.authentication import Asked

REASON = 2_000
MOST = 20


class MaybeBecause(serializers.Serializer[Any]):
    """Why, when there is something to say."""

    reason = Text(max_length=REASON, required=False, allow_blank=True, default="")


class NewOption(serializers.Serializer[Any]):
    """A way out; a promise and its new window are named together."""

    text = Text(max_length=500)
    promise = Id(required=False, allow_null=True, default=None)
    window = WindowForm(required=False, allow_null=True, default=None)


class NewHuddle(serializers.Serializer[Any]):
    """A question for people and teams, until a moment."""

    question = Text(max_length=500)
    deadline = Moment()
    invited = serializers.ListField(child=HolderName(), min_length=1, max_length=MOST)
    options = serializers.ListField(child=NewOption(), max_length=8, required=False, default=list)


class NewOpinion(serializers.Serializer[Any]):
    """For or against an option."""

    option = Id()
    stance = serializers.ChoiceField(HuddleOpinion.Stance.choices)
    text = Text(max_length=500, required=False, allow_blank=True, default="")


class HuddleDecision(serializers.Serializer[Any]):
    """The chosen option and why; how the customer was told, when its promise changes."""

    option = Id()
    reason = Text(max_length=REASON)
    told = ToldForm(required=False, allow_null=True, default=None)


class CaseHuddles(APIView):
    """The huddles of a case."""

    @extend_schema(
        operation_id="case_huddles",
        parameters=[CURSOR, LIMIT],
        responses={200: page(HuddleSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """The huddles of the case, the newest first."""
        asked = listing(request)
        return shown(queries.case_huddles(request.user, ref, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="call_huddle",
        parameters=[KEY],
        request=NewHuddle,
        responses={201: shape(HuddleSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Put a question to colleagues and teams until a moment."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            said = read(NewHuddle, request)
            said["invited"] = [Holder(**one) for one in said["invited"]]
            said["options"] = [_way(request, one) for one in said["options"]]
            return actions.call_huddle(request.user, ref=ref, **said)

        return _huddle_made(request, make)


class Huddles(APIView):
    """The board of huddles."""

    @extend_schema(
        operation_id="huddles",
        parameters=[
            OpenApiParameter("state", str, enum=queries.HUDDLE_STATES),
            OpenApiParameter(
                "invited", str, enum=("me",), description="Those that ask me or my teams, or that I called."
            ),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(HuddleSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Huddles that stand open, by their deadline; or those of another state, the newest first."""
        asked = listing(request, "state", "invited")
        found = queries.huddles(
            request.user,
            state=choice(asked.filters, "state", queries.HUDDLE_STATES, "open"),
            invited=choice(asked.filters, "invited", ("", "me"), ""),
            cursor=asked.cursor,
            limit=asked.limit,
        )
        return shown(found)


class OneHuddle(APIView):
    """One huddle."""

    @extend_schema(operation_id="huddle", responses={200: shape(HuddleSummary), **problems(401, 404)})
    def get(self, request: Asked, huddle_id: str) -> Response:
        """One huddle, with its options and opinions."""
        return shown(queries.huddle(request.user, huddle_id))


_SAID = {201: shape(HuddleSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)}


class HuddleOptions(APIView):
    """The options of a huddle."""

    @extend_schema(operation_id="add_option", parameters=[KEY], request=NewOption, responses=_SAID)
    def post(self, request: Asked, huddle_id: str) -> Response:
        """Propose a way out; its window is checked against the facts."""

        def make() -> str:
            queries.huddle(request.user, huddle_id)
            actions.add_option(request.user, huddle_id=huddle_id, way=_way(request, read(NewOption, request)))
            return huddle_id

        return _huddle_made(request, make)


class HuddleOpinions(APIView):
    """The opinions in a huddle."""

    @extend_schema(operation_id="give_opinion", parameters=[KEY], request=NewOpinion, responses=_SAID)
    def post(self, request: Asked, huddle_id: str) -> Response:
        """Say whether I am for or against an option; my last word stands."""

        def make() -> str:
            queries.huddle(request.user, huddle_id)
            said = read(NewOpinion, request)
            actions.give_opinion(request.user, huddle_id=huddle_id, option_id=said.pop("option"), **said)
            return huddle_id

        return _huddle_made(request, make)


_ENDED = {200: shape(HuddleSummary), **problems(400, 401, 403, 404, 409, 413, 415)}


class DecideHuddle(APIView):
    """Deciding a huddle."""

    @extend_schema(operation_id="decide_huddle", request=HuddleDecision, responses=_ENDED)
    def post(self, request: Asked, huddle_id: str) -> Response:
        """Choose an option and say why; the promise that it names takes its window at once."""
        queries.huddle(request.user, huddle_id)
        said = read(HuddleDecision, request)
        actions.decide_huddle(
            request.user, huddle_id=huddle_id, option_id=said["option"], reason=said["reason"], told=told_said(said)
        )
        return shown(queries.huddle(request.user, huddle_id))


class CloseHuddle(APIView):
    """Calling a huddle off."""

    @extend_schema(operation_id="close_huddle", request=MaybeBecause, responses=_ENDED)
    def post(self, request: Asked, huddle_id: str) -> Response:
        """End it without a decision."""
        queries.huddle(request.user, huddle_id)
        actions.close_huddle(request.user, huddle_id=huddle_id, **read(MaybeBecause, request))
        return shown(queries.huddle(request.user, huddle_id))


def _way(request: Asked, said: dict[str, Any]) -> Way:
    when = said["window"]
    return Way(said["text"], said["promise"] or "", window_said(request, when) if when else None)


def _huddle_made(request: Asked, make: Any) -> Response:
    return created(
        request,
        make=make,
        show=lambda made: queries.huddle(request.user, made),
        location=lambda made: f"/api/v1/huddles/{made}/",
    )
