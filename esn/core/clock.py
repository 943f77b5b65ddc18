"""The present moment, as every action reads it; imports and the demo may play the past."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_played: ContextVar[dt.datetime | None] = ContextVar("played_moment", default=None)


def now() -> dt.datetime:
    """The present moment in UTC."""
    return _played.get() or dt.datetime.now(dt.UTC)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let everything inside happen at another moment (aware of its zone)."""
    token = _played.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _played.reset(token)
