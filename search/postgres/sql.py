"""Pieces of SQL with their parameters: what anybody typed is only ever a parameter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL: its text is written in this package, its parameters come from anywhere."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} {other.text}", self.params + other.params)


def said(text: str, *params: Any) -> Sql:
    """A piece with its parameters, in their order."""
    return Sql(text, params)


def array(ids: Iterable[str]) -> str:
    """Ids of ours as PostgreSQL writes an array of text: they are letters and digits."""
    return "{" + ",".join(ids) + "}"


def joined(between: str, pieces: Iterable[Sql]) -> Sql:
    """Some pieces with a word between them."""
    some = list(pieces)
    return Sql(between.join(piece.text for piece in some), tuple(one for piece in some for one in piece.params))


def rows(asked: Sql) -> list[tuple[Any, ...]]:
    """What a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(asked.text, asked.params)
        return list(cursor.fetchall())


def row(asked: Sql) -> tuple[Any, ...]:
    """The only row of an answer."""
    return rows(asked)[0]
