"""REST: what a device wrote while it was away, sent at once and done in order, each by the door of a single call.

An item is a request of its own: it goes through the whole site again, so that who asks, what they may do and how often
is asked at its moment. Its deed and the note that it was done are one transaction: docs/decisions/0044-an-outbox.md.
"""

import functools
import hashlib
import io
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core import idempotency
from esn.core.errors import Conflict, Invalid, Problem
from esn.core.rest import Text, answer_error, shown
from esn.core.rest.errors import problem
from esn.core.rest.fields import problems_of
from esn.core.schema import problems, shape
from people.authentication import SENDS, Asked

MOST = 50
ROOT = "/api/v1/"
METHODS = ("POST", "PUT", "PATCH", "DELETE")
# A batch in a batch; credentials, which are asked for one by one; files, which are sent as they are.
_NOT_HERE = ("batch/", "auth/", "files/")
_PATH = re.compile(r"(?:[^/?#\\\s]+/)+")
_OF_ONE_CALL = {"HTTP_IDEMPOTENCY_KEY", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING", "HTTP_EXPECT"}
_OF_THE_WAY = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "SERVER_NAME", "SERVER_PORT")


class Item(serializers.Serializer[Any]):
    """One call; ``path`` is below `/api/v1/`. ``$`` and the key of an earlier item stand for what that one made."""

    key = Text(max_length=36, help_text="A UUID: the Idempotency-Key of this call, and its name in this batch.")
    method = serializers.ChoiceField(METHODS)
    path = Text(max_length=500)
    body = serializers.JSONField(required=False, allow_null=True, default=None)
    if_match = Text(max_length=40, required=False, allow_null=True, default=None)


class Outbox(serializers.Serializer[Any]):
    """What to do, in this order."""

    items = serializers.ListField(child=Item(), min_length=1, max_length=MOST)


@dataclass(frozen=True)
class ItemResult:
    """How one item went: the status and the body that the single call has, its ETag and its Location."""

    key: str | None
    status: int
    body: dict[str, Any] | None
    etag: str | None = None
    location: str | None = None


@dataclass(frozen=True)
class OutboxResult:
    """One result for each item, in order."""

    results: tuple[ItemResult, ...]


