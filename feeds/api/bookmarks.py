"""REST: posts that one wants to find again, and taking one's own deletion back."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, listing, no_content, read, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.actions.bookmarks import NOTE_LIMIT
from feeds.queries import BookmarkSummary, PostSummary
from people.authentication import Asked


class BookmarkNote(serializers.Serializer[Any]):
    """A word to oneself."""

    note = Text(max_length=NOTE_LIMIT, required=False, allow_blank=True, default="")


class Bookmarks(APIView):
    """What I have marked."""

    @extend_schema(
        operation_id="bookmarks",
        parameters=[CURSOR, LIMIT],
        responses={200: page(BookmarkSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The posts that I have marked and read now, the newest mark first."""
        asked = listing(request)
        return shown(queries.bookmarks(request.user, cursor=asked.cursor, limit=asked.limit))


class BookmarkPost(APIView):
    """My mark at a post."""

    @extend_schema(
        operation_id="bookmark", request=BookmarkNote, responses={204: None, **problems(400, 401, 404, 413, 415)}
    )
    def put(self, request: Asked, post_id: str) -> Response:
        """Mark it, or change the word that stands with the mark."""
        queries.post(request.user, post_id)
        actions.bookmark(request.user, post_id=post_id, note=read(BookmarkNote, request)["note"])
        return no_content()

    @extend_schema(operation_id="remove_bookmark", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, post_id: str) -> Response:
        """Take the mark away."""
        actions.remove_bookmark(request.user, post_id=post_id)
        return no_content()


class UndeletePost(APIView):
    """Taking my deletion back."""

    @extend_schema(
        operation_id="undelete_post",
        request=None,
        responses={200: shape(PostSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Say again what I have deleted in the last ten minutes."""
        actions.undelete_post(request.user, post_id=post_id)
        found = queries.post(request.user, post_id)
        return shown(found, etag=found.revision)
