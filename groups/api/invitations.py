"""REST: asking somebody into a group, and their answer."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, Text, no_content, read, shown
from esn.core.schema import page, problems, shape
from groups import actions, queries
from groups.actions.seats import AT_ONCE
from people.authentication import Asked


class NewInvitations(serializers.Serializer[Any]):
    """Who is asked in, with which words."""

    people = serializers.ListField(child=Id(), min_length=1, max_length=AT_ONCE)
    message = Text(max_length=500, required=False, allow_blank=True, default="")


class GroupInvitations(APIView):
    """Invitations into a group."""

    @extend_schema(operation_id="group_invitations", responses={200: page(queries.Invited), **problems(401, 403, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """Who was asked in and has not answered, the newest first."""
        return shown({"results": queries.invitations(request.user, group_id), "next": None, "previous": None})

    @extend_schema(
        operation_id="invite_into_group",
        request=NewInvitations,
        responses={200: page(queries.Invited), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Ask colleagues into a group, all or none; who is in or was asked already hears nothing new."""
        queries.group(request.user, group_id)
        said = read(NewInvitations, request)
        actions.invite(request.user, group_id=group_id, person_ids=said["people"], message=said["message"])
        return self.get(request, group_id)


class OneGroupInvitation(APIView):
    """One invitation."""

    @extend_schema(operation_id="withdraw_group_invitation", responses={204: None, **problems(401, 403, 404)})
    def delete(self, request: Asked, group_id: str, person_id: str) -> Response:
        """Take an invitation back."""
        actions.withdraw_invitation(request.user, group_id=group_id, person_id=person_id)
        return no_content()


class AcceptInvitation(APIView):
    """Coming in."""

    @extend_schema(
        operation_id="accept_group_invitation",
        request=None,
        responses={200: shape(queries.GroupRecord), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Come into a group that I was asked into."""
        actions.accept_invitation(request.user, group_id=group_id)
        return shown(queries.group(request.user, group_id))


class DeclineInvitation(APIView):
    """Staying out."""

    @extend_schema(operation_id="decline_group_invitation", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, group_id: str) -> Response:
        """Stay out of a group that I was asked into."""
        actions.decline_invitation(request.user, group_id=group_id)
        return no_content()


class OwnInvitations(APIView):
    """What one was asked into."""

    @extend_schema(operation_id="own_group_invitations", responses={200: page(queries.OwnInvitation), **problems(401)})
    def get(self, request: Asked) -> Response:
        """The groups that I was asked into and have not answered, the newest first."""
        return shown({"results": queries.own_invitations(request.user), "next": None, "previous": None})
