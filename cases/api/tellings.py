"""REST: what the customer was told, and where they believe something else."""

import datetime as dt
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import About, Told
from cases.api.promise_forms import WHOSE, ToldForm, whose_said
from cases.models import Subject
from cases.queries import DriftSummary, TellingSummary
from esn.core.rest import Id, created, listing, moment, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from people.authentication import Asked


class SubjectForm(serializers.Serializer[Any]):
    """What was told: a promise, a fact or the status; its present version when none is named."""

    type = serializers.ChoiceField(Subject.choices)
    id = Id(required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, allow_null=True, default=None)


class NewTelling(ToldForm):
    """What the customer was told, and how."""

    subject = SubjectForm()


class Tellings(APIView):
    """What the customer was told."""

    @extend_schema(
        operation_id="tellings",
        parameters=[
            OpenApiParameter("at", dt.datetime, description="Who knew what at this moment, instead of the list."),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(TellingSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """What the customer was told, the newest first; with `at`, what was told and known of each subject then."""
        asked = listing(request, "at")
        at = moment(asked.filters, "at")
        if at is None:
            return shown(queries.tellings(request.user, ref, cursor=asked.cursor, limit=asked.limit))
        found = queries.knowledge(request.user, ref, at=at)
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(
        operation_id="tell",
        parameters=[KEY],
        request=NewTelling,
        responses={201: shape(TellingSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Note that the customer was told; telling an earlier version leaves the drift."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            said = read(NewTelling, request)
            told = Told(said["channel"], said["note"], said["answer"], said["offers"])
            return actions.tell(request.user, ref=ref, about=About(**said["subject"]), told=told)

        return created(
            request,
            make=make,
            show=lambda made: queries.telling(request.user, made),
            location=lambda _made: f"/api/v1/cases/{ref}/tellings/",
        )


class OneTelling(APIView):
    """One telling."""

    @extend_schema(operation_id="telling", responses={200: shape(TellingSummary), **problems(401, 404)})
    def get(self, request: Asked, telling_id: str) -> Response:
        """Who told the customer what, when and how, and what they answered."""
        return shown(queries.telling(request.user, telling_id))


class Drifts(APIView):
    """Where customers believe something else."""

    @extend_schema(
        operation_id="drifts",
        parameters=[*WHOSE, CURSOR, LIMIT],
        responses={200: page(DriftSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Customer believes, we know, since: broken promises first, then whoever has waited longest."""
        asked = listing(request, "holder", "team", "customer")
        return shown(queries.drifts(request.user, cursor=asked.cursor, limit=asked.limit, **whose_said(asked)))
