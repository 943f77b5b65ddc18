"""How endpoints describe themselves in OpenAPI: answers from the dataclasses themselves, and the errors they share."""

import functools
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer


class OneProblem(serializers.Serializer[Any]):
    """One thing wrong with one field."""

    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemDetails(serializers.Serializer[Any]):
    """An error, in the shape of RFC 9457 and in the reader's language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=OneProblem(many=True))  # type: ignore[assignment]  # a field, as the shape says


class StaleDetails(ProblemDetails):
    """An edit against an older revision: the thing as it is now, and what was sent; null where there is nothing."""

    yours = serializers.JSONField(allow_null=True)
    theirs = serializers.JSONField(allow_null=True)


MEANINGS = {
    400: "Malformed or invalid; `errors` names each field.",
    401: "No living credential.",
    403: "Seen, but not allowed.",
    404: "Absent, invisible or malformed: the three are never told apart.",
    405: "Not a method of this path.",
    409: "The present state forbids it, or the same key is still running.",
    412: "The object changed since the revision in If-Match.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The Idempotency-Key was used with another body.",
    429: "Too many requests or attempts; see Retry-After.",
    503: "The site is busy; see Retry-After.",
}

CURSOR = OpenApiParameter("cursor", str, description="An opaque cursor from `next` of the page before.")
LIMIT = OpenApiParameter("limit", int, description="Results on a page, 1 to 100; 20 when absent.")
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A UUID by the device: repeating it makes nothing twice.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that the edit was made against."
)


def problems(*statuses: int) -> dict[int, OpenApiResponse]:
    """The errors that an endpoint may answer."""
    return {
        status: OpenApiResponse(StaleDetails if status == 412 else ProblemDetails, MEANINGS[status])
        for status in statuses
    }


def problem_shape() -> ProblemDetails:
    """The shape of every error."""
    return ProblemDetails()


class _Described(DataclassSerializer):  # type: ignore[type-arg]  # any dataclass
    """A dataclass as it is described; what may be of several types is any JSON."""

    serializer_field_mapping = {**DataclassSerializer.serializer_field_mapping, Any: serializers.JSONField}


@functools.cache
def shape(summary: type) -> type[serializers.Serializer[Any]]:
    """A serializer that describes a summary dataclass; it is used for the schema only."""
    meta = type("Meta", (), {"dataclass": summary})
    return type(summary.__name__, (_Described,), {"Meta": meta, "__doc__": summary.__doc__})


@functools.cache
def page(summary: type) -> Any:
    """The shape of a page of summaries."""
    return inline_serializer(
        f"{summary.__name__}Page",
        {
            "results": shape(summary)(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )
