"""What a body may be: strict JSON, within limits, and nothing else."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

BODY_LIMIT = 256 * 1024  # bytes of JSON
DEPTH_LIMIT = 32


class BodyTooLarge(exceptions.APIException):
    """The body has more bytes than an endpoint reads."""

    status_code = 413
    default_code = "body_too_large"


class StrictJSONParser(BaseParser):
    """JSON of at most 256 KB and 32 levels, without NaN, Infinity or repeated names."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The value in the body; ParseError when it is not strict JSON."""
        body = stream.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise BodyTooLarge(_("The body has more than 256 KB. Nothing was kept; send less."))
        try:
            return strict_json(body)
        except TooDeepError:
            raise exceptions.ParseError(_("The JSON is nested deeper than 32 levels. Nothing was kept.")) from None
        except ValueError:
            raise exceptions.ParseError(_("The body is not valid JSON. Nothing was kept.")) from None


class TooDeepError(ValueError):
    """A value has more levels than anybody needs."""


def strict_json(body: bytes) -> Any:
    """A value of at most 32 levels, without NaN, Infinity or repeated names; ValueError for anything else."""
    try:
        value = json.loads(
            body.decode(), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_named_once
        )
    except RecursionError:
        raise ValueError("too deep for the parser") from None
    if _depth(value) > DEPTH_LIMIT:
        raise TooDeepError
    return value


class JSONAlways(BaseContentNegotiation):
    """Answer in JSON whatever the Accept header asks for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The only parser, when the media type is JSON."""
        media_type = (request.content_type or "").split(";")[0].strip()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The only renderer."""
        return renderers[0], renderers[0].media_type


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name is repeated")
    return named


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= DEPTH_LIMIT:
        depth += 1
        level = [
            inner
            for item in level
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return depth
