"""The description of what arrives by itself (AsyncAPI 3), made from the facts and from what the socket says."""

import dataclasses
import datetime as dt
import types
import typing
from typing import Any

from esn.core.events import Fact

Node = dict[str, Any]

_TEXT: Node = {"type": "string"}
_ID = "0198f0c2a4b17d3e9c5a6b7c8d9e0f12"
_MOMENT = "2026-11-22T09:30:00Z"

# What a client says and is told besides facts: the type, what it means, and its fields.
SAID: dict[str, tuple[str, Node]] = {
    "hello": (
        "The first word of a client, within ten seconds: the cursor from which to go on (none: from now on), and the "
        "audiences of the page in view, at most 100.",
        {"since": {"type": ["string", "null"], "maxLength": 100}, "view": {"type": "array", "items": _TEXT}},
    ),
    "view": ("Another page is in view.", {"audiences": {"type": "array", "items": _TEXT, "maxItems": 100}}),
    "viewing": (
        "The case on the page, to be seen there and to see who else is; without a case, to be seen there no more.",
        {"case": _TEXT, "side": _TEXT, "typing": {"type": "boolean"}},
    ),
    "here": ("Somebody does something, and counts as active for some minutes.", {}),
    "ping": ("A sign of life, which is answered.", {}),
}
TOLD: dict[str, tuple[str, Node]] = {
    "hello": ("The answer to a hello: the cursor from which facts follow.", {"cursor": _TEXT, "person": _TEXT}),
    "reset": (
        "The cursor is unknown, or older than the log: fetch the snapshot, and go on from this cursor.",
        {"cursor": _TEXT, "code": _TEXT, "detail": _TEXT, "snapshot": _TEXT},
    ),
    "resync": ("The client was too slow and missed facts: ask for them after its last cursor.", {}),
    "pong": ("The answer to a ping.", {}),
    "error": ("A message was not understood, or not allowed; the socket lives on.", {"code": _TEXT, "detail": _TEXT}),
}
_EXAMPLES = {
    "since": None,
    "view": [_ID],
    "audiences": [_ID],
    "case": "C-2026-483915",
    "typing": True,
    "side": "internal",
    "person": _ID,
    "cursor": "opaque-cursor",
    "snapshot": "/api/v1/snapshot/",
    "code": "bad_cursor",
    "detail": "This cursor is unknown here.",
}


def facts() -> list[type[Fact]]:
    """Every kind of fact that the log can hold, by its name."""
    ours = [fact for fact in Fact.__subclasses__() if fact.__module__.endswith(".events")]
    return sorted(ours, key=lambda fact: fact.type)


def document(*, title: str) -> Node:
    """The whole description."""
    messages = {_key(fact.type): _fact(fact) for fact in facts()}
    told = {f"told.{name}": _frame(name, *about) for name, about in TOLD.items()}
    said = {f"said.{name}": _frame(name, *about) for name, about in SAID.items()}
    everything = {**messages, **told, **said}
    channel = {name: {"$ref": f"#/components/messages/{name}"} for name in everything}
    heard = [*messages, *told]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{title}: events",
            "version": "1",
            "description": (
                "What happens, as it happens, to who may read it. A fact holds ids and codes, never words: fetch the "
                "object as yourself. Facts come in order, each once for a socket; `cursor` says where to go on, over a "
                "socket (`hello`), over server-sent events (`Last-Event-ID`) or over REST (`events/?after=`). Close "
                "codes: 4001 no living credential, 4003 "
                "refused, 4008 too slow."
            ),
        },
        "channels": {
            "device": _channel("/ws/v1/device", "Devices: `Authorization: Bearer`, cookies are ignored.", channel),
            "page": _channel("/ws/v1/live", "Browsers: their session, from pages of this site alone.", channel),
            "stream": _channel(
                "/api/v1/live/",
                "Server-sent events, where sockets are refused: a bearer, or the session of a page. The `data` of each "
                "event is a message, its `id` the cursor. Come back with it in `Last-Event-ID`, or with `after` in the "
                "address; `view` there names up to 100 audiences.",
                {name: channel[name] for name in heard},
            ),
        },
        "operations": {
            f"{verb}_{place}": {
                "action": {"hear": "send", "say": "receive"}[verb],
                "channel": {"$ref": f"#/channels/{place}"},
                "messages": [{"$ref": f"#/channels/{place}/messages/{name}"} for name in names],
            }
            for place in ("device", "page", "stream")
            for verb, names in (("hear", heard), ("say", list(said)))
            if place != "stream" or verb == "hear"
        },
        "components": {"messages": everything},
    }


def _channel(address: str, says: str, messages: Node) -> Node:
    return {"address": address, "description": says, "messages": messages}


def _key(kind: str) -> str:
    return f"fact.{kind}"


def _fact(fact: type[Fact]) -> Node:
    hints = typing.get_type_hints(fact)
    shown = [one for one in dataclasses.fields(fact) if one.name != "audience_id"]
    data = {one.name: _shape(hints[one.name]) for one in shown}
    always = [one.name for one in shown if one.default is dataclasses.MISSING]
    sample = {name: _sample(name, data[name]) for name in always}
    return {
        "name": fact.type,
        "summary": " ".join((fact.__doc__ or "").split()),
        "payload": {
            "type": "object",
            "required": ["cursor", "type", "audience", "at", "data"],
            "properties": {
                "cursor": _TEXT,
                "type": {"const": fact.type},
                "audience": _TEXT,
                "at": {"type": "string", "format": "date-time"},
                "data": {"type": "object", "properties": data, "required": always},
            },
        },
        "examples": [
            {
                "payload": {
                    "cursor": "opaque-cursor",
                    "type": fact.type,
                    "audience": _ID,
                    "at": _MOMENT,
                    "data": sample,
                }
            }
        ],
    }


def _frame(name: str, says: str, fields: Node) -> Node:
    sample = {field: _EXAMPLES.get(field, field) for field in fields}
    return {
        "name": name,
        "summary": says,
        "payload": {"type": "object", "required": ["type"], "properties": {"type": {"const": name}, **fields}},
        "examples": [{"payload": {"type": name, **sample}}],
    }


_SHAPES: dict[Any, Node] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    dt.datetime: {"type": "string", "format": "date-time"},
}


def _shape(hint: Any) -> Node:
    """The JSON of a field of a fact; what may be missing is left out when it is."""
    if isinstance(hint, types.UnionType):
        hint = next(one for one in typing.get_args(hint) if one is not type(None))
    if hint in _SHAPES:
        return _SHAPES[hint]
    if typing.get_origin(hint) in (tuple, list, frozenset, set):
        return {"type": "array", "items": _shape(typing.get_args(hint)[0])}
    return {}


def _sample(name: str, shape: Node) -> Any:
    match shape.get("type"):
        case "string":
            return _MOMENT if "format" in shape else _ID if name == "id" or name.endswith("_id") else name
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case "array":
            return [_sample(name, shape["items"])]
    return {}
