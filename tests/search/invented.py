"""Documents invented for tests of the engine."""

import datetime as dt
from typing import Any

from uuid6 import uuid7

from search.analysis import Document

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def ident() -> str:
    """A new id."""
    return uuid7().hex


def document(body: str, **more: Any) -> Document:
    """A post in an audience of its own unless said otherwise."""
    key = more.pop("key", f"post:{ident()}")
    values: dict[str, Any] = {"type": "post", "audience": ident(), "open": True, "title": "", "when": NOON} | more
    return Document(key=key, body=body, **values)
