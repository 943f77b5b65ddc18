"""REST: what we know of customers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.channels import Channel
from cases.facts import Greeting
from cases.models import Fact
from cases.queries import FactSummary
from esn.core.rest import Flag, Id, Moment, Text, created, read, shown
from esn.core.schema import KEY, page, problems, shape
from people.authentication import Asked

CONSTRAINTS = ("never_on", "only_after", "only_before", "never_by", "only_by")


class Constraint(serializers.Serializer[Any]):
    """A constraint that a machine can check: days are ISO weekdays (Monday is 1), a time is like 17:00."""

    code = serializers.ChoiceField(CONSTRAINTS)
    days = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7), max_length=7, required=False)
    time = Text(max_length=5, required=False)
    channel = serializers.ChoiceField(Channel.choices, required=False)


class FormOfAddress(serializers.Serializer[Any]):
    """How the customer wants to be addressed."""

    civility = Text(max_length=100, required=False, allow_blank=True)
    name = Text(max_length=100, required=False, allow_blank=True)
    tu = Flag(required=False, allow_null=True)


class NewFact(serializers.Serializer[Any]):
    """A fact to note; verified when ``verified_at`` says so, and noted in the thread of ``case`` when it is named."""

    kind = serializers.ChoiceField(Fact.Kind.choices)
    value = Text(max_length=500, required=False, allow_blank=True, default="")
    source = Text(max_length=200)  # type: ignore[assignment]  # a field, as the shape says
    verified_at = Moment(required=False, allow_null=True, default=None)
    holds_until = Moment(required=False, allow_null=True, default=None)
    sensitivity = serializers.ChoiceField(Fact.Sensitivity.choices, default=Fact.Sensitivity.NORMAL)
    constraint = Constraint(required=False, allow_null=True, default=None)
    form = FormOfAddress(required=False, allow_null=True, default=None)
    case = Id(required=False, allow_null=True, default=None)


class Verified(serializers.Serializer[Any]):
    """Until when it holds, and the case in whose thread this is noted."""

    holds_until = Moment(required=False, allow_null=True, default=None)
    case = Id(required=False, allow_null=True, default=None)


class Doubt(serializers.Serializer[Any]):
    """Why a fact is doubted."""

    reason = Text(max_length=500)
    case = Id(required=False, allow_null=True, default=None)


class InCase(serializers.Serializer[Any]):
    """The case in whose thread this is noted."""

    case = Id(required=False, allow_null=True, default=None)


class CustomerFacts(APIView):
    """The facts of a customer."""

    @extend_schema(operation_id="facts", responses={200: page(FactSummary), **problems(401, 404)})
    def get(self, request: Asked, customer_id: str) -> Response:
        """What we know of a customer: constraints first; what contradicts each other is both shown."""
        found = queries.facts(request.user, customer_id)
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(
        operation_id="note_fact",
        parameters=[KEY],
        request=NewFact,
        responses={201: shape(FactSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, customer_id: str) -> Response:
        """Note a fact, with its source."""

        def make() -> str:
            queries.facts(request.user, customer_id)
            said = read(NewFact, request)
            codes = said.pop("constraint") or {}
            form = said.pop("form") or {}
            return actions.note_fact(
                request.user, customer_id=customer_id, detail=codes | form, ref=said.pop("case"), **said
            )

        return created(
            request,
            make=make,
            show=lambda made: queries.fact(request.user, made),
            location=lambda made: f"/api/v1/facts/{made}/",
            etag=lambda fact: fact.revision,
        )


class CustomerGreeting(APIView):
    """How to greet a customer."""

    @extend_schema(operation_id="greeting", responses={200: shape(Greeting), **problems(401, 404)})
    def get(self, request: Asked, customer_id: str) -> Response:
        """From fresh and verified facts alone; neutral otherwise."""
        return shown(queries.greeting(request.user, customer_id))


class OneFact(APIView):
    """One fact."""

    @extend_schema(operation_id="fact", responses={200: shape(FactSummary), **problems(401, 404)})
    def get(self, request: Asked, fact_id: str) -> Response:
        """One fact."""
        return _shown(request, fact_id)


class VerifyFact(APIView):
    """Verifying a fact again."""

    @extend_schema(
        operation_id="verify_fact",
        request=Verified,
        responses={200: shape(FactSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, fact_id: str) -> Response:
        """It was verified just now; a doubt about it is settled."""
        queries.fact(request.user, fact_id)
        said = read(Verified, request)
        actions.verify_fact(request.user, fact_id=fact_id, ref=said["case"], holds_until=said["holds_until"])
        return _shown(request, fact_id)


class DisputeFact(APIView):
    """Doubting a fact."""

    @extend_schema(
        operation_id="dispute_fact",
        request=Doubt,
        responses={200: shape(FactSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, fact_id: str) -> Response:
        """It may not be so: used no more until somebody verifies it."""
        queries.fact(request.user, fact_id)
        said = read(Doubt, request)
        actions.dispute_fact(request.user, fact_id=fact_id, reason=said["reason"], ref=said["case"])
        return _shown(request, fact_id)


class WithdrawFact(APIView):
    """Taking a fact back."""

    @extend_schema(
        operation_id="withdraw_fact",
        request=InCase,
        responses={200: shape(FactSummary), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked, fact_id: str) -> Response:
        """It is no longer among what we know; a customer who was told of it believes it until they hear."""
        queries.fact(request.user, fact_id)
        actions.withdraw_fact(request.user, fact_id=fact_id, ref=read(InCase, request)["case"])
        return _shown(request, fact_id)


def _shown(request: Asked, fact_id: str) -> Response:
    fact = queries.fact(request.user, fact_id)
    return shown(fact, etag=fact.revision)
