"""REST: a case as a partner sees it."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from cases.queries import PartnerView
from esn.core.rest import listing, shown
from esn.core.schema import CURSOR, LIMIT, problems, shape
from people.authentication import Asked


class PartnerViews(APIView):
    """What a partner sees."""

    @extend_schema(
        operation_id="partner_view",
        parameters=[CURSOR, LIMIT],
        responses={200: shape(PartnerView), **problems(400, 401, 404, 409)},
    )
    def get(self, request: Asked, ref: str, side: str) -> Response:
        """The case as the guests of a partner see it, to look at; 409 when none of them is on it."""
        asked = listing(request)
        return shown(queries.partner_view(request.user, ref, side, cursor=asked.cursor, limit=asked.limit))
