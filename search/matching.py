"""Which documents of a segment match a query, and the lists of postings that say so."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from search import language
from search.cache import ByteCache
from search.codec import STEM, WEIGHT_STEP, WORD, Ids, Weights
from search.query import All, Either, Node, Not, Phrase, Word
from search.rights import Mask, Rights, Shorts, view
from search.segments import NOTHING, DiskSegment, Segment

DEADLINE_SECONDS = 1.0
EXACT, STEMMED, BEGUN, PHRASED = 1.0, 0.6, 0.3, 1.5
_CHUNK = 50_000
_CACHED_BYTES = 24 * 2**20


class TooLongError(Exception):
    """The search did not end before its deadline."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter on ids: any of ``wanted`` (when there are some) and none of ``refused``."""

    wanted: tuple[str, ...] | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Up to when a reader has read which audiences (id, milliseconds since 2000); threads that they hear nothing of."""

    read: tuple[tuple[str, int], ...]
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What only holds for one reader: theirs or not, unread or not; None asks neither."""

    reader: str = ""
    mine: bool | None = None
    unread: bool | None = None
    places: Unread = Unread(())


@dataclass(frozen=True, slots=True)
class Criteria:
    """What to look for. ``since`` and ``until`` (exclusive) are milliseconds since 2000; ``after`` is a sort key.

    ``marks`` are bits that all must be there, ``unmarked`` bits of which none may; of ``tags`` all must be there.
    """

    node: Node | None = None
    types: Choice = Choice()
    statuses: Choice = Choice()
    sides: Choice = Choice()
    langs: Choice = Choice()
    ids: tuple[tuple[str, Choice], ...] = ()  # by column: group, customer, author, case, holder
    marks: int = 0
    unmarked: int = 0
    tags: tuple[str, ...] = ()
    untagged: tuple[str, ...] = ()
    standing: Standing = Standing()
    since: int | None = None
    until: int | None = None
    near: frozenset[str] = frozenset()  # customers: by relevance, what is about them comes a little earlier
    newest_first: bool = False
    by_activity: bool = False
    today: int = 0  # milliseconds since 2000, for the mild preference of what is new
    after: tuple[int, int] | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One list to read: any of some terms of a field, or all terms that begin with one."""

    field: str
    terms: tuple[str, ...]
    begins: bool
    boost: float


@dataclass(frozen=True, slots=True)
class Folded:
    """Files of a segment whose posts were found too: their posts in 64 bits, and the posts' languages and moments."""

    files: Ids
    posts: Shorts
    langs: npt.NDArray[np.uint8]
    moments: npt.NDArray[np.uint64]


NONE = Folded(NOTHING[0], np.empty(0, np.uint64), np.empty(0, np.uint8), np.empty(0, np.uint64))


@dataclass(slots=True)
class Scope:
    """One segment as a reader searches it: visible documents, matching ones, those of any type, files of found posts.

    What was folded is not among what was found.
    """

    segment: Segment
    visible: Mask
    count: int
    words: int
    lists: dict[Part | Phrase, tuple[Ids, Weights]] = field(default_factory=dict)
    found: Ids = field(default_factory=lambda: NOTHING[0])
    any_type: Ids = field(default_factory=lambda: NOTHING[0])
    folded: Folded = NONE


