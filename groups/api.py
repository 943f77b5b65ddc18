"""REST: groups with their members and requests, the directory, one's own record, and what changed since."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.rest import Flag, Id, Text, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, changes, queries
from groups.models import EVERYONE, Group, Membership
from people import actions as people_actions
from people import queries as people
from people.api import Profile
from people.authentication import Asked
from people.queries import Me, PersonSummary

QUERY = OpenApiParameter("q", str, description="Words to look for.")


class NewGroup(serializers.Serializer[Any]):
    """A group to found."""

    name = Text(max_length=100)
    kind = serializers.ChoiceField(Group.Kind.choices)
    openness = serializers.ChoiceField(Group.Openness.choices)
    purpose = Text(max_length=1000, required=False, allow_blank=True, default="")


class GroupEdit(serializers.Serializer[Any]):
    """What an owner may change of a group."""

    name = Text(max_length=100, required=False)
    purpose = Text(max_length=1000, required=False, allow_blank=True)


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


class Groups(APIView):
    """Groups."""

    @extend_schema(
        operation_id="groups",
        parameters=[QUERY, CURSOR, LIMIT],
        responses={200: page(queries.GroupSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The groups that I may know of, by name."""
        asked = listing(request, "q")
        found = queries.groups(request.user, q=asked.filters.get("q", ""), cursor=asked.cursor, limit=asked.limit)
        return shown(found)

    @extend_schema(
        operation_id="create_group",
        parameters=[KEY],
        request=NewGroup,
        responses={201: shape(queries.GroupSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Found a group and own it."""
        return created(
            request,
            make=lambda: actions.create_group(request.user, **read(NewGroup, request)),
            show=lambda made: queries.group(request.user, made),
            location=lambda made: f"/api/v1/groups/{made}/",
        )


class OneGroup(APIView):
    """One group."""

    @extend_schema(operation_id="group", responses={200: shape(queries.GroupSummary), **problems(401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """One group that I may know of."""
        return shown(queries.group(request.user, group_id))

    @extend_schema(
        operation_id="edit_group",
        request=GroupEdit,
        responses={200: shape(queries.GroupSummary), **problems(400, 401, 403, 404, 413, 415)},
    )
    def patch(self, request: Asked, group_id: str) -> Response:
        """Change a group's name or purpose."""
        actions.edit_group(request.user, group_id=group_id, **read(GroupEdit, request))
        return shown(queries.group(request.user, group_id))


class Join(APIView):
    """Joining."""

    @extend_schema(
        operation_id="join_group",
        request=None,
        responses={200: shape(queries.GroupSummary), **problems(401, 403, 404)},
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


class Follow(APIView):
    """Following."""

    @extend_schema(operation_id="follow_group", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, group_id: str) -> Response:
        """Have the group in my home feed."""
        actions.follow(request.user, audience_id=queries.group(request.user, group_id).audience)
        return no_content()

    @extend_schema(operation_id="unfollow_group", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, group_id: str) -> Response:
        """Keep the group out of my home feed."""
        actions.unfollow(request.user, audience_id=queries.group(request.user, group_id).audience)
        return no_content()


class Requests(APIView):
    """Asking to join."""

    @extend_schema(operation_id="join_requests", responses={200: page(PersonSummary), **problems(401, 403, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """Who asks to join."""
        return shown({"results": queries.requests(request.user, group_id), "next": None, "previous": None})

    @extend_schema(
        operation_id="ask_to_join",
        request=None,
        responses={200: shape(queries.GroupSummary), **problems(401, 404, 409)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Ask to join a closed group."""
        actions.ask_to_join(request.user, group_id=group_id)
        return shown(queries.group(request.user, group_id))


class DecideRequest(APIView):
    """Deciding who comes in."""

    @extend_schema(
        operation_id="decide_request",
        request=Decision,
        responses={204: None, **problems(400, 401, 403, 404, 413, 415)},
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
        parameters=[CURSOR, LIMIT],
        responses={200: page(queries.Member), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """Who has a seat, by name."""
        asked = listing(request)
        return shown(queries.members(request.user, group_id, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="add_member",
        request=NewMember,
        responses={201: shape(queries.GroupSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Give somebody a seat, or another role."""
        said = read(NewMember, request)
        actions.add_member(request.user, group_id=group_id, person_id=said["person"], role=said["role"])
        return shown(queries.group(request.user, group_id), status=201)


class OneMember(APIView):
    """One seat."""

    @extend_schema(operation_id="remove_member", responses={204: None, **problems(401, 403, 404, 409)})
    def delete(self, request: Asked, group_id: str, person_id: str) -> Response:
        """Take a seat away."""
        actions.remove_member(request.user, group_id=group_id, person_id=person_id)
        return no_content()


class OwnRecord(APIView):
    """Oneself."""

    @extend_schema(operation_id="me", responses={200: shape(Me), **problems(401)})
    def get(self, request: Asked) -> Response:
        """My own record."""
        return shown(people.me(request.user))

    @extend_schema(operation_id="edit_me", request=Profile, responses={200: shape(Me), **problems(400, 401, 413, 415)})
    def patch(self, request: Asked) -> Response:
        """Change what the directory shows of me, my language and my time zone."""
        people_actions.edit_profile(request.user, everyone=EVERYONE, **read(Profile, request))
        return shown(people.me(request.user))


class People(APIView):
    """The directory."""

    @extend_schema(
        operation_id="people",
        parameters=[QUERY, CURSOR, LIMIT],
        responses={200: page(PersonSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The people whom I may know, by name."""
        asked = listing(request, "q")
        found = queries.directory(request.user, q=asked.filters.get("q", ""), cursor=asked.cursor, limit=asked.limit)
        return shown(found)


class OnePerson(APIView):
    """One person."""

    @extend_schema(operation_id="person", responses={200: shape(PersonSummary), **problems(401, 404)})
    def get(self, request: Asked, person_id: str) -> Response:
        """One person whom I may know."""
        return shown(queries.person(request.user, person_id))


class Events(APIView):
    """What changed."""

    @extend_schema(
        operation_id="events",
        parameters=[OpenApiParameter("after", str, description="The cursor from which to go on."), LIMIT],
        responses={200: shape(changes.Changes), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What changed after a cursor; without one, only the present cursor."""
        asked = listing(request, "after")
        if asked.cursor is not None:
            raise Invalid.field("cursor", "unknown_filter", _("This filter is unknown."))
        return shown(changes.since(request.user, asked.filters.get("after"), asked.limit))
