"""REST: announcements and who has read them, and what is pinned in a group."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Flag, Id, choice, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.actions.pins import MOST
from feeds.api.posts import Said, post_location
from feeds.queries import PostSummary
from groups import queries as groups
from groups.models import EVERYONE
from people.authentication import Asked

WHICH = ("waiting", "done")


class NewAnnouncement(Said):
    """What is announced, to a group or, without one, to everyone."""

    group = Id(required=False, allow_null=True, default=None)
    asks = Flag(default=True)
    until = serializers.DateField(required=False, allow_null=True, default=None)


class Pins(serializers.Serializer[Any]):
    """The pinned posts in their order."""

    posts = serializers.ListField(child=Id(), max_length=MOST)


class Announcements(APIView):
    """Announcements."""

    @extend_schema(
        operation_id="announce",
        parameters=[KEY],
        request=NewAnnouncement,
        responses={201: shape(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Announce something to a group that I moderate, or to everyone as who runs the site."""

        def make() -> str:
            said = read(NewAnnouncement, request)
            group = said.pop("group")
            audience = groups.audience_of(request.user, group) if group else EVERYONE
            return actions.announce(request.user, audience_id=audience, **said)

        return created(
            request,
            make=make,
            show=lambda made: queries.post(request.user, made),
            location=post_location,
            etag=lambda post: post.revision,
        )


class Acknowledge(APIView):
    """Having read an announcement."""

    @extend_schema(
        operation_id="acknowledge",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Say that I have read an announcement that asks me to."""
        actions.acknowledge(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))


class Remind(APIView):
    """Reminding those who have not read an announcement."""

    @extend_schema(
        operation_id="remind_readers",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Leave a notice to all who have not said that they have read it; by its author or a moderator, once a day."""
        actions.remind(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))


class Acknowledgements(APIView):
    """Who has read an announcement."""

    @extend_schema(
        operation_id="acknowledgements",
        parameters=[OpenApiParameter("which", str, enum=WHICH), CURSOR, LIMIT],
        responses={200: page(queries.Reader), **problems(400, 401, 403, 404)},
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """Who has said that they have read it, or who is asked and has not; to those who answer for its place."""
        asked = listing(request, "which")
        which = choice(asked.filters, "which", WHICH, "waiting")
        return shown(
            queries.acknowledgements(request.user, post_id, which=which, cursor=asked.cursor, limit=asked.limit)
        )


class PinPost(APIView):
    """One pinned post."""

    @extend_schema(
        operation_id="pin_post", request=None, responses={200: shape(PostSummary), **problems(401, 403, 404, 409)}
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Let a post stand above the others of its group."""
        actions.pin_post(request.user, post_id=post_id)
        return shown(queries.post(request.user, post_id))

    @extend_schema(operation_id="unpin_post", responses={204: None, **problems(401, 403, 404, 409)})
    def delete(self, request: Asked, post_id: str) -> Response:
        """Let a post stand among the others again."""
        actions.unpin_post(request.user, post_id=post_id)
        return no_content()


class GroupPins(APIView):
    """The pinned posts of a group."""

    @extend_schema(operation_id="group_pins", responses={200: page(PostSummary), **problems(401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """What stands above the other posts of a group, in its order; at most five."""
        return shown({"results": queries.pins(request.user, group_id), "next": None, "previous": None})

    @extend_schema(
        operation_id="order_group_pins",
        request=Pins,
        responses={200: page(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def put(self, request: Asked, group_id: str) -> Response:
        """Put the pinned posts into another order, naming each of them once."""
        groups.group(request.user, group_id)
        actions.order_pins(request.user, group_id=group_id, post_ids=read(Pins, request)["posts"])
        return self.get(request, group_id)


class GroupFiles(APIView):
    """The files of a group."""

    @extend_schema(
        operation_id="group_files",
        parameters=[CURSOR, LIMIT],
        responses={200: page(queries.GroupFile), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """What was sent to a group with its posts, the newest first."""
        asked = listing(request)
        return shown(queries.group_files(request.user, group_id, cursor=asked.cursor, limit=asked.limit))
