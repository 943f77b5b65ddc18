"""What every ``api.py`` shares: reading requests strictly, answering with summaries, one answer for each error."""

import dataclasses
import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from esn.core import idempotency
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem, Stale
from esn.core.pages import PAGE_LIMIT, PAGE_SIZE

BODY_LIMIT = 256 * 1024  # bytes of JSON
DEPTH_LIMIT = 32
PROBLEM = "application/problem+json"
ID = r"[0-9a-f]{32}"

# Control characters have no place in what a person writes; line ends and tabs do.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


# Reading --------------------------------------------------------------------------------------------------------------
class BodyTooLarge(exceptions.APIException):
    """The body has more bytes than an endpoint reads."""

    status_code = 413
    default_code = "body_too_large"


class StrictJSONParser(BaseParser):
    """JSON of at most 256 KB and 32 levels, without NaN, Infinity or repeated names."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The value in the body; ParseError when it is not strict JSON."""
        body = stream.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise BodyTooLarge(_("The body has more than 256 KB. Nothing was kept; send less."))
        try:
            value = json.loads(
                body.decode(), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_named_once
            )
        except (ValueError, RecursionError):
            raise exceptions.ParseError(_("The body is not valid JSON. Nothing was kept.")) from None
        if _depth(value) > DEPTH_LIMIT:
            raise exceptions.ParseError(_("The JSON is nested deeper than 32 levels. Nothing was kept."))
        return value


class JSONAlways(BaseContentNegotiation):
    """Answer in JSON whatever the Accept header asks for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The only parser, when the media type is JSON."""
        media_type = (request.content_type or "").split(";")[0].strip()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The only renderer."""
        return renderers[0], renderers[0].media_type


class Text(serializers.CharField):
    """A text field that takes text only: no number, no control character, no lone surrogate."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text itself."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("This must be text."), code="not_text")
        if _CONTROL.search(data):
            raise serializers.ValidationError(_("This holds characters that cannot be shown."), code="control")
        return super().to_internal_value(data)


class Id(Text):
    """The id of an object; whether it exists for the reader is decided by the action."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(**kwargs)


class Flag(serializers.BooleanField):
    """True or false, and no word that looks like them."""

    def to_internal_value(self, data: Any) -> bool:
        """The value itself."""
        if not isinstance(data, bool):
            raise serializers.ValidationError(_("This must be true or false."), code="not_boolean")
        return data


class Moment(serializers.DateTimeField):
    """A moment in RFC 3339; without a zone it is in UTC. Only years that somebody here can mean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=dt.UTC, **kwargs)

    def to_internal_value(self, data: Any) -> dt.datetime:
        """The moment itself, in UTC."""
        moment: dt.datetime = super().to_internal_value(data)
        if not 1900 < moment.year < 2200:
            raise serializers.ValidationError(_("This moment is too far away."), code="out_of_range")
        return moment


