"""REST: whom and what one may mention."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from cases.queries import Offer
from esn.core.rest import listing, shown
from esn.core.schema import page, problems
from people.authentication import Asked

LONGEST = 60  # characters that are looked for


class Mentionable(APIView):
    """Whom and what one may mention."""

    @extend_schema(
        operation_id="mentionable",
        parameters=[OpenApiParameter(name, str) for name in ("q", "audience", "reply_to")],
        responses={200: page(Offer), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """People who read an audience, or below a post; groups, customers and cases that all its readers may know."""
        asked = listing(request, "q", "audience", "reply_to").filters
        found = queries.mentionable(request.user, **{**asked, "q": asked.get("q", "")[:LONGEST]})
        return shown({"results": found, "next": None, "previous": None})
