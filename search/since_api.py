"""REST: what changed since one left."""

import datetime as dt

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.clock import now
from esn.core.rest import listing, moment, shown
from esn.core.schema import problems, shape
from people.authentication import Asked
from search.since import Since, since


class SinceLeft(APIView):
    """What changed since I left."""

    @extend_schema(
        operation_id="since",
        parameters=[OpenApiParameter("from", str, description="When I left; yesterday at this time without.")],
        responses={200: shape(Since), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What changed where I follow, what harms the customer first; and what is new in my kept searches."""
        left_at = moment(listing(request, "from").filters, "from")
        return shown(since(request.user, left_at or now() - dt.timedelta(days=1)))
