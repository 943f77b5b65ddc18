"""What an event of the log means for the index: which documents to read again, which audiences may have opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from esn.core.events import Entry

_KINDS = {"post": "post", "case": "case", "customer": "customer", "person": "person", "group": "group"}
_AUDIENCE = "audience.changed"
_CUSTOMER = "customer.changed"


@dataclass(slots=True)
class Changes:
    """Keys of documents with the place of the newest event about each, audiences changed as a whole, customers."""

    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    audiences: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)


def changes(entries: Iterable[Entry]) -> Changes:
    """What some events, in order, mean for the index."""
    told = Changes()
    for entry in entries:
        ident = str(entry.data.get("id", ""))
        if entry.type == _AUDIENCE:
            told.audiences.add(ident)
            continue
        kind = _KINDS.get(entry.type.partition(".")[0])
        if kind and ident:
            key = f"{kind}:{ident}"
            told.keys.pop(key, None)  # the newest last
            told.keys[key] = entry.place
        if entry.type == _CUSTOMER:
            told.customers.add(ident)
    return told
