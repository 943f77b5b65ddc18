"""REST: what somebody is writing, before it is said."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, Text, read, shown
from esn.core.schema import problems, shape
from feeds import queries
from feeds.queries import Preview
from feeds.text import TEXT_LIMIT
from people.authentication import ONLY_LOOKS, Asked


class Draft(serializers.Serializer[Any]):
    """What somebody is about to say, and where: in an audience, or below a post."""

    body = Text(max_length=TEXT_LIMIT)
    audience = Id(required=False, allow_blank=True, default="")
    reply_to = Id(required=False, allow_blank=True, default="")


class PostPreview(APIView):
    """Words before they are said."""

    opened_to = ONLY_LOOKS

    @extend_schema(
        operation_id="preview_post",
        request=Draft,
        responses={200: shape(Preview), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked) -> Response:
        """The words as their readers would see them; nothing is kept."""
        return shown(queries.preview(request.user, **read(Draft, request)))
