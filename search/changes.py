"""What an event of the log means for the index: which documents to read again, which audiences may have opened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from esn.core.events import Entry

_KINDS = {
    "post": "post",
    "question": "post",
    "case": "case",
    "customer": "customer",
    "commitment": "promise",
    "fact": "fact",
    "file": "file",
    "person": "person",
    "group": "group",
}
_NAMED = {"poll.closed": "post"}  # of polls nothing else is found
_ABOUT_THE_ROOT = frozenset({"post.deleted", "post.hidden", "post.restored"})  # it may have been the answer
_AUDIENCE = "audience.changed"
_CUSTOMER = "customer.changed"
_PROMISE = "commitment.changed"


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
        for key in _keys(entry, ident):
            told.keys.pop(key, None)  # the newest last
            told.keys[key] = entry.place
        if entry.type == _CUSTOMER:
            told.customers.add(ident)
    return told


def _keys(entry: Entry, ident: str) -> Iterator[str]:
    """The keys of the documents that an event may have changed."""
    kind = _NAMED.get(entry.type) or _KINDS.get(entry.type.partition(".")[0])
    if kind and ident:
        yield f"{kind}:{ident}"
    if entry.type == _PROMISE:
        yield f"case:{entry.data['case']}"  # a partner may have been shown its first one
    root = entry.data.get("root")
    if root and entry.type in _ABOUT_THE_ROOT:
        yield f"post:{root}"
