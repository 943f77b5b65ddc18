"""In what order matches are shown: BM25 over what the reader sees, newest first among equals; and one page of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from search.analysis import DAY, TYPES, unpack_id, unpack_name
from search.codec import WEIGHT_STEP, Ids, Weights
from search.groups import activity
from search.matching import PHRASED, Criteria, Part, Scope, parts
from search.query import Node, Phrase, leaves
from search.rights import Mask, Shorts, codes, short, shorts
from search.segments import NOTHING

Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

K1, B = 1.2, 0.75
FRESH, FRESH_DAYS, CLOSE = 0.25, 90.0, 0.15
_NAMED = ("type", "face", "id", "audience", "thread", "author", "case")


@dataclass(frozen=True, slots=True)
class Match:
    """A document that matches, named by its key; ``order`` is its sort key, descending."""

    key: str
    type: str
    id: str
    audience: str
    thread: str
    author: str
    case: str
    order: tuple[int, int]

    @property
    def group(self) -> str:
        """What it belongs to: its case, or else its thread; "" for what stands alone."""
        return self.case or self.thread

    @property
    def score(self) -> float:
        """How well it matches, where the order is that of scores."""
        return float(np.uint32(self.order[0] >> 32).view(np.float32))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: the place of its scope, and its number in the segment."""

    scope: int
    number: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """Matches of all segments side by side: the sort key, the segment's place, the document's number in it."""

    order: Shorts
    owner: npt.NDArray[np.uint16]
    number: npt.NDArray[np.uint32]

    def at(self, places: Places) -> "_Rows":
        return _Rows(self.order[places], self.owner[places], self.number[places])


@dataclass(frozen=True, slots=True)
class Beyond:
    """What else the reader sees beside the segments: numbers that an order depends on."""

    documents: int = 0
    words: int = 0
    seen: Mapping[Part | Phrase, int] = field(default_factory=dict)  # by list: in how many documents
    newest: Mapping[str, int] = field(default_factory=dict)  # by case or thread: when something last happened


def page(
    scopes: Sequence[Scope], criteria: Criteria, close: frozenset[str] = frozenset(), beyond: Beyond | None = None
) -> tuple[tuple[Match, ...], bool]:
    """The page of found documents that follows ``criteria.after``, in order, and whether more follow.

    ``close`` names the audiences that the reader takes part in: by relevance, what stands there comes a little earlier.
    """
    if not scopes:
        return (), False
    rows = _rows(scopes, _order(scopes, criteria, close, beyond or Beyond()))
    if criteria.after is not None:
        rows = _following(scopes, rows, criteria.after)
    best, more = _first(scopes, rows, criteria.limit)
    return tuple(match for match, _place in best), more


def best(scopes: Sequence[Scope], order: Sequence[Shorts], limit: int) -> list[tuple[Match, Place]]:
    """The found documents with the highest sort keys, one list of keys a scope, each with where it stands."""
    return _first(scopes, _rows(scopes, order), limit)[0] if scopes else []


def _first(scopes: Sequence[Scope], rows: "_Rows", limit: int) -> tuple[list[tuple[Match, Place]], bool]:
    """The first of some rows in order, and whether more follow."""
    wanted = limit + 1
    if len(rows.order) > wanted:
        edge = np.partition(rows.order, len(rows.order) - wanted)[len(rows.order) - wanted]
        rows = rows.at(np.flatnonzero(rows.order >= edge))
    keys = _keys(scopes, rows)
    found = np.lexsort((keys, rows.order))[::-1][:wanted]
    shown = rows.at(found[:limit])
    named = _matches(scopes, shown, keys[found[:limit]])
    stand = (Place(int(owner), int(number)) for owner, number in zip(shown.owner, shown.number, strict=True))
    return list(zip(named, stand, strict=True)), len(found) > limit


def _rows(scopes: Sequence[Scope], order: Sequence[Shorts]) -> _Rows:
    owner = [np.full(len(scope.found), place, np.uint16) for place, scope in enumerate(scopes)]
    return _Rows(np.concatenate(order), np.concatenate(owner), np.concatenate([scope.found for scope in scopes]))


def _order(scopes: Sequence[Scope], criteria: Criteria, close: frozenset[str], beyond: Beyond) -> list[Shorts]:
    """The sort key of each found document."""
    if criteria.by_activity:
        return activity(scopes, beyond.newest)
    if criteria.node is None or criteria.newest_first:
        return [scope.segment.take("when", scope.found).astype(np.uint64) for scope in scopes]
    scored = _scores(scopes, criteria, close, beyond)
    return [by_score(scope, scores) for scope, scores in zip(scopes, scored, strict=True)]


