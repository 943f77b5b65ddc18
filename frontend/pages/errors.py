"""The pages of errors that arise outside of our views: an unknown address, a broken form, a fault of ours."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from frontend.pages.door import show_error


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return _personal(show_error(request, 400))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen but not allowed."""
    return _personal(show_error(request, 403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Absent, invisible or malformed."""
    return _personal(show_error(request, 404))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """More attempts than a person makes."""
    response = _personal(show_error(request, 429))
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: drawn without a database, a session or a person."""
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not made by this page, or a page that is too old."""
    return _personal(show_error(request, 403))


def offline(request: HttpRequest) -> HttpResponse:
    """What a device without a network shows."""
    return render(request, "offline.html")


def _personal(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
