"""What is alike: documents by the telling words that they share with a text, over what one reader sees.

A word tells the more the rarer it is among the documents that the reader may see; what they may not see counts nowhere.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from search import language
from search.codec import STEM, WORD, Ids
from search.matching import EXACT, Criteria, Deadline, Part, Scope, read, scope
from search.narrowing import filtered, of_type
from search.ranking import Match, Scores, best, by_score, often, rarity
from search.rights import Mask, Rights, short, shorts
from search.segments import Segment

TERMS = 16  # the words that are searched for
CONSIDERED = 64  # the words whose rarity is asked
LEAST = 2  # shared words that make two texts alike, unless the text has hardly more
_TITLE, SAME_CUSTOMER = 2.0, 1.3
_SHORTEST_CODE = 4  # digits that may be an order or a model: "12" is none

# Polite and everyday words, folded: rare in a young company, and never what a matter is about.
_POLITE = (
    "bonjour bonsoir merci cordialement svp monsieur madame mme mr mrs hello hi dear please thanks thank regards "
    "voudrais voudrait veux veut souhaite besoin faire fait dit demande peut peux pouvez avoir etre bien "
    "would could should like want wants need needs can may get got go say says said ask asked do did does yes no "
    "client cliente customer dossier case question chez soi avant apres tout toute tous toutes deja encore tres comme "
    "quand sans sous entre aussi alors donc rien meme after before when very also more about into out all any some "
)
_SAYS_LITTLE = frozenset(_POLITE.split())


@dataclass(frozen=True, slots=True)
class Text:
    """What to look for likes of: a short title and a longer text."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A document that is alike, and the words of the text that it shares, the most telling first."""

    match: Match
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the text as it was written, the list that finds its forms, and how much it tells."""

    word: str
    part: Part
    weight: float


class Elsewhere(Protocol):
    """Documents that lie in no segment, as the reader sees them and as the filters let them pass."""

    def totals(self) -> tuple[int, int]:
        """How many there are, and how many words they have."""

    def seen_in(self, lists: Sequence[Part]) -> list[int]:
        """In how many of them each list has something."""

    def best(self, telling: Sequence[Term], least: int, average: float) -> list[Alike]:
        """The most alike of them."""


class Nowhere:
    """No documents at all."""

    def totals(self) -> tuple[int, int]:
        """None."""
        return 0, 0

    def seen_in(self, lists: Sequence[Part]) -> list[int]:
        """In none."""
        return [0] * len(lists)

    def best(self, telling: Sequence[Term], least: int, average: float) -> list[Alike]:
        """None."""
        return []


def alike(
    segments: Sequence[tuple[Segment, Ids]],
    rights: Rights,
    text: Text,
    criteria: Criteria,
    *,
    customer: str = "",
    deadline: Deadline | None = None,
    beyond: Elsewhere | None = None,
) -> tuple[Alike, ...]:
    """Documents that pass the filters of ``criteria`` and share telling words, the most alike first.

    A document about the same customer counts a little more. Raises TooLongError after the deadline.
    """
    deadline = deadline or Deadline()
    places = [_place(scope(segment, dead, rights), criteria, deadline) for segment, dead in segments if segment.size]
    said = _said(text)
    beyond = beyond or Nowhere()
    documents, words = beyond.totals()
    documents, words = documents + sum(one.count for one in places), words + sum(one.words for one in places)
    terms = _telling(places, said, deadline, documents, beyond)
    if not terms:
        return ()
    average = max(words / max(documents, 1), 1.0)
    least = min(LEAST, len(said))
    order = []
    for one in places:
        scores = _share(one, terms, least, average, deadline)
        order.append(by_score(one.scope, _raised(one.scope, scores, customer)))
    found = best([one.scope for one in places], order, criteria.limit)
    here = [Alike(match, words_of(terms, int(places[at.scope].has[at.number]))) for match, at in found]
    both = sorted((*here, *beyond.best(terms, least, average)), key=lambda one: one.match.order, reverse=True)
    return tuple(both[: criteria.limit])


@dataclass(slots=True)
class _Place:
    """A segment with the documents that are looked through, and by bits which terms each of its documents has."""

    scope: Scope
    mask: Mask
    count: int
    words: int
    has: npt.NDArray[np.uint16]


def _place(one: Scope, criteria: Criteria, deadline: Deadline) -> _Place:
    deadline.check()
    visible = np.flatnonzero(one.visible).astype(np.uint32)
    ids = of_type(one, filtered(one, visible, criteria, deadline), criteria.types)
    mask = np.zeros(one.segment.size, bool)
    mask[ids] = True
    words = int(one.segment.take("length", ids).sum(dtype=np.int64))
    return _Place(one, mask, len(ids), words, np.zeros(one.segment.size, np.uint16))


def _said(text: Text) -> dict[Part, tuple[str, float]]:
    """The words of a text that may tell something, each with its weight: those of the title first."""
    said: dict[Part, tuple[str, float]] = {}
    for words, weight in ((language.words(text.title), _TITLE), (language.words(text.body), 1.0)):
        for word in words:
            part = _part(word)
            if part is None or (part not in said and len(said) == CONSIDERED):
                continue
            first, before = said.get(part, (word.lower(), 0.0))
            said[part] = first, before + weight
    return said


def _part(word: str) -> Part | None:
    """The list that finds the forms of a word; None for a word that tells nothing."""
    forms = language.forms(word)
    if forms.exact in _SAYS_LITTLE or forms.exact in language.STOP_WORDS:
        return None
    if forms.stems:
        return Part(STEM, forms.stems, False, EXACT) if len(forms.exact) > 1 else None
    return Part(WORD, (forms.exact,), False, EXACT) if len(forms.exact) >= _SHORTEST_CODE else None


def _telling(
    places: Sequence[_Place],
    said: dict[Part, tuple[str, float]],
    deadline: Deadline,
    documents: int,
    beyond: Elsewhere,
) -> tuple[Term, ...]:
    """The most telling words: how often the text says them, and how rare they are where one looks."""
    terms = []
    for (part, (word, weight)), there in zip(said.items(), beyond.seen_in(list(said)), strict=True):
        deadline.check()
        seen = there + sum(int(np.count_nonzero(one.mask[read(one.scope, part, deadline)[0]])) for one in places)
        if seen:
            terms.append(Term(word, part, (1 + math.log(max(weight, 1.0))) * rarity(documents, seen)))
    return tuple(sorted(terms, key=lambda term: (-term.weight, term.word))[:TERMS])


def _share(one: _Place, terms: Sequence[Term], least: int, average: float, deadline: Deadline) -> Scores:
    """Find the documents of a segment that have enough of the terms; their scores."""
    shared = np.zeros(one.scope.segment.size, np.uint8)
    scores = np.zeros(one.scope.segment.size, np.float32)
    for number, term in enumerate(terms):
        deadline.check()
        ids, weights = read(one.scope, term.part, deadline)
        kept = one.mask[ids]
        some = ids[kept]
        one.has[some] |= np.uint16(1 << number)
        shared[some] += np.uint8(1)
        scores[some] += np.float32(term.weight) * often(one.scope, some, weights[kept], average)
    one.scope.found = np.flatnonzero(shared >= least).astype(np.uint32)
    return scores[one.scope.found]


def _raised(one: Scope, scores: Scores, customer: str) -> Scores:
    """The scores, a little higher for what is about the same customer."""
    if not customer or not len(one.found):
        return scores
    same = short(one.segment.take("customer", one.found)) == shorts((customer,))
    raised: Scores = np.where(same, scores * np.float32(SAME_CUSTOMER), scores)
    return raised


def words_of(terms: Sequence[Term], has: int) -> tuple[str, ...]:
    """The words of those terms whose bits are set."""
    return tuple(term.word for number, term in enumerate(terms) if has >> number & 1)
