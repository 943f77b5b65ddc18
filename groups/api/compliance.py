"""REST: readings by right of watching over the site."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, queries
from groups.actions.reasons import REASON_LIMIT
from groups.models import ComplianceReading
from groups.queries import ComplianceReadingSummary, Readable, ReadByRight
from people.authentication import Asked


class LookedFor(serializers.Serializer[Any]):
    """A group by its name or a case by its reference, and why."""

    text = Text(max_length=100)
    reason = Text(max_length=REASON_LIMIT)


class NewReading(serializers.Serializer[Any]):
    """What is to be read, and why."""

    kind = serializers.ChoiceField(ComplianceReading.Subject.choices)
    ref = Text(max_length=32)
    reason = Text(max_length=REASON_LIMIT)


class ComplianceLook(APIView):
    """What could be read."""

    @extend_schema(
        operation_id="look_for_readable",
        request=LookedFor,
        responses={200: page(Readable), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked) -> Response:
        """The groups of a name, secret ones too, or the case of a reference; that I looked is on record."""
        said = read(LookedFor, request)
        found = actions.look_for_readable(request.user, text=said["text"], reason=said["reason"])
        return shown({"results": found, "next": None, "previous": None})


class ComplianceReadings(APIView):
    """My readings."""

    @extend_schema(
        operation_id="compliance_readings",
        parameters=[CURSOR, LIMIT],
        responses={200: page(ComplianceReadingSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """What I gave myself the right to read, the newest first."""
        asked = listing(request)
        return shown(queries.compliance_readings(request.user, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="open_compliance_reading",
        parameters=[KEY],
        request=NewReading,
        responses={201: shape(ComplianceReadingSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Give myself the right to read one group or case for eight hours."""
        said = read(NewReading, request)
        return created(
            request,
            make=lambda: actions.open_compliance_reading(
                request.user, subject_kind=said["kind"], subject_ref=said["ref"], reason=said["reason"]
            ),
            show=lambda made: queries.compliance_reading(request.user, made),
            location=lambda made: f"/api/v1/compliance-readings/{made}/",
        )


class GroupReadings(APIView):
    """How often a group was read by right of watching over the site."""

    @extend_schema(operation_id="group_readings", responses={200: page(ReadByRight), **problems(401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """Who read the group, and when, to its owners, once that is over; the newest 20, and none to anybody else."""
        found = queries.read_by_right(request.user, group_id)
        return shown({"results": found, "next": None, "previous": None})


class OneComplianceReading(APIView):
    """One of my readings."""

    @extend_schema(
        operation_id="compliance_reading", responses={200: shape(ComplianceReadingSummary), **problems(401, 404)}
    )
    def get(self, request: Asked, reading_id: str) -> Response:
        """Of what, why, and until when."""
        return shown(queries.compliance_reading(request.user, reading_id))

    @extend_schema(operation_id="end_compliance_reading", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, reading_id: str) -> Response:
        """Give the right back before its hours are over."""
        actions.end_compliance_reading(request.user, reading_id=reading_id)
        return no_content()
