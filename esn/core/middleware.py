"""What holds for every request and answer of the site, page or REST."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class AnswersMiddleware:
    """No cache keeps what somebody read, an address with control characters names nothing, and limits are told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL refuses a NUL in text: an id that holds one is as unknown as any other, on every database.
        request.path_info = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", request.path_info)
        response = self.get_response(request)
        if rate := getattr(request, "rate", None):
            for name, text in rate.headers().items():
                response[name] = text
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Cookie", "Authorization"])
        return response
