"""An example for each shape of the API, made from the shape itself, so that none can lag behind."""

from collections.abc import Iterator, Mapping
from typing import Any

from esn.core import problems

Node = dict[str, Any]

_ID = "0198f0c2a4b17d3e9c5a6b7c8d9e0f12"
_DEEPEST = 6

# What a text of this name looks like; whatever is not here is called by its name.
_TEXTS = {
    "id": _ID,
    "ref": "C-2026-483915",
    "case": "C-2026-483915",
    "name": "Ana Martin",
    "handle": "ana",
    "username": "ana",
    "password": "a quiet harbour at six",
    "device": "Ana’s phone",
    "code": "not_found",
    "body": "The carrier comes on the 14th, in the morning.",
    "text": "The carrier comes on the 14th, in the morning.",
    "html": "<p>The carrier comes on the 14th, in the morning.</p>",
    "title": "Wardrobe without doors",
    "language": "fr",
    "time_zone": "Europe/Paris",
    "week_start": "monday",
    "email": "ana@example.org",
    "phone": "+33199004187",
    "country": "FR",
    "emoji": "👍",
    "next": "opaque-cursor",
    "previous": "opaque-cursor",
    "detail": "There is nothing here.",
    "token": "esn_told-this-once",
}
_FORMATS = {
    "date-time": "2026-11-22T09:30:00Z",
    "date": "2026-11-22",
    "time": "09:30:00",
    "uri": "https://esn.example.org/",
    "email": "ana@example.org",
    "uuid": "0198f0c2-a4b1-7d3e-9c5a-6b7c8d9e0f12",
    "binary": "…",
    "duration": "P1D",
}


def with_examples(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """Give every shape of a description an example; a hook of drf-spectacular."""
    shapes = result["components"]["schemas"]
    for name, node in shapes.items():
        _loosen(node)
        if "enum" not in node and name not in ("ProblemDetails", "StaleDetails"):
            node["examples"] = [example(node, shapes)]
    errors = result["components"]["examples"] = problems.examples()
    for name, code in (("ProblemDetails", "invalid"), ("StaleDetails", "stale")):
        if name in shapes:
            shapes[name]["examples"] = [errors[code]["value"]]
    for inline in _inline(result):
        inline["examples"] = [example(inline, shapes)]
    return result


def _loosen(node: Any) -> None:
    """Any of several instead of one alone: one of our shapes may be another one with less in it, or anything."""
    if isinstance(node, dict):
        if isinstance(node.get("oneOf"), list):
            node["anyOf"] = node.pop("oneOf")
        for inner in node.values():
            _loosen(inner)
    elif isinstance(node, list):
        for inner in node:
            _loosen(inner)


def _inline(result: Node) -> Iterator[Node]:
    """The shapes of bodies that have no name."""
    for item in result["paths"].values():
        for operation in item.values():
            for part in (operation.get("requestBody", {}), *operation["responses"].values()):
                for kind, media in part.get("content", {}).items():
                    if kind.endswith("json") and media["schema"].get("type") == "object":
                        yield media["schema"]


def example(node: Mapping[str, Any], shapes: Mapping[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value of a shape; ``name`` is the field that holds it."""
    if "$ref" in node:
        return example(shapes[node["$ref"].rpartition("/")[2]], shapes, name, depth + 1)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in node:
            return _of_several(node[several], shapes, name, depth)
    if "enum" in node:
        return next(one for one in node["enum"] if one not in ("", None))
    if "const" in node:
        return node["const"]
    return _of_type(node, shapes, name, depth)


def _of_several(choices: list[Node], shapes: Mapping[str, Any], name: str, depth: int) -> Any:
    nothing = [one for one in choices if one.get("type") == "null" or one.get("enum") in ([None], [""])]
    real = [one for one in choices if one not in nothing]
    if nothing and depth >= _DEEPEST:
        return None
    return example(real[0], shapes, name, depth)


def _of_type(node: Mapping[str, Any], shapes: Mapping[str, Any], name: str, depth: int) -> Any:
    kinds = node.get("type", "any")
    kind = next(one for one in kinds if one != "null") if isinstance(kinds, list) else kinds
    if isinstance(kinds, list) and depth >= _DEEPEST:
        return None
    match kind:
        case "object":
            return _object(node, shapes, depth)
        case "array":
            item = node.get("items", {})
            if depth >= _DEEPEST:
                return []
            return [example(item, shapes, name.removesuffix("s"), depth + 1)] * max(1, node.get("minItems", 1))
        case "integer" | "number":
            return node.get("minimum", min(1, node.get("maximum", 1)))
        case "boolean":
            return True
        case "string":
            return _text(node, name)
    return {}


def _object(node: Mapping[str, Any], shapes: Mapping[str, Any], depth: int) -> Node:
    made = {field: example(one, shapes, field, depth + 1) for field, one in node.get("properties", {}).items()}
    rest = node.get("additionalProperties")
    if not made and isinstance(rest, Mapping) and rest:
        return {"name": example(rest, shapes, "name", depth + 1)}
    return made


def _text(node: Mapping[str, Any], name: str) -> str:
    if node.get("format") in _FORMATS:
        return _FORMATS[node["format"]]
    text = _TEXTS.get(name) or (_ID if name.endswith("_id") else name.replace("_", " ") or "words")
    return text[: node.get("maxLength", 1000)].ljust(node.get("minLength", 0), ".")
