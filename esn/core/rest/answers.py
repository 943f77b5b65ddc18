"""Answers: a summary or a page, and an object that is made once for each key."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from esn.core import idempotency
from esn.core.errors import Conflict, Invalid


def shown(value: Any, *, etag: int | None = None, status: int = 200) -> Response:
    """An answer with a summary or a page."""
    headers = None if etag is None else {"ETag": f'"{etag}"'}
    return Response(value, status=status, headers=headers)


def no_content() -> Response:
    """The answer to a removal."""
    return Response(status=204)


T = TypeVar("T")


def created(
    request: Request,
    *,
    make: Callable[[], str],
    show: Callable[[str], Any],
    location: Callable[[str], str],
    etag: Callable[[Any], int] | None = None,
    said: Any = None,
) -> Response:
    """Make an object once for each Idempotency-Key and answer 201 with it, asked again as the person.

    ``said`` stands for the body where it is not JSON: a repeated key must come with the same.
    """
    made = _once(request, make, said)
    summary = show(made)
    answer = shown(summary, etag=etag(summary) if etag else None, status=201)
    answer["Location"] = location(made)
    return answer


def created_secret(request: Request, *, make: Callable[[], tuple[str, T]]) -> T:
    """Make something whose secret is told once; a repeated key is refused with the id of what it made."""
    secrets: list[T] = []

    def make_and_keep() -> str:
        made, secret = make()
        secrets.append(secret)
        return made

    made = _once(request, make_and_keep)
    if not secrets:
        raise Conflict("already_made", made)
    return secrets[0]


def _once(request: Request, make: Callable[[], str], said: Any = None) -> str:
    header = request.headers.get("Idempotency-Key")
    if header is None:
        return make()
    try:
        key = uuid.UUID(header)
    except ValueError:
        raise Invalid.field("Idempotency-Key", "not_a_uuid", _("The key must be a UUID.")) from None
    person_id = str(request.user.pk)
    known = idempotency.claim(person_id, key, _fingerprint(request, said))
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = make()
            idempotency.complete(person_id, key, made)
    except BaseException:
        idempotency.release(person_id, key)
        raise
    return made


def _fingerprint(request: Request, said: Any) -> str:
    told = json.dumps([request.method, request.path, request.data if said is None else said], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
