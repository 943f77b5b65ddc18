"""Pages of a list: a tuple of results and opaque cursors to the neighbouring pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.utils.translation import gettext as _

from esn.core.errors import Invalid

PAGE_SIZE = 20
PAGE_LIMIT = 100

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some results of a list, in order; ``next`` and ``previous`` are cursors or None at the ends."""

    results: tuple[T, ...]
    next: str | None = None
    previous: str | None = None

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page with each result changed."""
        return Page(tuple(map(change, self.results)), self.next, self.previous)


def seal(listing: str, viewer_id: str, key: Sequence[Any]) -> str:
    """A cursor into one list of one person; ``key`` is the sort key of the row beside the page."""
    return signing.dumps(list(key), salt=f"page:{listing}:{viewer_id}")


def unseal(listing: str, viewer_id: str, cursor: str) -> list[Any]:
    """The sort key inside a cursor; Invalid for one that was changed, or made for another list or person."""
    try:
        key: list[Any] = signing.loads(cursor, salt=f"page:{listing}:{viewer_id}")
    except signing.BadSignature:
        raise Invalid.field(
            "cursor", "bad_cursor", _("This place in the list is unknown. Start again from its top.")
        ) from None
    return key