def by_score(scope: Scope, scores: Scores) -> Shorts:
    """Sort keys of the found documents by their scores, which must not be negative; newest first among equals."""
    moments = scope.segment.take("when", scope.found).astype(np.uint64) // np.uint64(1_000)
    keys: Shorts = moments | scores.view(np.uint32).astype(np.uint64) << np.uint64(32)  # its bits sort like the float
    return keys


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


def _scores(scopes: Sequence[Scope], criteria: Criteria, close: frozenset[str], beyond: Beyond) -> list[Scores]:
    """The score of each found document, a little higher for what is new and for what is close to the reader."""
    documents = max(sum(scope.count for scope in scopes) + beyond.documents, 1)
    average = max((sum(scope.words for scope in scopes) + beyond.words) / documents, 1.0)
    lists = scored_lists(criteria.node)
    rare = {part: rarity(documents, seen_in(scopes, part) + beyond.seen.get(part, 0)) for part in lists}
    scored = []
    for scope in scopes:
        dense = np.zeros(scope.segment.size, np.float32)
        member = np.zeros(scope.segment.size, bool)
        member[scope.found] = True
        for part, boost in lists.items():
            ids, weights = scope.lists.get(part, NOTHING)
            kept = member[ids]
            some = ids[kept]
            dense[some] += np.float32(boost * rare[part]) * often(scope, some, weights[kept], average)
        age = np.maximum(float(criteria.today) - scope.segment.take("when", scope.found), 0) / DAY
        raised = (1 + FRESH * np.exp2(-age / FRESH_DAYS)) * (1 + CLOSE * _is_close(scope, close, criteria.near))
        scored.append(dense[scope.found] * raised.astype(np.float32))
    return scored


def _is_close(scope: Scope, close: frozenset[str], customers: frozenset[str]) -> Mask:
    """Which of the found documents stand where the reader takes part, or are about a customer of theirs."""
    is_close: Mask = np.zeros(len(scope.found), bool)
    for column, ids in (("audience", close), ("customer", customers)):
        if ids:
            held = codes(scope.segment, column)
            is_close |= np.isin(held.values, shorts(ids))[held.codes[scope.found]]
    return is_close


def often(scope: Scope, ids: Ids, weights: Weights, average: float) -> Scores:
    """How much a term says of each of some documents: more where it stands often, less in what is long (BM25)."""
    heavy = weights.astype(np.float32) * np.float32(WEIGHT_STEP)
    length = scope.segment.take("length", ids).astype(np.float32)
    damped = np.float32(K1) * (1 - B + B * length / np.float32(average))
    said: Scores = (np.float32(K1 + 1) * heavy / (heavy + damped)).astype(np.float32, copy=False)
    return said


def rarity(documents: int, seen: int) -> float:
    """The inverse document frequency of what stands in so many of the documents."""
    return float(np.log1p((documents - seen + 0.5) / (seen + 0.5)))


def scored_lists(node: Node | None) -> dict[Part | Phrase, float]:
    """The lists that make the score of a query, each with what it counts."""
    lists: dict[Part | Phrase, float] = {}
    for leaf in leaves(node):
        if isinstance(leaf, Phrase):
            lists[leaf] = PHRASED
        else:
            lists |= {part: part.boost for part in parts(leaf)}
    return lists


def seen_in(scopes: Sequence[Scope], part: Part | Phrase) -> int:
    """In how many visible documents a list that was read has something."""
    return sum(int(np.count_nonzero(scope.visible[scope.lists.get(part, NOTHING)[0]])) for scope in scopes)


def _matches(scopes: Sequence[Scope], rows: _Rows, keys: Shorts) -> list[Match]:
    """Some rows as what they name, a segment at a time."""
    found: list[Match | None] = [None] * len(rows.order)
    for owner in np.unique(rows.owner):
        places = np.flatnonzero(rows.owner == owner)
        numbers = rows.number[places]
        taken = (scopes[owner].segment.take(name, numbers) for name in _NAMED)
        for at, kind, face, *ids in zip(places, *taken, strict=True):
            order = int(rows.order[at]), int(keys[at])
            found[at] = _match(TYPES[kind], bool(face), [bytes(packed) for packed in ids], order)
    return [match for match in found if match is not None]


def _match(kind: str, face: bool, ids: list[bytes], order: tuple[int, int]) -> Match:
    audience, thread, author = map(unpack_id, ids[1:4])
    name = unpack_name(ids[0]) if kind == "case" else unpack_id(ids[0])
    key = f"{kind}:{name}@{audience}" if face else f"{kind}:{name}"
    return Match(key, kind, name, audience, thread, author, unpack_name(ids[4]), order)
