"""Compares the index with the database, document by document: what it lacks, holds otherwise, or has too much."""

from dataclasses import dataclass

from esn.core import events
from esn.core.events import Position
from search import documents
from search.analysis import key_hash
from search.changes import changes
from search.documents import concerned
from search.engines import chosen

BATCH = 1_000
NAMED = 20  # keys of each kind that are told


@dataclass(frozen=True)
class Differences:
    """How many documents the database has, how many the index lacks, holds otherwise, and holds beyond them.

    ``following`` are those that the log names after the place of the index: it is on its way to them, and nothing is
    said of them. Of what is missing or stale, the first keys.
    """

    documents: int
    missing: int
    stale: int
    surplus: int
    following: int
    missing_keys: tuple[str, ...] = ()
    stale_keys: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the index holds what the database does."""
        return not (self.missing or self.stale or self.surplus)


def verify() -> Differences:
    """Compare all there is; BrokenIndexError when there is no index that can be read."""
    held = chosen().held()
    number = 0
    missing: list[str] = []
    stale: list[str] = []
    for document in documents.everything():
        number += 1
        state = held.compare(document)
        if state is not None:
            (missing if state == "missing" else stale).append(document.key)
    # Asked last: what happened while we compared is on its way into the index.
    moving = _moving(held.place)
    missing = [key for key in missing if key.partition("@")[0] not in moving]
    stale = [key for key in stale if key.partition("@")[0] not in moving]
    surplus = held.unseen() - {key_hash(key) for key in moving}
    return Differences(
        number, len(missing), len(stale), len(surplus), len(moving), tuple(missing[:NAMED]), tuple(stale[:NAMED])
    )


def _moving(place: Position) -> set[str]:
    """The keys of what the log names after a place, and of what hangs on it."""
    moving: set[str] = set()
    while batch := events.after(place, BATCH):
        moving |= set(concerned(changes(batch)))
        place = batch[-1].place
    return moving
