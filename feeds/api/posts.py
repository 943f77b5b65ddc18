"""REST: the home feed, posts, replies and the feeds of groups."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.rest import Id, Text, choice, created, if_match, listing, no_content, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.actions.files import MOST
from feeds.queries import PostSummary, Revision
from feeds.queries.feeds import FILTERS
from feeds.text import TEXT_LIMIT
from groups import queries as groups
from people.authentication import Asked


class Words(serializers.Serializer[Any]):
    """What somebody says."""

    body = Text(max_length=TEXT_LIMIT)


class Said(serializers.Serializer[Any]):
    """What somebody says, in words, with files, or both: files are sent first, and named here by their ids."""

    body = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")
    attachments = serializers.ListField(child=Id(), max_length=MOST, required=False, default=list)


def post_location(post_id: str) -> str:
    """Where a post is found."""
    return f"/api/v1/posts/{post_id}/"


class Home(APIView):
    """The home feed."""

    @extend_schema(
        operation_id="home",
        parameters=[OpenApiParameter("filter", str, enum=FILTERS), CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What is new where I follow."""
        asked = listing(request, "filter")
        only = choice(asked.filters, "filter", FILTERS, "all")
        return shown(queries.home(request.user, cursor=asked.cursor, limit=asked.limit, only=only))


class GroupPosts(APIView):
    """What is said in a group."""

    @extend_schema(
        operation_id="group_posts",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """The feed of a group that I read."""
        asked = listing(request)
        audience = groups.audience_of(request.user, group_id)
        return shown(queries.feed(request.user, audience_id=audience, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="publish_in_group",
        parameters=[KEY],
        request=Said,
        responses={201: shape(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Say something in a group."""

        def make() -> str:
            audience = groups.audience_of(request.user, group_id)
            return actions.publish(request.user, audience_id=audience, **read(Said, request))

        return created(
            request,
            make=make,
            show=lambda made: queries.post(request.user, made),
            location=post_location,
            etag=lambda post: post.revision,
        )


class OnePost(APIView):
    """One post."""

    @extend_schema(operation_id="post", responses={200: shape(PostSummary), **problems(401, 404)})
    def get(self, request: Asked, post_id: str) -> Response:
        """One post that I read."""
        post = queries.post(request.user, post_id)
        return shown(post, etag=post.revision)

    @extend_schema(
        operation_id="edit_post",
        parameters=[IF_MATCH],
        request=Words,
        responses={200: shape(PostSummary), **problems(400, 401, 403, 404, 412, 413, 415)},
    )
    def patch(self, request: Asked, post_id: str) -> Response:
        """Say it better; what was said before is kept."""
        queries.post(request.user, post_id)
        body = read(Words, request)["body"]
        actions.edit_post(request.user, post_id=post_id, body=body, revision=if_match(request))
        post = queries.post(request.user, post_id)
        return shown(post, etag=post.revision)

    @extend_schema(
        operation_id="delete_post", parameters=[IF_MATCH], responses={204: None, **problems(401, 403, 404, 412)}
    )
    def delete(self, request: Asked, post_id: str) -> Response:
        """Take a post back; a tombstone stays."""
        actions.delete_post(request.user, post_id=post_id, revision=if_match(request))
        return no_content()


class Replies(APIView):
    """Replies."""

    @extend_schema(
        operation_id="replies",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """The replies to a post, the oldest first."""
        asked = listing(request)
        return shown(queries.replies(request.user, post_id, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="reply",
        parameters=[KEY],
        request=Said,
        responses={201: shape(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Answer a post; answering a reply answers its root."""

        def make() -> str:
            return actions.reply(request.user, post_id=post_id, **_said(request, post_id))

        return created(
            request,
            make=make,
            show=lambda made: queries.post(request.user, made),
            location=post_location,
            etag=lambda post: post.revision,
        )


def _said(request: Asked, post_id: str) -> dict[str, Any]:
    """What somebody answers; that there is nothing to answer is said before what is wrong with the words."""
    try:
        return read(Said, request)
    except (Invalid, APIException):
        queries.post(request.user, post_id)
        raise


class History(APIView):
    """What a post said before."""

    @extend_schema(operation_id="post_history", responses={200: page(Revision), **problems(401, 404)})
    def get(self, request: Asked, post_id: str) -> Response:
        """What a post said before it was edited, the newest first."""
        return shown({"results": queries.history(request.user, post_id), "next": None, "previous": None})


class Read(APIView):
    """How far one has read."""

    @extend_schema(operation_id="mark_read", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, post_id: str) -> Response:
        """I have read everything up to this post."""
        actions.mark_read(request.user, post_id=post_id)
        return no_content()
