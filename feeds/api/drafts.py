"""REST: what somebody is writing, the same on all their devices."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Flag, Id, Text, if_match, listing, no_content, read, shown
from esn.core.schema import CURSOR, IF_MATCH, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.actions.files import MOST
from feeds.queries import DraftSummary
from feeds.text import TEXT_LIMIT
from people.authentication import Asked


class Written(serializers.Serializer[Any]):
    """What is being written: ``based_on`` is the version that it was written over, ``settled`` drops the other one."""

    body = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="", trim_whitespace=False)
    attachments = serializers.ListField(child=Id(), max_length=MOST, required=False, default=list)
    extra = serializers.DictField(child=serializers.JSONField(), required=False, default=dict)
    based_on = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, default=0)
    settled = Flag(required=False, default=False)
    key = serializers.UUIDField(required=False, allow_null=True, default=None)


class Drafts(APIView):
    """Everything that I am writing."""

    @extend_schema(
        operation_id="drafts", parameters=[CURSOR, LIMIT], responses={200: page(DraftSummary), **problems(400, 401)}
    )
    def get(self, request: Asked) -> Response:
        """What I am writing, everywhere, the newest first."""
        asked = listing(request)
        return shown(queries.drafts(request.user, cursor=asked.cursor, limit=asked.limit))


class OneDraft(APIView):
    """What I am writing at one place: ``home``, ``group-<id>``, ``case-<ref>``, ``reply-<post>``, ``edit-<post>``."""

    @extend_schema(operation_id="draft", responses={200: shape(DraftSummary), **problems(401, 404)})
    def get(self, request: Asked, place: str) -> Response:
        """What I am writing there."""
        draft = queries.draft(request.user, place)
        return shown(draft, etag=draft.version)

    @extend_schema(
        operation_id="save_draft",
        parameters=[IF_MATCH],
        request=Written,
        responses={200: shape(DraftSummary), 204: None, **problems(400, 401, 404, 412, 413, 415)},
    )
    def put(self, request: Asked, place: str) -> Response:
        """Keep what I am writing there; 204 where nothing is left to keep.

        The later of two devices is kept, and what the other had written stays in ``other`` until one is chosen.
        With If-Match it is refused instead when another version is there.
        """
        written = read(Written, request)
        if actions.save_draft(request.user, place=place, version=if_match(request), **written) is None:
            return no_content()
        draft = queries.draft(request.user, place)
        return shown(draft, etag=draft.version)

    @extend_schema(
        operation_id="discard_draft", parameters=[IF_MATCH], responses={204: None, **problems(401, 404, 412)}
    )
    def delete(self, request: Asked, place: str) -> Response:
        """Forget it."""
        actions.discard_draft(request.user, place=place, version=if_match(request))
        return no_content()
