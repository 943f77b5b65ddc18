"""REST: rules, their versions and what was decided about them."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Holder
from cases.api.cases import HolderName
from cases.queries import RuleSummary, RuleVersionSummary, WaiverSummary
from esn.core.rest import Moment, Text, choice, created, if_match, listing, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds.text import TEXT_LIMIT
from people.authentication import Asked

REASON = 2_000
MOST = 20


class NewRule(serializers.Serializer[Any]):
    """A rule card: who owns it (oneself when nobody is named) and who decides about exceptions."""

    title = Text(max_length=200)
    text = Text(max_length=TEXT_LIMIT)
    owner = HolderName(required=False)
    deciders = serializers.ListField(child=HolderName(), min_length=1, max_length=MOST)
    answer_minutes = serializers.IntegerField(min_value=1, max_value=43_200, required=False)
    review_after = serializers.IntegerField(min_value=1, max_value=1_000, required=False)
    since = Moment(required=False)
    note = Text(max_length=REASON, required=False, allow_blank=True, default="")


class RuleEdit(serializers.Serializer[Any]):
    """What the next version of a rule says otherwise; a note alone says that it stays as it is, and why."""

    title = Text(max_length=200, required=False)
    text = Text(max_length=TEXT_LIMIT, required=False)
    owner = HolderName(required=False)
    deciders = serializers.ListField(child=HolderName(), min_length=1, max_length=MOST, required=False)
    answer_minutes = serializers.IntegerField(min_value=1, max_value=43_200, required=False)
    review_after = serializers.IntegerField(min_value=1, max_value=1_000, required=False)
    since = Moment(required=False)
    note = Text(max_length=REASON, required=False, allow_blank=True, default="")


class Rules(APIView):
    """The rules."""

    @extend_schema(
        operation_id="rules",
        parameters=[
            OpenApiParameter("q", str, description="A part of the title or the text."),
            OpenApiParameter("which", str, enum=("standing", "retired")),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(RuleSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The rules that hold, by their title; or those that were retired."""
        asked = listing(request, "q", "which")
        retired = choice(asked.filters, "which", ("standing", "retired"), "standing") == "retired"
        q = asked.filters.get("q", "")[:120]
        return shown(queries.rules(request.user, q=q, retired=retired, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="create_rule",
        parameters=[KEY],
        request=NewRule,
        responses={201: shape(RuleSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Write a rule of one's own, or of a team that one moderates."""

        def make() -> str:
            queries.rules(request.user, limit=1)  # for guests there are none
            return actions.create_rule(request.user, **_rule(read(NewRule, request)))

        return created(
            request,
            make=make,
            show=lambda made: queries.rule(request.user, made),
            location=lambda made: f"/api/v1/rules/{made}/",
            etag=lambda rule: rule.version,
        )


class OneRule(APIView):
    """One rule."""

    @extend_schema(operation_id="rule", responses={200: shape(RuleSummary), **problems(401, 404)})
    def get(self, request: Asked, rule_id: str) -> Response:
        """One rule, with how often it was departed from in 90 days."""
        return _rule_shown(request, rule_id)

    @extend_schema(
        operation_id="edit_rule",
        parameters=[IF_MATCH],
        request=RuleEdit,
        responses={200: shape(RuleSummary), **problems(400, 401, 403, 404, 409, 412, 413, 415)},
    )
    def patch(self, request: Asked, rule_id: str) -> Response:
        """The next version of the rule; the ones before are kept."""
        queries.rule(request.user, rule_id)
        said = _rule(read(RuleEdit, request))
        actions.edit_rule(request.user, rule_id=rule_id, revision=if_match(request), **said)
        return _rule_shown(request, rule_id)


class RuleHistory(APIView):
    """The versions of a rule."""

    @extend_schema(operation_id="rule_history", responses={200: page(RuleVersionSummary), **problems(401, 404)})
    def get(self, request: Asked, rule_id: str) -> Response:
        """Every version, the newest first."""
        found = queries.rule_history(request.user, rule_id)
        return shown({"results": found, "next": None, "previous": None})


class RulePrecedents(APIView):
    """What was decided about a rule."""

    @extend_schema(
        operation_id="rule_precedents",
        parameters=[CURSOR, LIMIT],
        responses={200: page(WaiverSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, rule_id: str) -> Response:
        """What was decided about exceptions to the rule in the cases that I read, the newest first."""
        asked = listing(request)
        return shown(queries.precedents(request.user, rule_id, cursor=asked.cursor, limit=asked.limit))


class RetireRule(APIView):
    """Retiring a rule."""

    @extend_schema(
        operation_id="retire_rule", request=None, responses={200: shape(RuleSummary), **problems(401, 403, 404, 409)}
    )
    def post(self, request: Asked, rule_id: str) -> Response:
        """The rule holds no more; its history stays."""
        actions.retire_rule(request.user, rule_id=rule_id)
        return _rule_shown(request, rule_id)


def _rule(said: dict[str, Any]) -> dict[str, Any]:
    """What was said of a rule, with owner and deciders as they are named to the actions."""
    named = dict(said)
    if "owner" in named:
        named["owner"] = Holder(**named["owner"])
    if "deciders" in named:
        named["deciders"] = [Holder(**one) for one in named["deciders"]]
    return named


def _rule_shown(request: Asked, rule_id: str) -> Response:
    found = queries.rule(request.user, rule_id)
    return shown(found, etag=found.version)
