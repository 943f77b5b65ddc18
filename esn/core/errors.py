"""The four errors that actions and queries raise; each door maps them once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field: a stable code and a sentence in the reader's language."""

    code: str
    detail: str


class NotFound(Exception):
    """Absent, invisible or malformed: the three are never told apart."""


class NotAllowed(Exception):
    """The viewer sees the object and may not do this to it."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Conflict(Exception):
    """The present state of the object forbids it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Stale(Exception):
    """The edit was made against an older revision than the present one."""


class Invalid(Exception):
    """The input is wrong; ``fields`` says where and why (the empty name speaks of the whole input)."""

    def __init__(self, fields: Mapping[str, Sequence[Problem]]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields

    @classmethod
    def field(cls, name: str, code: str, detail: str) -> "Invalid":
        """An error of a single field."""
        return cls({name: [Problem(code, detail)]})
