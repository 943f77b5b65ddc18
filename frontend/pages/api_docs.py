"""The readable documentation of the REST API, drawn from its own OpenAPI description without any script."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

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
    parameters: tuple[Field, ...]
    body: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Shape:
    """A named object of the API."""

    name: str
    says: str
    fields: tuple[Field, ...]


def docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint by its first word, then every shape."""
    endpoints, shapes = _read()
    return render(request, "pages/api_docs.html", {"sections": endpoints, "shapes": shapes})


@functools.cache
def _read() -> tuple[tuple[tuple[str, tuple[Endpoint, ...]], ...], tuple[Shape, ...]]:
    """The description of this process, read once: it cannot change while it runs."""
    schema: Node = SchemaGenerator().get_schema(request=None, public=True)
    sections: dict[str, list[Endpoint]] = {}
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                sections.setdefault(path.split("/")[3], []).append(_endpoint(path, method, item[method]))
    shapes = tuple(_shape(name, node) for name, node in sorted(schema["components"]["schemas"].items()))
    return tuple((name, tuple(found)) for name, found in sorted(sections.items())), shapes


def _endpoint(path: str, method: str, node: Node) -> Endpoint:
    return Endpoint(
        key=node["operationId"],
        method=method.upper(),
        path=path,
        says=node.get("description", ""),
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
    return Shape(name, node.get("description", "") or ", ".join(map(str, node.get("enum", ()))), fields)


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
    if node.get("type") == "array":
        return f"[{_kind(node['items'])}]"
    if "additionalProperties" in node and isinstance(node["additionalProperties"], Mapping):
        return f"{{name: {_kind(node['additionalProperties'])}}}"
    return str(node.get("format") or node.get("type") or _shape_name(node))


def _shape_name(node: Node) -> str:
    """The name of the shape behind a schema, through lists and alternatives."""
    if "$ref" in node:
        return str(node["$ref"]).rsplit("/", 1)[1]
    inner = [node.get("items"), node.get("additionalProperties")]
    inner += [*node.get("allOf", ()), *node.get("oneOf", ()), *node.get("anyOf", ())]
    return next((name for one in inner if isinstance(one, Mapping) and (name := _shape_name(one))), "")
