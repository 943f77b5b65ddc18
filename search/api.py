"""REST: one box over everything that the caller may read, and what is like a case or a text."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import listing, moment, shown
from esn.core.schema import CURSOR, LIMIT, problems, shape
from people.authentication import Asked
from search.completing import Completions, completions
from search.experts import PEOPLE, PEOPLE_LIMIT, experts
from search.find import search
from search.jumping import Jump, jumps, places
from search.query import FILTERS, Note, parse
from search.similar import EACH, EACH_LIMIT, KINDS, Draft, similar, similar_to_case
from search.summaries import Expert, FacetValue, Hit
from search.summaries import Similar as SimilarThing

_ANSWER: Any = inline_serializer(
    "SearchResults",
    {
        "results": shape(Hit)(many=True),
        "facets": serializers.DictField(child=shape(FacetValue)(many=True)),
        "total": serializers.IntegerField(),
        "together": serializers.IntegerField(),
        "suggestion": serializers.CharField(allow_null=True),
        "next": serializers.CharField(allow_null=True),
        "notes": shape(Note)(many=True),
    },
)
_FILTERS = [OpenApiParameter(name, str, enum=allowed or None) for name, allowed in FILTERS.items()]


class SearchCompletions(APIView):
    """How a text in the box may go on."""

    @extend_schema(
        operation_id="search_completions",
        parameters=[OpenApiParameter("q", str)],
        responses={200: shape(Completions), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Operators, their values and names that I find, for the last word of what stands before the cursor."""
        return shown(completions(request.user, listing(request, "q").filters.get("q", "")))


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


_JUMPS: Any = inline_serializer("Jumps", {"results": shape(Jump)(many=True)})


class Jumps(APIView):
    """Where a few letters lead."""

    @extend_schema(
        operation_id="jumps",
        parameters=[
            OpenApiParameter("q", str),
            OpenApiParameter("recent", str, description="Instead: where I was, such as case:K7-2M4QX,person:0193…"),
        ],
        responses={200: _JUMPS, **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """People, groups, customers and cases that begin so that I find, four of each; or where I was, named anew."""
        filters = listing(request, "q", "recent").filters
        if filters.get("recent"):
            return shown({"results": places(request.user, filters["recent"].split(","))})
        return shown({"results": jumps(request.user, filters.get("q", ""))})


_SIMILAR: Any = inline_serializer("SimilarThings", {"results": shape(SimilarThing)(many=True)})


class Similar(APIView):
    """What is like something."""

    @extend_schema(
        operation_id="search_similar",
        parameters=[
            OpenApiParameter("case", str, description="A reference: what is like this case."),
            OpenApiParameter("title", str, description="Instead of a case: what one writes, in one line …"),
            OpenApiParameter("text", str, description="… and in full; the first 4,000 characters are read."),
            OpenApiParameter("customer", str, description="About whom one writes: what is about them counts more."),
            OpenApiParameter("kind", str, enum=KINDS),
            OpenApiParameter("limit", int, description="Of each kind, at most 10; 3 unless told."),
        ],
        responses={200: _SIMILAR, **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """Cases, answered questions and granted exceptions that I may read and that share telling words, and which."""
        asked = listing(request, "case", "title", "text", "customer", "kind")
        filters = asked.filters
        limit = min(asked.limit, EACH_LIMIT) if "limit" in request.query_params else EACH
        kind = filters.get("kind", "")
        if filters.get("case"):
            found = similar_to_case(request.user, filters["case"], kind=kind, limit=limit)
        else:
            draft = Draft(filters.get("title", ""), filters.get("text", ""), filters.get("customer", ""))
            found = similar(request.user, draft, kind=kind, limit=limit)
        return shown({"results": found})


_EXPERTS: Any = inline_serializer("Experts", {"results": shape(Expert)(many=True)})


class Experts(APIView):
    """Who knows about something."""

    @extend_schema(
        operation_id="search_experts",
        parameters=[
            OpenApiParameter("q", str),
            OpenApiParameter("limit", int, description="At most 20; 8 unless told."),
        ],
        responses={200: _EXPERTS, **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Who wrote, answered and solved what I may read about it, the nearest first; what shows it, and no number."""
        asked = listing(request, "q")
        limit = min(asked.limit, PEOPLE_LIMIT) if "limit" in request.query_params else PEOPLE
        return shown({"results": experts(request.user, asked.filters.get("q", ""), limit=limit)})
