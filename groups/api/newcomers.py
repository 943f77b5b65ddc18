"""REST: invitations into the house. They are taken up on a page alone, by who opens the mail."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, Text, choice, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, queries
from groups.actions import Newcomer
from groups.queries import NewcomerLine, PartnerLine
from people.authentication import Asked

STATES = ("waiting", "all")


class NewInvitation(serializers.Serializer[Any]):
    """Whom to invite: staff perhaps with a seat in a group, or the guest of a partner."""

    email = Text(max_length=254)
    kind = serializers.ChoiceField(["member", "guest"], default="member")
    name = Text(max_length=120, allow_blank=True, default="")
    language = serializers.ChoiceField([code for code, _name in settings.LANGUAGES], default="fr")
    partner = Id(allow_blank=True, default="")
    group = Id(allow_blank=True, default="")
    group_role = serializers.ChoiceField(["", "member", "moderator", "owner"], default="")


class Invitations(APIView):
    """Invitations into the house."""

    @extend_schema(
        operation_id="invitations",
        parameters=[OpenApiParameter("state", str, enum=STATES), CURSOR, LIMIT],
        responses={200: page(NewcomerLine), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """The newest first; those that wait, or all."""
        asked = listing(request, "state")
        state = choice(asked.filters, "state", STATES, "waiting")
        return shown(queries.newcomers(request.user, state=state, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="invite_newcomer",
        parameters=[KEY],
        request=NewInvitation,
        responses={201: shape(NewcomerLine), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Ask somebody by mail to come in; only the mail holds the link."""
        queries.newcomers(request.user, limit=1)
        said = read(NewInvitation, request)
        meant = Newcomer(**{{"partner": "partner_id", "group": "group_id"}.get(k, k): v for k, v in said.items()})
        return created(
            request,
            make=lambda: actions.invite_newcomer(request.user, newcomer=meant),
            show=lambda made: queries.newcomer(request.user, made),
            location=lambda made: f"/api/v1/invitations/{made}/",
        )


class OneInvitation(APIView):
    """One invitation."""

    @extend_schema(operation_id="invitation", responses={200: shape(NewcomerLine), **problems(401, 404)})
    def get(self, request: Asked, invitation_id: str) -> Response:
        """For whom it is, and how it stands."""
        return shown(queries.newcomer(request.user, invitation_id))

    @extend_schema(operation_id="take_invitation_back", responses={204: None, **problems(401, 404, 409)})
    def delete(self, request: Asked, invitation_id: str) -> Response:
        """Let it open nothing any more."""
        actions.take_invitation_back(request.user, invitation_id=invitation_id)
        return no_content()


class SendInvitation(APIView):
    """Sending an invitation once more."""

    @extend_schema(
        operation_id="invite_again",
        request=None,
        responses={200: shape(NewcomerLine), **problems(400, 401, 404, 409)},
    )
    def post(self, request: Asked, invitation_id: str) -> Response:
        """Send another link; the former one opens nothing any more."""
        actions.invite_again(request.user, invitation_id=invitation_id)
        return shown(queries.newcomer(request.user, invitation_id))


class Partners(APIView):
    """The partners whose guests may be invited."""

    @extend_schema(operation_id="partners", responses={200: page(PartnerLine), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """By name."""
        return shown({"results": queries.partners(request.user), "next": None, "previous": None})
