"""Did you mean: the nearest word that this reader can find."""

from collections.abc import Iterable, Iterator, Sequence

from search.cache import ByteCache
from search.codec import WORD
from search.matching import Deadline, Scope, visible_frequency
from search.segments import DiskSegment, Segment

SLIPS = 2  # at most, in a long word
_SHORTEST, _LONG = 4, 8
_CACHED_BYTES = 12 * 2**20

_words: ByteCache[tuple[str, ...]] = ByteCache(_CACHED_BYTES, lambda words: 70 * len(words) + 200)


def suggestion(scopes: Sequence[Scope], unseen: Sequence[str], deadline: Deadline | None = None) -> dict[str, str]:
    """For each word that nothing visible has, the nearest that something visible has; the most frequent of several.

    Distance is that of Damerau and Levenshtein with neighbours swapped once: one for words of four letters, two from
    eight on. Which word is found depends on visible documents alone.
    """
    deadline = deadline or Deadline()
    found = {}
    for word in correctable(unseen):
        best: tuple[int, int, str] | None = None
        for near, distance in sorted(_near(scopes, word, deadline).items()):
            if best is None or distance <= best[0]:
                seen = visible_frequency(scopes, near)
                if seen and (best is None or (distance, -seen) < best[:2]):
                    best = distance, -seen, near
        if best is not None:
            found[word] = best[2]
    return found


def correctable(words: Iterable[str]) -> list[str]:
    """Those of some words that a slip may have made."""
    return [word for word in words if len(word) >= _SHORTEST and word.isalpha()]


def vocabulary(segment: Segment, word: str) -> Iterator[str]:
    """The words of a segment that begin with the first or the second letter of a word."""
    return (other for begin in {word[0], word[1]} for other in _vocabulary(segment, begin))


def nearest(others: Iterable[str], word: str) -> dict[str, int]:
    """Those of some words that are near enough, each with how far it is."""
    allowed = SLIPS if len(word) >= _LONG else 1
    letters = set(word)
    near: dict[str, int] = {}
    for other in others:
        if other in near or abs(len(other) - len(word)) > allowed:
            continue
        if len(letters.symmetric_difference(other)) <= 2 * allowed:
            distance = _distance(word, other)
            if distance <= allowed:
                near[other] = distance
    return near


def _near(scopes: Sequence[Scope], word: str, deadline: Deadline) -> dict[str, int]:
    """Every stored word near enough that begins with the first or the second letter."""
    near: dict[str, int] = {}
    for scope in scopes:
        deadline.check()
        near |= nearest(vocabulary(scope.segment, word), word)
    return near


def _vocabulary(segment: Segment, letter: str) -> tuple[str, ...]:
    """The words of a segment that begin with a letter and hold no digit."""
    if isinstance(segment, DiskSegment):
        return _words.get((segment.name, letter), lambda: tuple(_alphabetic(segment, letter)))
    return tuple(_alphabetic(segment, letter))


def _alphabetic(segment: Segment, letter: str) -> Iterator[str]:
    return (term for term in segment.terms(WORD, letter) if len(term) >= _SHORTEST - 1 and term.isalpha())


def _distance(one: str, other: str) -> int:
    """The least number of letters to add, drop, change or swap with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, counterpart in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != counterpart))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == counterpart:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1]
