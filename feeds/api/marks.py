"""REST: who is named in a post, hashtags, and emoji by their names."""

from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import listing, shown
from esn.core.schema import CURSOR, LIMIT, page, problems
from feeds import queries
from feeds.emoji_names import Named, named
from feeds.queries import MentionSummary, PostSummary, TagSummary
from people.authentication import Asked


class PostMentions(APIView):
    """Who is named in a post."""

    @extend_schema(operation_id="post_mentions", responses={200: page(MentionSummary), **problems(401, 404)})
    def get(self, request: Asked, post_id: str) -> Response:
        """The people and groups that a post names; its author learns who of the people does not read it."""
        return shown({"results": queries.mentions(request.user, post_id), "next": None, "previous": None})


class Tags(APIView):
    """Hashtags."""

    @extend_schema(
        operation_id="tags",
        parameters=[OpenApiParameter("q", str), LIMIT],
        responses={200: page(TagSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The hashtags that begin like this, the most used of the last 90 days first, counted over what I read."""
        asked = listing(request, "q")
        found = queries.tags(request.user, q=asked.filters.get("q", ""), limit=asked.limit)
        return shown({"results": found, "next": None, "previous": None})


class TagPosts(APIView):
    """What carries a hashtag."""

    @extend_schema(
        operation_id="tag_posts",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, tag: str) -> Response:
        """The posts and replies that I read and that carry a hashtag, the newest first."""
        asked = listing(request)
        return shown(queries.tagged(request.user, tag, cursor=asked.cursor, limit=asked.limit))


class Emoji(APIView):
    """Emoji by their names."""

    @extend_schema(
        operation_id="emoji",
        parameters=[OpenApiParameter("q", str), LIMIT],
        responses={200: page(Named), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The emoji whose name in my language, or in English, begins like this; without words the most used ones."""
        asked = listing(request, "q")
        found = named(asked.filters.get("q", ""), get_language() or "en", asked.limit)
        return shown({"results": found, "next": None, "previous": None})
