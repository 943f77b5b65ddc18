"""In what order matches are shown: BM25 over what the reader sees, newest first among equals; and one page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.analysis import DAY, TYPES, unpack_id, unpack_name
from search.codec import WEIGHT_STEP
from search.matching import PHRASED, Criteria, Part, Scope, parts
from search.query import Node, Phrase, leaves
from search.rights import Shorts, short
from search.segments import NOTHING, Segment

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

_K1, _B = 1.2, 0.75
_FRESH, _FRESH_DAYS = 0.25, 90.0


@dataclass(frozen=True, slots=True)
class Match:
    """A document that matches, named by its key; ``order`` is its sort key, descending."""

    key: str
    type: str
    id: str
    audience: str
    thread: str
    order: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Matches of all segments side by side: the sort key, the segment's place, the document's number in it."""

    order: Shorts
    owner: npt.NDArray[np.uint16]
    number: npt.NDArray[np.uint32]

    def at(self, places: Places) -> "_Rows":
        return _Rows(self.order[places], self.owner[places], self.number[places])


def page(scopes: Sequence[Scope], criteria: Criteria) -> tuple[tuple[Match, ...], bool]:
    """The page of found documents that follows ``criteria.after``, in order, and whether more follow."""
    if not scopes:
        return (), False
    rows = _rows(scopes, criteria)
    if criteria.after is not None:
        rows = _following(scopes, rows, criteria.after)
    wanted = criteria.limit + 1
    if len(rows.order) > wanted:
        edge = np.partition(rows.order, len(rows.order) - wanted)[len(rows.order) - wanted]
        rows = rows.at(np.flatnonzero(rows.order >= edge))
    keys = _keys(scopes, rows)
    best = np.lexsort((keys, rows.order))[::-1][:wanted]
    shown = best[: criteria.limit]
    matches = tuple(
        _match(scopes[rows.owner[at]].segment, int(rows.number[at]), (int(rows.order[at]), int(keys[at])))
        for at in shown
    )
    return matches, len(best) > criteria.limit


def _rows(scopes: Sequence[Scope], criteria: Criteria) -> _Rows:
    by_score = criteria.node is not None and not criteria.newest_first
    scores = _scores(scopes, criteria) if by_score else None
    order, owner = [], []
    for place, scope in enumerate(scopes):
        moments = scope.segment.take("when", scope.found).astype(np.uint64)
        if scores is not None:  # the bits of a positive float sort like the float
            moments //= np.uint64(1_000)
            moments |= scores[place].view(np.uint32).astype(np.uint64) << np.uint64(32)
        order.append(moments)
        owner.append(np.full(len(moments), place, np.uint16))
    return _Rows(np.concatenate(order), np.concatenate(owner), np.concatenate([scope.found for scope in scopes]))


def _following(scopes: Sequence[Scope], rows: _Rows, after: tuple[int, int]) -> _Rows:
    last, key = np.uint64(after[0]), np.uint64(after[1])
    later = rows.order < last
    tied = np.flatnonzero(rows.order == last)
    later[tied] = _keys(scopes, rows.at(tied)) < key
    return rows.at(np.flatnonzero(later))


def _keys(scopes: Sequence[Scope], rows: _Rows) -> Shorts:
    """64 bits of each document's id and audience, to order equals."""
    keys = np.zeros(len(rows.order), np.uint64)
    for place in np.unique(rows.owner):
        mine = rows.owner == place
        segment = scopes[place].segment
        numbers = rows.number[mine]
        keys[mine] = short(segment.take("id", numbers)) ^ (short(segment.take("audience", numbers)) >> np.uint64(1))
    return keys


def _scores(scopes: Sequence[Scope], criteria: Criteria) -> list[Scores]:
    """The score of each found document, a little higher for what is new."""
    documents = max(sum(scope.count for scope in scopes), 1)
    average = max(sum(scope.words for scope in scopes) / documents, 1.0)
    lists = _scored_lists(criteria.node)
    rarity = {part: _rarity(scopes, part, documents) for part in lists}
    scored = []
    for scope in scopes:
        dense = np.zeros(scope.segment.size, np.float32)
        member = np.zeros(scope.segment.size, bool)
        member[scope.found] = True
        for part, boost in lists.items():
            ids, weights = scope.lists.get(part, NOTHING)
            kept = member[ids]
            some = ids[kept]
            often = weights[kept].astype(np.float32) * np.float32(WEIGHT_STEP)
            length = scope.segment.take("length", some).astype(np.float32)
            damped = np.float32(_K1) * (1 - _B + _B * length / np.float32(average))
            dense[some] += np.float32(boost * rarity[part] * (_K1 + 1)) * (often / (often + damped))
        age = np.maximum(float(criteria.today) - scope.segment.take("when", scope.found), 0) / DAY
        scored.append(dense[scope.found] * (1 + _FRESH * np.exp2(-age / _FRESH_DAYS)).astype(np.float32))
    return scored


def _scored_lists(node: Node | None) -> dict[Part | Phrase, float]:
    lists: dict[Part | Phrase, float] = {}
    for leaf in leaves(node):
        if isinstance(leaf, Phrase):
            lists[leaf] = PHRASED
        else:
            lists |= {part: part.boost for part in parts(leaf)}
    return lists


def _rarity(scopes: Sequence[Scope], part: Part | Phrase, documents: int) -> float:
    """The inverse document frequency of a list over the visible documents."""
    seen = sum(int(np.count_nonzero(scope.visible[scope.lists.get(part, NOTHING)[0]])) for scope in scopes)
    return float(np.log1p((documents - seen + 0.5) / (seen + 0.5)))


def _match(segment: Segment, number: int, order: tuple[int, int]) -> Match:
    def value(column: str) -> Any:
        return segment.take(column, np.array([number], np.uint32))[0]

    kind = TYPES[value("type")]
    packed = bytes(value("id"))
    ident = unpack_name(packed) if kind == "case" else unpack_id(packed)
    audience = unpack_id(bytes(value("audience")))
    key = f"{kind}:{ident}@{audience}" if value("face") else f"{kind}:{ident}"
    return Match(key, kind, ident, audience, unpack_id(bytes(value("thread"))), order)
