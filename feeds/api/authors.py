"""REST: what one person wrote."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import listing, shown
from esn.core.schema import CURSOR, LIMIT, page, problems
from feeds import queries
from feeds.queries import PostSummary
from people.authentication import Asked


class PersonPosts(APIView):
    """What one person wrote."""

    @extend_schema(
        operation_id="person_posts",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, person_id: str) -> Response:
        """What somebody wrote where I read, the newest first."""
        asked = listing(request)
        return shown(queries.written_by(request.user, person_id, cursor=asked.cursor, limit=asked.limit))
