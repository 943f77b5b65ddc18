"""The one place where an error becomes an answer, in the shape of RFC 9457."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from esn.core import idempotency
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from esn.core.rendering import as_json

PROBLEM = "application/problem+json"


def problem(status: int, code: str, detail: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Response:
    """An answer in the shape of RFC 9457."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": titles().get(status, ""),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": fields or {},
    }
    return Response(
        body,
        status=status,
        content_type=PROBLEM,
        headers={name.replace("_", "-"): text for name, text in headers.items()},
    )


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The one place where an error becomes a REST answer; None for what is ours to repair (a 500)."""
    if isinstance(error, exceptions.APIException):
        return _framework_error(error)
    if isinstance(error, Stale):
        return _stale(context)
    answer = _answers.get(type(error))
    return answer(error) if answer else None


def _invalid(error: Invalid) -> Response:
    fields = {name: [dataclasses.asdict(one) for one in found] for name, found in error.fields.items()}
    return problem(400, "invalid", _("Something in the request is not right. Nothing was changed."), fields)


def _conflict(error: Conflict) -> Response:
    soon = {"Retry_After": "2"} if error.code == "key_running" else {}
    return problem(409, error.code, error.detail, None, **soon)


def _stale(context: Mapping[str, Any]) -> Response:
    """What somebody wants to change is not what they saw: both, so that nobody has to ask again or type again."""
    answer = problem(412, "stale", _("Somebody changed this meanwhile. Read it again, then repeat your change."))
    request = context.get("request")
    answer.data["yours"] = _sent(request) if request is not None and request.method != "DELETE" else None
    answer.data["theirs"], tag = _present(context)
    if tag is not None:
        answer["ETag"] = tag
    return answer


def _sent(request: Any) -> Any:
    """The body of a request; nothing where nobody has read it yet and it cannot be read."""
    try:
        return _as_sent(request.data)
    except exceptions.APIException:
        return None


def _as_sent(body: Any) -> Any:
    """A body as it came; nothing where JSON of ours cannot say it, as half a surrogate that no field took."""
    try:
        as_json(body)
    except TypeError:
        return None
    return body


def _present(context: Mapping[str, Any]) -> tuple[Any, str | None]:
    """The thing as the same door shows it now to the same person, and its tag; nothing where it shows nothing."""
    look = getattr(context.get("view"), "get", None)
    if look is None:
        return None, None
    try:
        shown = look(context["request"], *context["args"], **context["kwargs"])
    except (NotFound, NotAllowed, Invalid):
        return None, None
    return shown.data, shown.get("ETag")


_answers: dict[type[Exception], Callable[[Any], Response]] = {
    NotFound: lambda _error: problem(404, "not_found", _("There is nothing here.")),
    Http404: lambda _error: problem(404, "not_found", _("There is nothing here.")),
    NotAllowed: lambda error: problem(403, "not_allowed", error.detail or _("You may not do this.")),
    Invalid: _invalid,
    Conflict: _conflict,
    idempotency.KeyReused: lambda _error: problem(
        422, "key_reused", _("This key was used before with another request.")
    ),
    RequestDataTooBig: lambda _error: problem(
        413, "body_too_large", _("The body is too large. Nothing was kept; send less.")
    ),
    OperationalError: lambda _error: problem(
        503, "busy", _("The site is busy. Nothing was changed; try again shortly."), Retry_After="5"
    ),
}


def not_found() -> NoReturn:
    """Say that there is nothing here, with the bytes of every other absence."""
    raise NotFound


def _framework_error(error: exceptions.APIException) -> Response:
    detail = error.detail if isinstance(error.detail, str) else _("Something in the request is not right.")
    code = getattr(error.detail, "code", None) or error.default_code
    answer = problem(error.status_code, str(code), str(detail))
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)):
        answer.status_code = 401
        answer.data["status"] = 401
        answer.data["title"] = titles()[401]
        answer["WWW-Authenticate"] = "Bearer"
    wait = getattr(error, "wait", None)
    if wait is not None:
        answer["Retry-After"] = str(int(wait) + 1)
    return answer


def titles() -> dict[int, str]:
    """What each status is called."""
    return {
        400: _("Invalid request"),
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        409: _("Conflict"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("Not JSON"),
        422: _("Key used before"),
        424: _("Failed before"),
        429: _("Too many requests"),
        503: _("Busy"),
    }