@dataclass(frozen=True)
class _Call:
    """One item as it was understood."""

    key: uuid.UUID
    method: str
    path: str
    body: Any
    if_match: str | None

    @property
    def fingerprint(self) -> str:
        """What a repetition must be equal in."""
        told = json.dumps([self.method, self.path, self.body, self.if_match], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass
class _Before:
    """What the earlier items of a batch made, and which of them made nothing."""

    made: dict[str, str] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def note(self, result: ItemResult) -> None:
        """Remember how an item went."""
        if result.key is None:
            return
        body = result.body if isinstance(result.body, dict) and result.status < 400 else {}
        named = body.get("id") or body.get("ref")
        if isinstance(named, str):
            self.made[result.key] = named
        else:
            self.failed.add(result.key)


class _FailedBeforeError(Exception):
    """An item names an earlier one that made nothing."""


class Batch(APIView):
    """An outbox; each item asks again what its device may do."""

    opened_to = SENDS

    @extend_schema(
        operation_id="batch",
        request=Outbox,
        responses={200: shape(OutboxResult), **problems(400, 401, 413, 415)},
    )
    def post(self, request: Asked) -> Response:
        """Do up to 50 calls in order, each with its own result; sent again, what was done is not done twice."""
        items = _items(request.data)
        before = _Before()
        results = []
        for item in items:
            result = _result(request, item, before)
            before.note(result)
            results.append(result)
        return shown(OutboxResult(tuple(results)))


def _items(data: Any) -> list[Any]:
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or len(data) > 1:
        raise Invalid.field("items", "not_a_list", _("The body must be an object with a list of items."))
    if not 1 <= len(items) <= MOST:
        raise Invalid.field("items", "out_of_range", _("A batch has 1 to 50 items."))
    return items


def _result(request: Asked, item: Any, before: _Before) -> ItemResult:
    """How an item goes; whatever is wrong with it is its own result."""
    key = _key_of(item)
    try:
        call = _call(item, before)
        return _once(request, call)
    except _FailedBeforeError:
        answer: Response | None = problem(424, "failed_before", _("This names an item that made nothing."))
    except (Invalid, Conflict, idempotency.KeyReused, OperationalError) as error:
        answer = answer_error(error, {})
    assert answer is not None  # noqa: S101 - each of these has an answer
    return ItemResult(key, answer.status_code, answer.data)


def _key_of(item: Any) -> str | None:
    return _canonical(item.get("key")) if isinstance(item, dict) else None


def _canonical(said: Any) -> str | None:
    """A UUID as it is written here; None for anything else."""
    try:
        return str(uuid.UUID(said)) if isinstance(said, str) else None
    except ValueError:
        return None


def _call(item: Any, before: _Before) -> _Call:
    """An item with the ids that earlier ones made; Invalid with everything that is wrong."""
    filled = Item(data=item)
    if not filled.is_valid():
        raise Invalid(problems_of(filled.errors))
    said = filled.validated_data
    key = _canonical(said["key"])
    if key is None:
        raise Invalid.field("key", "not_a_uuid", _("The key must be a UUID."))
    if key in before.made or key in before.failed:
        raise Invalid.field("key", "twice", _("Another item of this batch has this key."))
    path = unquote(said["path"].removeprefix(ROOT))
    parts = [_filled(part, before) for part in path.split("/")]
    path = "/".join(parts)
    if not _PATH.fullmatch(path) or not {".", ".."}.isdisjoint(parts):
        raise Invalid.field(
            "path",
            "not_a_path",
            _("This must be a path below /api/v1/ alone, like groups/."),
        )
    if path.startswith(_NOT_HERE):
        raise Invalid({"path": [Problem("not_here", _("This is asked for by a request of its own."))]})
    return _Call(uuid.UUID(key), said["method"], path, _filled(said["body"], before), said["if_match"])


def _filled(value: Any, before: _Before) -> Any:
    """A value with what earlier items made in place of their names."""
    if isinstance(value, dict):
        return {name: _filled(inner, before) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, before) for inner in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    named = _canonical(value[1:])
    if named in before.failed:
        raise _FailedBeforeError
    return before.made.get(named or "", value)


def _once(request: Asked, call: _Call) -> ItemResult:
    """Do it, unless it was done before. The note is kept beside the key of the call itself, which the door uses."""
    person_id, note = request.user.id, uuid.uuid5(call.key, "batch")
    known = idempotency.claim(person_id, note, call.fingerprint)
    if known is not None:
        return _again(request, call, int(known))
    try:
        with transaction.atomic():
            result = _send(request, call)
            if result.status < 400:
                idempotency.complete(person_id, note, str(result.status))
    except BaseException:
        idempotency.release(person_id, note)
        raise
    if result.status >= 400:
        idempotency.release(person_id, note)
    return result


def _again(request: Asked, call: _Call, status: int) -> ItemResult:
    """What was done before, as the person sees it now: a door that creates knows its key, others are only looked at."""
    if call.method == "POST" and status in (201, 202):
        return _send(request, call)
    now = _send(request, _Call(call.key, "GET", call.path, None, None))
    if now.status == 401:
        return now
    looks = call.method in ("PUT", "PATCH") and now.status == 200
    return ItemResult(str(call.key), status, now.body if looks else None, now.etag if looks else None)


def _send(request: Asked, call: _Call) -> ItemResult:
    """Ask the site, as if the device had sent this alone."""
    answer = cast(HttpResponse, _site().get_response(_asked(request._request, call)))
    told = answer.content if "json" in answer.get("Content-Type", "") else b""
    body = json.loads(told) if told else None
    return ItemResult(str(call.key), answer.status_code, body, answer.get("ETag"), answer.get("Location"))


def _asked(first: HttpRequest, call: _Call) -> WSGIRequest:
    """The request of one item: the headers of the batch, with its own method, path and body."""
    body = b"" if call.body is None else json.dumps(call.body).encode()
    kept = {name: text for name, text in _headers(first.META).items() if name not in _OF_ONE_CALL}
    own = {
        "REQUEST_METHOD": call.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": (ROOT + call.path).encode().decode("latin-1"),
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_IDEMPOTENCY_KEY": str(call.key),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": first.scheme,
    }
    if call.if_match is not None:
        own["HTTP_IF_MATCH"] = call.if_match
    return WSGIRequest(kept | own)


def _headers(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {name: text for name, text in meta.items() if name.startswith("HTTP_") or name in _OF_THE_WAY}


@functools.cache
def _site() -> BaseHandler:
    """The whole site in this process, with what stands around every view."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler
