"""A few views, and a database of notes, for the tests of the pooled handler."""

import threading
import time
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.utils import translation


def where(request: HttpRequest) -> HttpResponse:
    """The thread, the database connection and the language that this request got, and what it sent."""
    connection.ensure_connection()
    before = translation.get_language()
    if "language" in request.GET:
        translation.activate(request.GET["language"])
    if "wait" in request.GET:
        time.sleep(float(request.GET["wait"]))
    response = JsonResponse(
        {
            "thread": threading.current_thread().name,
            "connection": id(connection.connection),
            "language": before,
            "bytes": len(request.body),
            "method": request.method,
        }
    )
    response.set_cookie("seen", "yes")
    return response


def fail(request: HttpRequest) -> HttpResponse:
    """A view with a bug."""
    raise RuntimeError("secret detail")


def large(request: HttpRequest) -> StreamingHttpResponse:
    """A megabyte in parts."""
    return StreamingHttpResponse(b"x" * 65536 for _ in range(16))


def broken(request: HttpRequest) -> StreamingHttpResponse:
    """A stream that fails after its first half."""

    def parts() -> Iterator[bytes]:
        for _ in range(8):
            yield b"x" * 65536
        raise RuntimeError("secret detail")

    return StreamingHttpResponse(parts())


urlpatterns = [path("where", where), path("fail", fail), path("large", large), path("broken", broken)]
