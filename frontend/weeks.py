"""The days of a week in the order of its reader: 0 is Monday, and the first one is theirs to choose."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

DAYS = 7
_first: ContextVar[int] = ContextVar("first day of the week", default=0)


@contextmanager
def beginning(day: int) -> Iterator[None]:
    """While a page is made, weeks begin on this day; as its language and its zone are chosen."""
    before = _first.set(day)
    try:
        yield
    finally:
        _first.reset(before)


def first_day() -> int:
    """The day on which the reader's week begins."""
    return _first.get()


def days() -> tuple[int, ...]:
    """The days of a week, in the reader's order."""
    return tuple((first_day() + number) % DAYS for number in range(DAYS))