class Deadline:
    """A moment after which a search gives up."""

    def __init__(self, seconds: float = DEADLINE_SECONDS) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise TooLongError once the moment has passed."""
        if time.monotonic() > self._end:
            raise TooLongError


_lists: ByteCache[tuple[Ids, Weights]] = ByteCache(_CACHED_BYTES, lambda held: held[0].nbytes + held[1].nbytes + 200)


def parts(leaf: Word) -> Iterator[Part]:
    """The lists that a word reads: exact spellings, stems, what begins with it."""
    if leaf.exact:
        yield Part(WORD, leaf.exact, False, EXACT)
    if leaf.stems:
        yield Part(STEM, leaf.stems, False, STEMMED)
    if leaf.prefix:
        yield Part(WORD, (leaf.prefix,), True, BEGUN)


def scope(segment: Segment, dead: Ids, rights: Rights) -> Scope:
    """A segment as a reader searches it, without the documents that no longer count."""
    seen = view(segment, rights)
    if not len(dead):
        return Scope(segment, seen.mask, seen.count, seen.words)
    gone = dead[seen.mask[dead]]
    mask = seen.mask.copy()
    mask[gone] = False
    words = seen.words - int(segment.take("length", gone).sum(dtype=np.int64))
    return Scope(segment, mask, seen.count - len(gone), words)


def read(scope: Scope, part: Part, deadline: Deadline) -> tuple[Ids, Weights]:
    """The documents of a part in a segment, ascending, each with its heaviest weight."""
    held = scope.lists.get(part)
    if held is None:
        segment = scope.segment
        kept = isinstance(segment, DiskSegment)
        held = (
            _lists.get((segment.name, part), lambda: _union(segment, part, deadline))
            if kept
            else _union(segment, part, deadline)
        )
        scope.lists[part] = held
    return held


def _union(segment: Segment, part: Part, deadline: Deadline) -> tuple[Ids, Weights]:
    if part.begins:
        lists = []
        for begun in segment.beginning(part.field, part.terms[0]):
            lists.append(begun)
            if not len(lists) % 500:
                deadline.check()
    else:
        lists = [some for some in (segment.postings(part.field, term) for term in part.terms) if len(some[0])]
    if len(lists) < 2 and not part.begins:
        return lists[0] if lists else NOTHING
    if not lists:
        return NOTHING
    ids = np.concatenate([some for some, _weights in lists])
    weights = np.concatenate([heavy for _ids, heavy in lists])
    if len(ids) * 16 > segment.size:
        heaviest = np.zeros(segment.size, np.uint8)
        np.maximum.at(heaviest, ids, weights)
        union = np.flatnonzero(heaviest).astype(np.uint32)
        return union, heaviest[union]
    order = np.lexsort((weights, ids))
    ids, weights = ids[order], weights[order]
    last = np.append(ids[1:] != ids[:-1], True)
    return ids[last], weights[last]


def matching(scope: Scope, node: Node | None, deadline: Deadline) -> Mask:
    """Which documents of a segment match; invisible ones are still among them."""
    size = scope.segment.size
    if node is None:
        return scope.visible
    if isinstance(node, All):
        mask = np.ones(size, bool)
        for part in node.parts:
            mask &= matching(scope, part, deadline)
        return mask
    mask = np.zeros(size, bool)
    if isinstance(node, Word):
        for some in parts(node):
            mask[read(scope, some, deadline)[0]] = True
    elif isinstance(node, Phrase):
        mask[_phrase(scope, node, deadline)] = True
    elif isinstance(node, Either):
        for alternative in node.parts:
            mask |= matching(scope, alternative, deadline)
    elif isinstance(node, Not):
        return ~matching(scope, node.part, deadline)
    return mask


def _phrase(scope: Scope, phrase: Phrase, deadline: Deadline) -> Ids:
    """The visible documents in which the words stand one after the other: those with all words, then verified."""
    held = scope.lists.get(phrase)
    if held is not None:
        return held[0]
    mask = scope.visible
    for word in set(phrase.words):
        with_word = np.zeros(scope.segment.size, bool)
        with_word[read(scope, Part(WORD, (word,), False, EXACT), deadline)[0]] = True
        mask = mask & with_word
    candidates = np.flatnonzero(mask).astype(np.uint32)
    hashes = [np.uint32(language.mark(word)) for word in phrase.words]
    verified = []
    for begin in range(0, len(candidates), _CHUNK):
        deadline.check()
        some = candidates[begin : begin + _CHUNK]
        stream, owners = scope.segment.words(some)
        span = max(len(stream) - len(hashes) + 1, 0)
        hit = np.ones(span, bool)
        for place, wanted in enumerate(hashes):
            hit &= stream[place : place + span] == wanted
        verified.append(some[np.unique(owners[:span][hit])])
    ids = np.concatenate(verified) if verified else NOTHING[0]
    scope.lists[phrase] = ids, np.full(len(ids), int(1 / WEIGHT_STEP), np.uint8)
    return ids


def visible_frequency(scopes: Sequence[Scope], word: str) -> int:
    """In how many visible documents a word stands as it is."""
    part, deadline = Part(WORD, (word,), False, EXACT), Deadline()
    return sum(int(np.count_nonzero(scope.visible[read(scope, part, deadline)[0]])) for scope in scopes)
