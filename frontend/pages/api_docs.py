"""The readable documentation of the REST API, drawn from its own OpenAPI description without any script."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from esn.core import asyncapi
from esn.core.rendering import as_json

METHODS = ("get", "post", "patch", "put", "delete")

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body or a shape."""

    name: str
    kind: str
    shape: str
    required: bool
    says: str


@dataclass(frozen=True)
class Answer:
    """One status that an endpoint may answer."""

    status: str
    says: str
    shape: str


@dataclass(frozen=True)
class Endpoint:
    """One method of one path."""

    key: str
    method: str
    path: str
    says: str
    deprecated: bool
    parameters: tuple[Field, ...]
    body: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Shape:
    """A named object of the API."""

    name: str
    says: str
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True)
class Message:
    """A fact, or what the socket says besides."""

    key: str
    name: str
    says: str
    fields: tuple[Field, ...]
    example: str


def docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint by its first word, then every shape."""
    endpoints, shapes = _read()
    context = {"sections": endpoints, "shapes": shapes, "messages": _messages()}
    return render(request, "pages/api_docs.html", context)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The description of the API, in OpenAPI 3.1."""
    return HttpResponse(_as_sent(), content_type="application/vnd.oai.openapi+json")


@functools.cache
def _as_sent() -> bytes:
    """The description of this process, made once: it cannot change while it runs. Its words are English."""
    with translation.override("en"):
        return as_json(SchemaGenerator().get_schema(request=None, public=True))


@require_safe
def events_schema(request: HttpRequest) -> HttpResponse:
    """The description of the events and of the socket, in AsyncAPI 3."""
    return HttpResponse(as_json(asyncapi.document(title=settings.SITE_NAME)), content_type="application/json")


@functools.cache
def _messages() -> tuple[tuple[str, tuple[Message, ...]], ...]:
    """What arrives by itself, what is told besides, and what a client says, each by its name."""
    found = asyncapi.document(title="")["components"]["messages"]
    kinds = ("fact", "told", "said")
    return tuple(
        (kind, tuple(_message(key, one) for key, one in found.items() if key.startswith(f"{kind}."))) for kind in kinds
    )


def _message(key: str, node: Node) -> Message:
    payload = node["payload"]
    shown = payload["properties"]["data"] if key.startswith("fact.") else payload
    fields = tuple(
        Field(name, _kind(one), "", name in shown.get("required", ()), "")
        for name, one in shown.get("properties", {}).items()
        if name != "type"
    )
    return Message(key, node["name"], node["summary"], fields, _pretty(node["examples"][0]["payload"]))


def _pretty(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)


@functools.cache
def _read() -> tuple[tuple[tuple[str, tuple[Endpoint, ...]], ...], tuple[Shape, ...]]:
    """Every endpoint by its first word, then every shape."""
    described: Node = json.loads(_as_sent())
    sections: dict[str, list[Endpoint]] = {}
    for path, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                sections.setdefault(path.split("/")[3], []).append(_endpoint(path, method, item[method]))
    shapes = tuple(_shape(name, node) for name, node in sorted(described["components"]["schemas"].items()))
    return tuple((name, tuple(found)) for name, found in sorted(sections.items())), shapes


def _endpoint(path: str, method: str, node: Node) -> Endpoint:
    return Endpoint(
        key=node["operationId"],
        method=method.upper(),
        path=path,
        says=node.get("description", ""),
        deprecated=node.get("deprecated", False),
        parameters=tuple(
            Field(one["name"], _kind(one["schema"]), "", one.get("required", False), one.get("description", ""))
            for one in node.get("parameters", ())
        ),
        body=_shape_name(_content(node.get("requestBody", {}))),
        answers=tuple(
            Answer(status, one.get("description", ""), _shape_name(_content(one)))
            for status, one in node["responses"].items()
        ),
    )


def _shape(name: str, node: Node) -> Shape:
    required = node.get("required", ())
    fields = tuple(
        Field(field, _kind(one), _shape_name(one), field in required, one.get("description", ""))
        for field, one in node.get("properties", {}).items()
    )
    says = node.get("description", "") or ", ".join(map(str, node.get("enum", ())))
    return Shape(name, says, fields, "".join(_pretty(one) for one in node.get("examples", ())))


def _content(node: Node) -> Node:
    """The schema of a body in JSON, or nothing."""
    for media in node.get("content", {}).values():
        found: Node = media.get("schema", {})
        return found
    return {}


def _kind(node: Node) -> str:
    """What a value is, in a word or two."""
    if "enum" in node:
        return " | ".join(map(str, node["enum"]))
    if isinstance(node.get("type"), list):
        return " | ".join(_kind({**node, "type": one}) for one in node["type"])
    if node.get("type") == "array":
        return f"[{_kind(node['items'])}]"
    if "const" in node:
        return str(node["const"])
    if "additionalProperties" in node and isinstance(node["additionalProperties"], Mapping):
        return f"{{name: {_kind(node['additionalProperties'])}}}"
    named = node.get("format") if node.get("type") != "null" else None
    return str(named or node.get("type") or _shape_name(node))


def _shape_name(node: Node) -> str:
    """The name of the shape behind a schema, through lists and alternatives."""
    if "$ref" in node:
        return str(node["$ref"]).rsplit("/", 1)[1]
    inner = [node.get("items"), node.get("additionalProperties")]
    inner += [*node.get("allOf", ()), *node.get("oneOf", ()), *node.get("anyOf", ())]
    return next((name for one in inner if isinstance(one, Mapping) and (name := _shape_name(one))), "")
