"""How a door of the API says that it goes away: RFC 9745 (Deprecation) and RFC 8594 (Sunset), on every answer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.http import http_date
from rest_framework.views import APIView

LEAST_NOTICE = dt.timedelta(days=180)  # between being told and going away

V = TypeVar("V", bound=type[APIView])


@dataclass(frozen=True)
class Deprecation:
    """Since when a door is not to be used any more, when it goes away, and where its successor is told of."""

    since: dt.date
    until: dt.date
    see: str

    def headers(self) -> dict[str, str]:
        """What every answer of the door carries."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.until)),
            "Link": f'<{self.see}>; rel="deprecation"; type="text/html"',
        }


def deprecated(*, since: dt.date, until: dt.date, see: str) -> Callable[[V], V]:
    """Mark a view: its answers, errors too, say since when and until when, and the description shows it."""
    if until - since < LEAST_NOTICE:
        raise ValueError("Who uses a door is told half a year before it goes away.")
    going = Deprecation(since, until, see)

    def mark(view: V) -> V:
        answered = view.finalize_response

        def finalize_response(self: APIView, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
            said = answered(self, request, response, *args, **kwargs)
            for name, text in going.headers().items():
                said[name] = text
            return said

        view.finalize_response = finalize_response  # type: ignore[method-assign]  # on this class, none above it
        view.deprecation = going  # type: ignore[attr-defined]  # the description asks for it
        return view

    return mark


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
