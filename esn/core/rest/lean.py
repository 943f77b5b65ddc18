"""Small answers for phones: only the fields that somebody asks for, and many things by their ids in one request."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from esn.core.errors import Invalid
from esn.core.pages import PAGE_LIMIT
from esn.core.rest.fields import holds_control

IDS = OpenApiParameter(
    "ids",
    str,
    description="Up to 100 ids with commas between: these alone, in this order, without those that one does not read. "
    "It stands alone, or with `fields`.",
)


def names_of(*summaries: type) -> tuple[str, ...]:
    """The fields of some summaries, as answers call them."""
    named = (field.name.removesuffix("_") for summary in summaries for field in dataclasses.fields(summary))
    return tuple(dict.fromkeys(named))


def fields_of(*summaries: type) -> OpenApiParameter:
    """How an endpoint describes that one may ask for some fields alone."""
    return OpenApiParameter(
        "fields",
        str,
        many=True,
        explode=False,
        enum=names_of(*summaries),
        description="Only these fields, with commas between, and what names the thing; all of them when absent.",
    )


def lean(request: Request, *summaries: type, key: str = "id") -> Callable[[Any], Any]:
    """What makes a summary, or its dictionary, as small as ``fields`` asks; Invalid for a field that is none."""
    said = request.query_params.get("fields")
    if said is None:
        return _as_it_is
    wanted = set(said.split(","))
    unknown = wanted.difference(names_of(*summaries))
    if unknown:
        raise Invalid.field("fields", "unknown_field", _("There is no field of this name here."))
    return lambda summary: _narrowed(summary, wanted | {key})


def lean_only(request: Request, *summaries: type, key: str = "id") -> Callable[[Any], Any]:
    """The same for an endpoint whose address takes nothing else."""
    unknown = set(request.query_params) - {"fields"}
    if unknown:
        raise Invalid.field(min(unknown), "unknown_filter", _("This filter is unknown."))
    return lean(request, *summaries, key=key)


def ids_asked(request: Request) -> list[str] | None:
    """The ids that a request names, each once; None where it asks for a list. Invalid for too many, or with filters."""
    said = request.query_params.get("ids")
    if said is None:
        return None
    others = set(request.query_params) - {"ids", "fields"}
    if others:
        raise Invalid.field(min(others), "not_with_ids", _("Ids stand alone: no filter goes with them."))
    if holds_control(said):
        raise Invalid.field("ids", "control", _("This holds characters that cannot be shown."))
    named = list(dict.fromkeys(filter(None, said.split(","))))
    if not 1 <= len(named) <= PAGE_LIMIT:
        raise Invalid.field("ids", "out_of_range", _("Name 1 to 100 ids."))
    return named


def _as_it_is(summary: Any) -> Any:
    return summary


def _narrowed(summary: Any, wanted: set[str]) -> dict[str, Any]:
    held = summary if isinstance(summary, dict) else _shallow(summary)
    return {name: value for name, value in held.items() if name in wanted}


def _shallow(summary: Any) -> dict[str, Any]:
    return {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
