"""Our analysed terms as PostgreSQL keeps them: a ``tsvector`` that we write, and the ``tsquery`` of a tree.

PostgreSQL analyses nothing: ``=`` begins a word as it stands, ``~`` a stem. The weight of a term in a document is its
label, in four steps; the places of words serve phrases.
"""

from collections.abc import Iterable
from dataclasses import replace

from search import language
from search.analysis import Analysed, Document, analyse
from search.codec import STEM, WORD
from search.matching import Part
from search.query import All, Either, Node, Phrase, Word

EXACT_SIGN, STEM_SIGN = "=", "~"
LABELS = ((8, "A", 9), (4, "B", 5), (2, "C", 2), (0, "D", 1))  # from which weight on, its label, what it counts as
PLACES = 16_380  # beyond, PostgreSQL tells no places apart
_NOWHERE = 16_383  # the place of what stands in no order: two of them are no phrase
_MOST_BYTES = 900_000  # of a tsvector; PostgreSQL takes a megabyte
_PLACES_OF_ONE = 255
_NOTHING = "'-'"  # no document has it: terms begin with another sign
_SIGNS = {WORD: EXACT_SIGN, STEM: STEM_SIGN}


def levelled(weight: int) -> int:
    """A weight as its label counts."""
    return next(counts for least, _label, counts in LABELS if weight >= least)


def analysed(document: Document) -> Analysed:
    """A document analysed, with weights in the four steps that a label can say."""
    found = analyse(document)
    words = {word: levelled(weight) for word, weight in found.words.items()}
    return replace(found, words=words, stems={stem: levelled(weight) for stem, weight in found.stems.items()})


def vector(document: Analysed) -> str:
    """The terms of an analysed document as a ``tsvector`` is written."""
    places = _places(document)
    pieces: list[str] = []
    room = _MOST_BYTES
    for sign, weights in ((EXACT_SIGN, document.words), (STEM_SIGN, document.stems)):
        for term, weight in weights.items():
            at = places.get(language.mark(term), ()) if sign == EXACT_SIGN else ()
            label = _label(weight)
            piece = f"{_quoted(sign + term)}:{','.join(f'{place}{label}' for place in at or (_NOWHERE,))}"
            room -= len(term.encode()) + 8 + 2 * len(at)
            if room < 0:
                return " ".join(pieces)
            pieces.append(piece)
    return " ".join(pieces)


def _places(document: Analysed) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for place, mark in enumerate(document.stream[:PLACES], 1):
        if mark and len(at := places.setdefault(mark, [])) < _PLACES_OF_ONE:
            at.append(place)
    return places


def _label(weight: int) -> str:
    return next(label for least, label, _counts in LABELS if weight >= least)


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def of_part(part: Part | Phrase, label: str = "") -> str:
    """The ``tsquery`` of one list of postings; with a label, of what weighs so much there."""
    if isinstance(part, Phrase):
        return "(" + " <-> ".join(_quoted(EXACT_SIGN + word) for word in part.words) + ")"
    sign = _SIGNS[part.field]
    marks = f":{'*' if part.begins else ''}{label}" if part.begins or label else ""
    return any_of(_quoted(sign + term) + marks for term in part.terms)


def any_of(queries: Iterable[str]) -> str:
    """The ``tsquery`` that finds what any of some find."""
    some = list(queries)
    return f"({' | '.join(some)})" if some else _NOTHING


def of_word(word: str) -> str:
    """The ``tsquery`` of a word as it stands."""
    return _quoted(EXACT_SIGN + word)


def of_node(node: Node) -> str:
    """The ``tsquery`` of a tree."""
    if isinstance(node, Word):
        exact = [_quoted(EXACT_SIGN + word) for word in node.exact]
        stems = [_quoted(STEM_SIGN + stem) for stem in node.stems]
        return any_of([*exact, *stems, *([_quoted(EXACT_SIGN + node.prefix) + ":*"] if node.prefix else [])])
    if isinstance(node, Phrase):
        return of_part(node)
    if isinstance(node, All):
        return "(" + " & ".join(map(of_node, node.parts)) + ")"
    if isinstance(node, Either):
        return any_of(map(of_node, node.parts))
    return f"!({of_node(node.part)})"
