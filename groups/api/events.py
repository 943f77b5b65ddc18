"""REST: what changed since."""

import dataclasses

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.rest import fields_of, lean, listing, shown
from esn.core.schema import LIMIT, problems, shape
from groups import changes
from people.authentication import Asked


class Events(APIView):
    """What changed."""

    @extend_schema(
        operation_id="events",
        parameters=[
            OpenApiParameter("after", str, description="The cursor from which to go on."),
            fields_of(changes.Change),
            LIMIT,
        ],
        responses={200: shape(changes.Changes), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What changed after a cursor, or where to fetch everything anew; without one, only the present cursor."""
        asked = listing(request, "after", "fields")
        if asked.cursor is not None:
            raise Invalid.field("cursor", "unknown_filter", _("This filter is unknown."))
        small = lean(request, changes.Change, key="cursor")
        found = changes.since(request.user, asked.filters.get("after"), asked.limit)
        return shown(dataclasses.replace(found, results=tuple(map(small, found.results))))
