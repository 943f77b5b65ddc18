"""The door of SCIM, as Django sees it: who asks, how often and how much; then the protocol answers."""

import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from esn.core.rendering import as_json
from esn.core.rest import holds_control, strict_json
from groups import actions, queries
from groups.models import ProvisioningConnection
from people import limits

ROOT = "/scim/v2"
MEDIA_TYPE = "application/scim+json"
_LONGEST_QUERY = 4096  # characters
_DEEPEST = 16  # brackets inside each other in a query
_BRACKETS = re.compile(r"[(\[]")


@csrf_exempt
def scim(request: HttpRequest, path: str = "") -> HttpResponse:
    """One request of a connection; anybody else hears 401, and nothing of the protocol is loaded for them."""
    with translation.override("en"):
        connection = queries.connection_of(_token(request))
        if connection is None:
            return _unknown() if limits.may_ask(request, "scim_refused") else _too_often()
        if not limits.may_ask(request, "scim", key=connection.id):
            return _too_often()
        actions.touch_connection(connection)
        try:
            return _answer(request, connection, path)
        except RequestDataTooBig:
            return refusal(413, "The body is larger than 1 MB.")
        except OperationalError:
            return _later(refusal(503, "The site is busy. Nothing was changed."), 5)


def _answer(request: HttpRequest, connection: ProvisioningConnection, path: str) -> HttpResponse:
    wrong = _wrong(request)
    if wrong is not None:
        return wrong
    from groups.scim import protocol

    return protocol.answer(request, connection, path, request.build_absolute_uri(ROOT))


def _wrong(request: HttpRequest) -> HttpResponse | None:
    """What no request of the protocol looks like: said before the protocol looks at it."""
    query = request.META.get("QUERY_STRING", "")
    values = [text for name, _values in request.GET.lists() for text in (name, *_values)]
    if len(query) > _LONGEST_QUERY or any(map(holds_control, values)) or any(map(_too_deep, values)):
        return refusal(400, "The query is too long, too deep or holds control characters.", "invalidFilter")
    if request.body:
        try:
            said = strict_json(request.body)
        except ValueError:
            return refusal(400, "The body is not strict JSON.", "invalidSyntax")
        if not _plain(said):
            return refusal(400, "The body holds characters that cannot be shown, or too deep filters.", "invalidValue")
    return None


def _plain(value: Any) -> bool:
    """Whether no text in a value, name or other, holds what cannot be kept."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and (holds_control(one) or len(one) > _LONGEST_QUERY or _too_deep(one)):
            return False
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return True


def _too_deep(text: str) -> bool:
    """Whether a filter, where it is one, holds more brackets than anybody needs."""
    return len(_BRACKETS.findall(text)) > _DEEPEST


def _token(request: HttpRequest) -> str:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def refusal(status: int, detail: str, kind: str = "") -> HttpResponse:
    """An error in the words of the protocol."""
    body: dict[str, Any] = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(status),
        "detail": detail,
    }
    return HttpResponse(
        as_json({**body, **({"scimType": kind} if kind else {})}), status=status, content_type=MEDIA_TYPE
    )


def _unknown() -> HttpResponse:
    answer = refusal(401, "This token is unknown, has expired or was taken back.")
    answer["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    return answer


def _too_often() -> HttpResponse:
    return _later(refusal(429, "Too many requests. Wait a moment."), 10)


def _later(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Retry-After"] = str(seconds)
    return answer
