"""Opaque identifiers: a UUIDv7 in 32 hexadecimal digits, kept as text on every database."""

import re
import secrets
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from uuid6 import uuid7

LENGTH = 32
_SHAPE = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """A new time-ordered id (RFC 9562, version 7)."""
    return uuid7().hex


def random_id() -> str:
    """A new id that tells nothing, not even its time: 128 random bits."""
    return secrets.token_hex(16)


def is_id(text: str) -> bool:
    """Whether the text has the shape of an id; anything else names no row."""
    return _SHAPE.fullmatch(text) is not None


if TYPE_CHECKING:
    Text = models.CharField[str, str]  # the stubs know the types of a field, Django's own class does not
else:
    Text = models.CharField


class IdField(Text):
    """A column that holds an id as text, compared byte by byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave the fixed length out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Compare ids by bytes: PostgreSQL would otherwise use the language's order."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
