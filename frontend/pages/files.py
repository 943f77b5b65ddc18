"""The files of posts, for the pages that show them."""

from typing import cast

from django.http import HttpResponse

from esn.core.sending import send
from feeds import queries
from frontend.pages.door import Request, reading


@reading
def file(request: Request, file_id: str) -> HttpResponse:
    """A file that I read: shown when it is a picture, saved otherwise."""
    return _sent(request, queries.content(request.user, file_id))


@reading
def picture(request: Request, file_id: str, size: str) -> HttpResponse:
    """A smaller size of a picture."""
    return _sent(request, queries.content(request.user, file_id, size))


def _sent(request: Request, found: queries.Content) -> HttpResponse:
    answer = send(request, found.path, name=found.name, type_=found.type, sha256=found.sha256)
    return cast(HttpResponse, answer)  # a part of a file is streamed
