"""REST answers as JSON, written by orjson: see docs/decisions/0011-answers-by-orjson.md."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


class Json(BaseRenderer):
    """Summaries, pages and plain values as JSON; times in RFC 3339 UTC."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The bytes of an answer; none for an answer without a body."""
        return b"" if data is None else as_json(data)


def as_json(value: Any) -> bytes:
    """A dataclass, or anything made of them, as JSON. Moments of the database are in UTC, others are brought there."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, tuple):  # one with names
        return list(value)
    if isinstance(value, Promise):  # words that wait for the reader's language
        return str(value)
    raise TypeError(type(value))
