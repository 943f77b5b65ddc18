"""The few words of a text around what was searched for, with the found words marked."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from search import language
from search.query import Node, Phrase, leaves

LENGTH = 220
_BEFORE = 60
_SIGNS = re.compile(r"[*_`#>~|]+")
_LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LONG = 4_000
_PLAIN = str.maketrans("àâäáãåçéèêëíìîïñóòôöõúùûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to mark: exact words, stems, beginnings."""

    exact: frozenset[str]
    stems: frozenset[str]
    begins: tuple[str, ...]


def wanted(node: Node | None) -> Wanted:
    """What a query would like to see marked."""
    exact, stems, begins = set(), set(), set()
    for leaf in leaves(node):
        if isinstance(leaf, Phrase):
            exact |= set(leaf.words)
            continue
        exact |= set(leaf.exact)
        stems |= set(leaf.stems)
        if leaf.prefix:
            begins.add(leaf.prefix)
    return Wanted(frozenset(exact), frozenset(stems), tuple(begins))


def snippet(text: str, marks: Wanted) -> SafeString:
    """The part of a text with the most marks, at most 220 characters, escaped, with ``<mark>`` around each."""
    plain = _SPACES.sub(" ", _SIGNS.sub("", _LINKS.sub(r"\1", text))).strip()
    spans = list(_spans(plain, marks))
    begin, end = _window(plain, spans)
    pieces = ["… "] if begin else []
    at = begin
    for first, last in spans:
        if first >= at and last <= end:
            pieces += [escape(plain[at:first]), "<mark>", escape(plain[first:last]), "</mark>"]
            at = last
    pieces.append(escape(plain[at:end]))
    if end < len(plain):
        pieces.append(" …")
    return SafeString("".join(pieces))


def near(text: str, marks: Wanted) -> str:
    """The part of a long text around the first of what was searched for: no whole document is read for a line."""
    if len(text) <= _LONG:
        return text
    plain = text.lower().translate(_PLAIN) if len(text.lower()) == len(text) else text
    places = [plain.find(word) for word in (*marks.exact, *marks.begins, *marks.stems)]
    begin = max(min((place for place in places if place >= 0), default=0) - LENGTH, 0)
    return text[begin : begin + _LONG]


def _spans(text: str, marks: Wanted) -> list[tuple[int, int]]:
    """Where the found words stand, in order, without overlaps."""
    spans = [
        (begin, end) for begin, end, number in language.digit_groups(text) if _has(language.numbers(number), marks)
    ]
    spans += [(begin, end) for begin, end, whole in language.compounds(text) if _has((whole,), marks)]
    for token in language.tokens(text):
        forms = language.forms(text[token.start : token.end])
        if _has((forms.exact, *forms.parts), marks) or not marks.stems.isdisjoint(forms.stems):
            spans.append((token.start, token.end))
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _has(words: tuple[str, ...], marks: Wanted) -> bool:
    return any(word in marks.exact or (marks.begins and word.startswith(marks.begins)) for word in words)


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= LENGTH:
        return 0, len(text)
    begins = [begin for begin, _end in spans]
    best = max(
        begins, key=lambda begin: bisect_right(begins, begin + LENGTH - _BEFORE) - bisect_left(begins, begin), default=0
    )
    begin = max(0, min(best - _BEFORE, len(text) - LENGTH))
    end = min(begin + LENGTH, len(text))
    if begin:
        begin = text.find(" ", begin, best) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + LENGTH // 2)
    return begin, end
