"""REST: what is read by right of watching over the site; each item and file of it is on record."""

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import listing, shown
from esn.core.schema import CURSOR, LIMIT, page, problems
from esn.core.sending import send
from feeds import actions
from feeds.queries import ReadItem
from people.authentication import Asked


class ComplianceItems(APIView):
    """Everything that was said in a group or case."""

    @extend_schema(
        operation_id="compliance_items",
        parameters=[CURSOR, LIMIT],
        responses={200: page(ReadItem), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, reading_id: str) -> Response:
        """Posts and replies, deleted ones too, with what they said before; the newest first."""
        asked = listing(request)
        found = actions.read_by_right(request.user, reading_id=reading_id, cursor=asked.cursor, limit=asked.limit)
        return shown(found)


class ComplianceFile(APIView):
    """A file of such an item."""

    @extend_schema(
        operation_id="compliance_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **problems(401, 404)},
    )
    def get(self, request: Asked, reading_id: str, file_id: str) -> HttpResponseBase:
        """Its bytes."""
        found = actions.open_file_by_right(request.user, reading_id=reading_id, file_id=file_id)
        return send(request._request, found.path, name=found.name, type_=found.type, sha256=found.sha256)
