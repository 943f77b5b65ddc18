"""REST: groups, and following one."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.pages import Page
from esn.core.rest import (
    IDS,
    Text,
    choice,
    created,
    fields_of,
    ids_asked,
    lean,
    listing,
    no_content,
    read,
    shown,
)
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, queries
from groups.api.parameters import QUERY
from groups.models import Audience, Group
from people.authentication import Asked

WHICH = ("all", "living", "mine", "followed", "archived")


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
    rules = Text(max_length=4000, required=False, allow_blank=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    voice = serializers.ChoiceField(Audience.Voice.choices, required=False)
    quiet_from = serializers.TimeField(
        input_formats=["%H:%M", "%H:%M:%S"],
        required=False,
        allow_null=True,
        help_text="From then on it disturbs nobody, on everybody's own clock; like 19:30.",
    )
    quiet_until = serializers.TimeField(input_formats=["%H:%M", "%H:%M:%S"], required=False, allow_null=True)


class Openness(serializers.Serializer[Any]):
    """Who comes in."""

    openness = serializers.ChoiceField(Group.Openness.choices)


class Groups(APIView):
    """Groups."""

    @extend_schema(
        operation_id="groups",
        parameters=[
            QUERY,
            OpenApiParameter("which", str, enum=WHICH),
            IDS,
            fields_of(queries.GroupSummary),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(queries.GroupSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The groups that I may know of, by name, or some by their ids."""
        named, small = ids_asked(request), lean(request, queries.GroupSummary)
        if named is not None:
            return shown(Page(queries.groups_by_id(request.user, named)).map(small))
        asked = listing(request, "q", "which", "fields")
        which = choice(asked.filters, "which", WHICH, "all")
        found = queries.groups(
            request.user, q=asked.filters.get("q", ""), which=which, cursor=asked.cursor, limit=asked.limit
        )
        return shown(found.map(small))

    @extend_schema(
        operation_id="create_group",
        parameters=[KEY],
        request=NewGroup,
        responses={201: shape(queries.GroupRecord), **problems(400, 401, 404, 409, 413, 415, 422)},
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

    @extend_schema(operation_id="group", responses={200: shape(queries.GroupRecord), **problems(401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """One group that I may know of."""
        return shown(queries.group(request.user, group_id))

    @extend_schema(
        operation_id="edit_group",
        request=GroupEdit,
        responses={200: shape(queries.GroupRecord), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, group_id: str) -> Response:
        """Change a group's name, purpose, rules, last day, quiet hours, or who begins there."""
        actions.edit_group(request.user, group_id=group_id, **read(GroupEdit, request))
        return shown(queries.group(request.user, group_id))


class GroupOpenness(APIView):
    """Who comes in."""

    @extend_schema(
        operation_id="set_group_openness",
        request=Openness,
        responses={200: shape(queries.GroupRecord), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Make a group open, closed or secret; what was said before it opened stays with who was in."""
        queries.group(request.user, group_id)
        actions.set_openness(request.user, group_id=group_id, **read(Openness, request))
        return shown(queries.group(request.user, group_id))


class PublishHistory(APIView):
    """The past of a group that was opened."""

    @extend_schema(
        operation_id="publish_group_history",
        request=None,
        responses={200: shape(queries.GroupRecord), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Give what was said before the group opened, and I read, to everybody who reads it now."""
        actions.publish_history(request.user, group_id=group_id)
        return shown(queries.group(request.user, group_id))


class Restore(APIView):
    """An archived group."""

    @extend_schema(
        operation_id="restore_group",
        request=None,
        responses={200: shape(queries.GroupRecord), **problems(401, 403, 404)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Let an archived group go on."""
        actions.restore_group(request.user, group_id=group_id)
        return shown(queries.group(request.user, group_id))


class Suggestions(APIView):
    """Groups that one may like to join."""

    @extend_schema(operation_id="group_suggestions", responses={200: page(queries.Suggestion), **problems(401)})
    def get(self, request: Asked) -> Response:
        """Open groups that I am not in and colleagues of my teams are, those with most of them first."""
        listing(request)
        return shown({"results": queries.suggestions(request.user), "next": None, "previous": None})


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
