"""Answers that the server gives itself, before any view is asked: RFC 9457 problems in the reader's language."""

import json
from http import HTTPStatus

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import trans_real

HEADERS = (
    (b"Content-Type", b"application/problem+json"),
    (b"Cache-Control", b"no-store"),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Content-Security-Policy", b"default-src 'none'"),
)


def problem(status: int, accept_language: str = "") -> bytes:
    """The body of an answer with this status."""
    with translation.override(_language(accept_language)):
        answer = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": _detail(status),
        }
    return json.dumps(answer, ensure_ascii=False).encode()


def answer(status: int, accept_language: str = "") -> bytes:
    """A whole HTTP/1.1 answer, after which the connection is closed."""
    body = problem(status, accept_language)
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode(),
        *(name + b": " + value for name, value in HEADERS),
        b"Content-Length: %d" % len(body),
        b"Connection: close",
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _language(accept_language: str) -> str | None:
    for code, _quality in trans_real.parse_accept_lang_header(accept_language):
        try:
            return trans_real.get_supported_language_variant(code)
        except LookupError:
            continue
    return None


def _detail(status: int) -> str:
    if status in (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE):
        return _("The address or what comes with it is too long. Ask for less at once.")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _("This is too large. Nothing was kept. Send less at once.")
    if status == HTTPStatus.REQUEST_TIMEOUT:
        return _("The request did not arrive in time. Nothing was kept. Send it again.")
    if status == HTTPStatus.BAD_REQUEST:
        return _("The request is malformed. Nothing was kept.")
    return _("Something failed on our side. Send it again in a moment.")
