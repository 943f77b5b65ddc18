"""REST: exceptions to rules, asked for and decided."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.queries import WaiverSummary
from esn.core.rest import Id, Moment, Text, choice, created, listing, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from feeds.text import TEXT_LIMIT
from people.authentication import Asked

REASON = 2_000


class NewWaiver(serializers.Serializer[Any]):
    """What is asked, of which rule, and why; one of those who decide may be named."""

    rule = Id()
    what = Text(max_length=300)
    why = Text(max_length=TEXT_LIMIT)
    limit = Text(max_length=100, required=False, allow_blank=True, default="")
    until = Moment(required=False, allow_null=True, default=None)
    decider = Id(required=False, allow_null=True, default=None)


class Grant(serializers.Serializer[Any]):
    """Why, and under which condition."""

    reason = Text(max_length=REASON)
    condition = Text(max_length=REASON, required=False, allow_blank=True, default="")


class Because(serializers.Serializer[Any]):
    """Why."""

    reason = Text(max_length=REASON)


class CaseWaivers(APIView):
    """The exceptions of a case."""

    @extend_schema(
        operation_id="case_waivers",
        parameters=[CURSOR, LIMIT],
        responses={200: page(WaiverSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """The exceptions of the case, the newest first."""
        asked = listing(request)
        return shown(queries.case_waivers(request.user, ref, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="ask_waiver",
        parameters=[KEY],
        request=NewWaiver,
        responses={201: shape(WaiverSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Ask to depart from a rule; who decides is named in the answer."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            said = read(NewWaiver, request)
            named = {"rule_id": said.pop("rule"), "decider_id": said.pop("decider") or None}
            return actions.ask_waiver(request.user, ref=ref, **named, **said)

        return created(
            request,
            make=make,
            show=lambda made: queries.waiver(request.user, made),
            location=lambda made: f"/api/v1/waivers/{made}/",
        )


class Waivers(APIView):
    """The board of exceptions."""

    @extend_schema(
        operation_id="waivers",
        parameters=[
            OpenApiParameter("state", str, enum=queries.WAIVER_STATES),
            OpenApiParameter("decider", str, enum=("me",), description="Those about which I decide."),
            OpenApiParameter("asker", str, description="Who asked: `me` or an id."),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(WaiverSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Exceptions that wait, by when their answer is due; or those of another state, the newest first."""
        asked = listing(request, "state", "decider", "asker")
        found = queries.waivers(
            request.user,
            state=choice(asked.filters, "state", queries.WAIVER_STATES, "open"),
            decider=choice(asked.filters, "decider", ("", "me"), ""),
            asker=asked.filters.get("asker", ""),
            cursor=asked.cursor,
            limit=asked.limit,
        )
        return shown(found)


class OneWaiver(APIView):
    """One exception."""

    @extend_schema(operation_id="waiver", responses={200: shape(WaiverSummary), **problems(401, 404)})
    def get(self, request: Asked, waiver_id: str) -> Response:
        """One exception."""
        return shown(queries.waiver(request.user, waiver_id))


_DECIDED = {200: shape(WaiverSummary), **problems(400, 401, 403, 404, 409, 413, 415)}


class GrantWaiver(APIView):
    """Granting an exception."""

    @extend_schema(operation_id="grant_waiver", request=Grant, responses=_DECIDED)
    def post(self, request: Asked, waiver_id: str) -> Response:
        """Let the case depart from the rule, under a condition where one is named."""
        queries.waiver(request.user, waiver_id)
        actions.grant_waiver(request.user, waiver_id=waiver_id, **read(Grant, request))
        return shown(queries.waiver(request.user, waiver_id))


class RefuseWaiver(APIView):
    """Refusing an exception."""

    @extend_schema(operation_id="refuse_waiver", request=Because, responses=_DECIDED)
    def post(self, request: Asked, waiver_id: str) -> Response:
        """Keep to the rule in this case, and say why."""
        queries.waiver(request.user, waiver_id)
        actions.refuse_waiver(request.user, waiver_id=waiver_id, **read(Because, request))
        return shown(queries.waiver(request.user, waiver_id))


class WithdrawWaiver(APIView):
    """Taking back what one asked for."""

    @extend_schema(
        operation_id="withdraw_waiver",
        request=None,
        responses={200: shape(WaiverSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, waiver_id: str) -> Response:
        """Take back what I asked for."""
        actions.withdraw_waiver(request.user, waiver_id=waiver_id)
        return shown(queries.waiver(request.user, waiver_id))
