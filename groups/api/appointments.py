"""REST: what one administrator proposes and another one confirms."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, Text, choice, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, queries
from groups.queries import AppointmentSummary, OwnerlessGroup
from people.authentication import Asked

STATES = ("waiting", "all")
KINDS = ("site_admin", "compliance_admin", "no_role", "group_owner")


class NewAppointment(serializers.Serializer[Any]):
    """Who shall run the site, watch over it, do neither any more, or own a group."""

    kind = serializers.ChoiceField(KINDS)
    person = Id()
    group = Id(allow_blank=True, default="")
    reason = Text(max_length=500, allow_blank=True, default="")


class Appointments(APIView):
    """What waits for a second administrator."""

    @extend_schema(
        operation_id="appointments",
        parameters=[OpenApiParameter("state", str, enum=STATES), CURSOR, LIMIT],
        responses={200: page(AppointmentSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """The newest first; those that wait, or all."""
        asked = listing(request, "state")
        state = choice(asked.filters, "state", STATES, "waiting")
        return shown(queries.appointments(request.user, state=state, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="propose_appointment",
        parameters=[KEY],
        request=NewAppointment,
        responses={201: shape(AppointmentSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Propose it; another administrator confirms it within seven days."""
        queries.appointments(request.user, limit=1)
        return created(
            request,
            make=lambda: _propose(request),
            show=lambda made: queries.appointment(request.user, made),
            location=lambda made: f"/api/v1/appointments/{made}/",
        )


class OneAppointment(APIView):
    """One proposal."""

    @extend_schema(operation_id="appointment", responses={200: shape(AppointmentSummary), **problems(401, 404)})
    def get(self, request: Asked, appointment_id: str) -> Response:
        """What was proposed, and what became of it."""
        return shown(queries.appointment(request.user, appointment_id))


class ConfirmAppointment(APIView):
    """Confirming a proposal."""

    @extend_schema(
        operation_id="confirm_appointment",
        request=None,
        responses={200: shape(AppointmentSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, appointment_id: str) -> Response:
        """Let it be so; not by who proposed it, nor by whom it is about."""
        actions.confirm_appointment(request.user, appointment_id=appointment_id)
        return shown(queries.appointment(request.user, appointment_id))


class DeclineAppointment(APIView):
    """Declining a proposal."""

    @extend_schema(operation_id="decline_appointment", request=None, responses={204: None, **problems(401, 404, 409)})
    def post(self, request: Asked, appointment_id: str) -> Response:
        """Let it not be so; one's own proposal is taken back by this."""
        actions.decline_appointment(request.user, appointment_id=appointment_id)
        return no_content()


class OwnRole(APIView):
    """One's own role in the site."""

    @extend_schema(operation_id="give_role_back", responses={204: None, **problems(401, 404, 409)})
    def delete(self, request: Asked) -> Response:
        """Run the site or watch over it no more."""
        actions.give_role_back(request.user)
        return no_content()


class OwnerlessGroups(APIView):
    """Groups without an owner who is there."""

    @extend_schema(
        operation_id="ownerless_groups",
        parameters=[CURSOR, LIMIT],
        responses={200: page(OwnerlessGroup), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """By name; no more of them than name, openness and size."""
        asked = listing(request)
        return shown(queries.ownerless_groups(request.user, cursor=asked.cursor, limit=asked.limit))


def _propose(request: Asked) -> str:
    said = read(NewAppointment, request)
    if said["kind"] == "group_owner":
        return actions.propose_owner(
            request.user, group_id=said["group"], person_id=said["person"], reason=said["reason"]
        )
    return actions.propose_role(request.user, person_id=said["person"], kind=said["kind"], reason=said["reason"])
