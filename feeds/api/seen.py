"""REST: who has seen an announcement, or how a promise stands now."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import choice, listing, shown
from esn.core.schema import CURSOR, LIMIT, problems, shape
from feeds import queries
from people.authentication import Asked


class SeenByReaders(APIView):
    """Who has seen a post."""

    @extend_schema(
        operation_id="seen_by",
        parameters=[OpenApiParameter("which", str, enum=queries.WHICH_SAW), CURSOR, LIMIT],
        responses={200: shape(queries.SeenPage), **problems(400, 401, 403, 404)},
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """Of an announcement or an entry about a promise: those whom it concerns, and whether each has seen it."""
        asked = listing(request, "which")
        which = choice(asked.filters, "which", queries.WHICH_SAW, "all")
        return shown(queries.seen_by(request.user, post_id, which=which, cursor=asked.cursor, limit=asked.limit))
