"""REST: joining and leaving a group, its members, and who asks to be one."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Flag, Id, Text, choice, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, queries
from groups.actions.seats import AT_ONCE
from groups.api.parameters import QUERY
from groups.models import Membership
from people.authentication import Asked

ROLES = (Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER)


class NewMember(serializers.Serializer[Any]):
    """Who gets a seat, and which."""

    person = Id()
    role = serializers.ChoiceField(
        [Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER], default=Membership.Role.MEMBER
    )


class Decision(serializers.Serializer[Any]):
    """Whether somebody who asked may come in."""

    person = Id()
    accept = Flag()


class SeveralMembers(serializers.Serializer[Any]):
    """Who gets a plain seat."""

    people = serializers.ListField(child=Id(), min_length=1, max_length=AT_ONCE)


class Question(serializers.Serializer[Any]):
    """A word to those who decide."""

    message = Text(max_length=500, required=False, allow_blank=True, default="")


class Join(APIView):
    """Joining."""

    @extend_schema(
        operation_id="join_group",
        request=None,
        responses={200: shape(queries.GroupRecord), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Join an open group."""
        actions.join(request.user, group_id=group_id)
        return shown(queries.group(request.user, group_id))


class Leave(APIView):
    """Leaving."""

    @extend_schema(operation_id="leave_group", request=None, responses={204: None, **problems(401, 403, 404, 409)})
    def post(self, request: Asked, group_id: str) -> Response:
        """Give up my seat."""
        actions.leave(request.user, group_id=group_id)
        return no_content()


class Requests(APIView):
    """Asking to join."""

    @extend_schema(operation_id="join_requests", responses={200: page(queries.Asking), **problems(401, 403, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """Who asks to join."""
        return shown({"results": queries.requests(request.user, group_id), "next": None, "previous": None})

    @extend_schema(
        operation_id="ask_to_join",
        request=Question,
        responses={200: shape(queries.GroupRecord), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Ask to join a closed group, perhaps with a word to its moderators."""
        queries.group(request.user, group_id)
        actions.ask_to_join(request.user, group_id=group_id, **(read(Question, request) if request.data else {}))
        return shown(queries.group(request.user, group_id))


class DecideRequest(APIView):
    """Deciding who comes in."""

    @extend_schema(
        operation_id="decide_request",
        request=Decision,
        responses={204: None, **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Let somebody in, or not."""
        said = read(Decision, request)
        actions.decide_request(request.user, group_id=group_id, person_id=said["person"], accept=said["accept"])
        return no_content()


class Members(APIView):
    """Members of a group."""

    @extend_schema(
        operation_id="members",
        parameters=[QUERY, OpenApiParameter("role", str, enum=ROLES), CURSOR, LIMIT],
        responses={200: page(queries.Member), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """Who has a seat, by name."""
        asked = listing(request, "q", "role")
        role = choice(asked.filters, "role", ROLES, "") if "role" in asked.filters else None
        q = asked.filters.get("q", "")
        found = queries.members(request.user, group_id, q=q, role=role, cursor=asked.cursor, limit=asked.limit)
        return shown(found)

    @extend_schema(
        operation_id="add_member",
        parameters=[KEY],
        request=NewMember,
        responses={201: shape(queries.GroupRecord), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Give somebody a seat, or another role."""

        def make() -> str:
            said = read(NewMember, request)
            person_id: str = said["person"]
            actions.add_member(request.user, group_id=group_id, person_id=person_id, role=said["role"])
            return person_id

        return created(
            request,
            make=make,
            show=lambda _made: queries.group(request.user, group_id),
            location=lambda made: f"/api/v1/groups/{group_id}/members/{made}/",
        )


class BulkMembers(APIView):
    """Several seats at once."""

    @extend_schema(
        operation_id="add_members",
        request=SeveralMembers,
        responses={200: shape(queries.GroupRecord), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Give several people a plain seat, all or none; who has a seat keeps it as it is."""
        queries.group(request.user, group_id)
        actions.add_members(request.user, group_id=group_id, person_ids=read(SeveralMembers, request)["people"])
        return shown(queries.group(request.user, group_id))


class StepDown(APIView):
    """Becoming a plain member."""

    @extend_schema(
        operation_id="step_down",
        request=None,
        responses={200: shape(queries.GroupRecord), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Become a plain member; the last owner names another one first."""
        actions.step_down(request.user, group_id=group_id)
        return shown(queries.group(request.user, group_id))


class OneMember(APIView):
    """One seat."""

    @extend_schema(operation_id="remove_member", responses={204: None, **problems(401, 403, 404, 409)})
    def delete(self, request: Asked, group_id: str, person_id: str) -> Response:
        """Take a seat away."""
        actions.remove_member(request.user, group_id=group_id, person_id=person_id)
        return no_content()