def read(form: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The validated body of a request; Invalid with every field that is wrong."""
    data = request.data
    if not isinstance(data, dict):
        raise Invalid.field("", "not_object", _("The body must be a JSON object."))
    filled = form(data=data, partial=partial)
    if not filled.is_valid():
        raise Invalid(_problems(filled.errors))
    values: dict[str, Any] = filled.validated_data
    return values


@dataclasses.dataclass(frozen=True)
class Listing:
    """What a request asks of a list: its place, its length and its filters."""

    cursor: str | None
    limit: int
    filters: dict[str, str]


def listing(request: Request, *filters: str) -> Listing:
    """The query string of a list; Invalid for an unknown filter or a length outside 1 to 100."""
    asked = {name: request.query_params[name] for name in request.query_params}
    unknown = asked.keys() - {"cursor", "limit", *filters}
    if unknown:
        raise Invalid({name: [Problem("unknown_filter", _("This filter is unknown."))] for name in sorted(unknown)})
    for name, value in asked.items():
        if _CONTROL.search(value):
            raise Invalid.field(name, "control", _("This holds characters that cannot be shown."))
    limit = asked.pop("limit", str(PAGE_SIZE))
    if not limit.isascii() or not limit.isdigit() or len(limit) > 3 or not 1 <= int(limit) <= PAGE_LIMIT:
        raise Invalid.field("limit", "out_of_range", _("A page has 1 to 100 results."))
    return Listing(asked.pop("cursor", None) or None, int(limit), asked)


def choice(filters: Mapping[str, str], name: str, allowed: Collection[str], default: str) -> str:
    """One of the allowed words of a filter."""
    value = filters.get(name, default)
    if value not in allowed:
        raise Invalid.field(
            name, "unknown_choice", _("This must be one of: %(words)s.") % {"words": ", ".join(allowed)}
        )
    return value


def moment(filters: Mapping[str, str], name: str) -> dt.datetime | None:
    """A moment of a filter, from RFC 3339 or a bare date (its midnight in UTC)."""
    text = filters.get(name)
    if not text:
        return None
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Invalid.field(name, "not_a_time", _("This must be a date or a time, like 2026-11-21.")) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)


def if_match(request: Request) -> int | None:
    """The revision that an edit was made against, from If-Match; Stale when it cannot be one of ours."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    revision = header.strip().removeprefix("W/").strip('"')
    if not revision.isascii() or not revision.isdigit() or len(revision) > 9:
        raise Stale
    return int(revision)


# Answering ------------------------------------------------------------------------------------------------------------
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


# Errors ---------------------------------------------------------------------------------------------------------------
def problem(status: int, code: str, detail: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Response:
    """An answer in the shape of RFC 9457."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _titles().get(status, ""),
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
    answer = _answers.get(type(error))
    return answer(error) if answer else None


def _invalid(error: Invalid) -> Response:
    fields = {name: [dataclasses.asdict(one) for one in found] for name, found in error.fields.items()}
    return problem(400, "invalid", _("Something in the request is not right. Nothing was changed."), fields)


def _conflict(error: Conflict) -> Response:
    soon = {"Retry_After": "2"} if error.code == "key_running" else {}
    return problem(409, error.code, error.detail, None, **soon)


_answers: dict[type[Exception], Callable[[Any], Response]] = {
    NotFound: lambda _error: problem(404, "not_found", _("There is nothing here.")),
    Http404: lambda _error: problem(404, "not_found", _("There is nothing here.")),
    NotAllowed: lambda error: problem(403, "not_allowed", error.detail or _("You may not do this.")),
    Invalid: _invalid,
    Conflict: _conflict,
    Stale: lambda _error: problem(
        412, "stale", _("Somebody changed this meanwhile. Read it again, then repeat your change.")
    ),
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
        answer.data["title"] = _titles()[401]
        answer["WWW-Authenticate"] = "Bearer"
    wait = getattr(error, "wait", None)
    if wait is not None:
        answer["Retry-After"] = str(int(wait) + 1)
    return answer


def _titles() -> dict[int, str]:
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
        429: _("Too many requests"),
        503: _("Busy"),
    }


def _problems(errors: Any) -> dict[str, list[Problem]]:
    return {str(name): list(_flat(found)) for name, found in errors.items()}


def _flat(found: Any) -> list[Problem]:
    if isinstance(found, Mapping):
        return [one for inner in found.values() for one in _flat(inner)]
    return [
        one
        for item in found
        for one in (_flat(item) if isinstance(item, (Mapping, list)) else [Problem(str(item.code), _told(item))])
    ]


def _told(detail: Any) -> str:
    """A sentence of the framework, which may repeat the input: shortened, and without what UTF-8 cannot say."""
    return str(detail)[:300].encode(errors="replace").decode()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name is repeated")
    return named


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= DEPTH_LIMIT:
        depth += 1
        level = [
            inner
            for item in level
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return depth
