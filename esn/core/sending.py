"""A kept file as an answer: whole, a part of it, or word that it has not changed; what cannot be shown is saved."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from esn.core.file_kinds import PICTURES

_PART = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_CHUNK = 64 * 1024
UNKEPT = "no-store"  # a shared computer keeps nothing that its next user could find
KEPT = "private, max-age=31536000, immutable"  # for what every page shows again, under an address of its bytes alone
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Accept-Ranges": "bytes",
}


def send(
    request: HttpRequest, path: Path, *, name: str, type_: str, sha256: str, cache: str = UNKEPT
) -> HttpResponseBase:
    """The bytes at a path, as the request wants them; only pictures that we made ourselves are shown in place."""
    answer = _answer(request, path, name, type_, f'"{sha256}"')
    answer["Cache-Control"] = cache
    return answer


def _answer(request: HttpRequest, path: Path, name: str, type_: str, tag: str) -> HttpResponseBase:
    if _known(request, tag):
        return _with(HttpResponse(status=304), tag)
    size = path.stat().st_size
    part = _part(request, size, tag)
    if part is None:
        unsatisfied = _with(HttpResponse(status=416), tag)
        unsatisfied["Content-Range"] = f"bytes */{size}"
        return unsatisfied
    start, end = part
    answer: HttpResponseBase = (
        HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(_bytes(path, start, end))
    )
    answer["Content-Type"] = type_
    answer["Content-Length"] = str(end - start)
    answer["Content-Disposition"] = content_disposition_header(type_ not in PICTURES, name) or "attachment"
    if end - start != size:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _with(answer, tag)


def _with(answer: HttpResponseBase, tag: str) -> HttpResponseBase:
    for name, value in _HEADERS.items():
        answer[name] = value
    answer["ETag"] = tag
    return answer


def _known(request: HttpRequest, tag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in {one.removeprefix("W/") for one in known}


def _part(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """Where to begin and where to stop; None when the part that is wanted is not there."""
    wanted = _PART.fullmatch(request.headers.get("Range", "").strip())
    if not wanted or wanted[0] == "bytes=-" or request.headers.get("If-Range", tag) != tag:
        return 0, size
    first, last = wanted.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return 0, size
    return (start, end) if start < size else None


def _bytes(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left and (part := file.read(min(_CHUNK, left))):
            left -= len(part)
            yield part
