"""REST: rules, exceptions to them, and huddles."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Holder, Told, Way
from cases.api.cases import HolderName
from cases.api.promises import ToldForm, WindowForm
from cases.models import HuddleOpinion
from cases.queries import HuddleSummary, RuleSummary, RuleVersionSummary, WaiverSummary
from cases.windows import window
from esn.core.rest import Id, Moment, Text, choice, created, if_match, listing, read, shown
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
            _require_inside(request, ref)
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
            _require_inside(request, ref)
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
        told = Told(**said["told"]) if said["told"] else None
        actions.decide_huddle(
            request.user, huddle_id=huddle_id, option_id=said["option"], reason=said["reason"], told=told
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


def _rule(said: dict[str, Any]) -> dict[str, Any]:
    """What was said of a rule, with owner and deciders as they are named to the actions."""
    named = dict(said)
    if "owner" in named:
        named["owner"] = Holder(**named["owner"])
    if "deciders" in named:
        named["deciders"] = [Holder(**one) for one in named["deciders"]]
    return named


def _way(request: Asked, said: dict[str, Any]) -> Way:
    when = said["window"]
    zone = when.get("timezone") or request.user.time_zone if when else ""
    return Way(said["text"], said["promise"] or "", window(when["start"], when["end"], zone) if when else None)


def _rule_shown(request: Asked, rule_id: str) -> Response:
    found = queries.rule(request.user, rule_id)
    return shown(found, etag=found.version)


def _huddle_made(request: Asked, make: Any) -> Response:
    return created(
        request,
        make=make,
        show=lambda made: queries.huddle(request.user, made),
        location=lambda made: f"/api/v1/huddles/{made}/",
    )


def _require_inside(request: Asked, ref: str) -> None:
    """What is not there answers before what is said about it."""
    queries.case_waivers(request.user, ref, limit=1)
