"""REST: one box over everything that the caller may read."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import listing, moment, shown
from esn.core.schema import CURSOR, LIMIT, problems, shape
from people.authentication import Asked
from search.find import search
from search.query import FILTERS, Note, parse
from search.summaries import FacetValue, Hit

_ANSWER: Any = inline_serializer(
    "SearchResults",
    {
        "results": shape(Hit)(many=True),
        "facets": serializers.DictField(child=shape(FacetValue)(many=True)),
        "total": serializers.IntegerField(),
        "suggestion": serializers.CharField(allow_null=True),
        "next": serializers.CharField(allow_null=True),
        "notes": shape(Note)(many=True),
    },
)
_FILTERS = [OpenApiParameter(name, str, enum=allowed or None) for name, allowed in FILTERS.items()]


class Search(APIView):
    """One box."""

    @extend_schema(
        operation_id="search",
        parameters=[OpenApiParameter("q", str), *_FILTERS, CURSOR, LIMIT],
        responses={200: _ANSWER, **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What I may read of what matches: words, "phrases", -not, OR, prefix*, and operators such as customer:."""
        asked = listing(request, "q", *FILTERS)
        filters = asked.filters
        text = filters.pop("q", "")
        for name in ("before", "after"):
            at = moment(filters, name)
            if at is not None:
                filters[name] = at.isoformat()
        return shown(search(request.user, parse(text, limit=asked.limit, cursor=asked.cursor, **filters)))
