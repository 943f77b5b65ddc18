"""What a person typed, read with hard limits: words, "phrases", -not, OR, prefix* and operators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.folding import fold
from esn.core.pages import PAGE_SIZE
from search import language
from search.analysis import HAS, SIDES, STATES, STATUSES, TYPES
from search.tongues import LANGUAGES
from search.vocabulary import named

LENGTH_LIMIT = 256
TERM_LIMIT = 16
PREFIX_LETTERS = 3
PREFIX_DIGITS = 4

SORTS = ("relevance", "newest", "activity")
IS = ("unread", "mine", *STATES)
FILTERS: dict[str, tuple[str, ...]] = {
    "type": TYPES,
    "group": (),
    "customer": (),
    "author": (),
    "case": (),
    "status": STATUSES[1:],
    "side": SIDES[1:],
    "holder": (),
    "has": HAS,
    "is": IS,
    "tag": (),
    "lang": LANGUAGES[1:],
    "before": (),
    "after": (),
    "sort": SORTS,
}

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "(": " ", ")": " ", "\0": " "})
_ITEM = re.compile(r'(?P<minus>-)?(?:(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?):)?(?:"(?P<phrase>[^"]*)"?|(?P<run>[^\s"]+))')
_DIGITS = re.compile(r"\+?[\d().\-/]*\d[\d().\-/]*\*?")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was left out of a search: a stable code and a sentence in the reader's language."""

    code: str
    detail: str

    def __str__(self) -> str:
        return self.detail


@dataclass(frozen=True, slots=True)
class Word:
    """Any of some exact spellings, or any of some stems, or anything that begins with the prefix."""

    exact: tuple[str, ...]
    stems: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words one after the other, as they are."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Anything but the part."""

    part: "Node"


Node = Word | Phrase | All | Either | Not


@dataclass(frozen=True, slots=True)
class Operator:
    """One ``name:value`` as typed; ``name`` is one of the values of vocabulary.OPERATORS."""

    name: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query read: what must match (None for everything), the operators, and what was left out and why."""

    node: Node | None
    operators: tuple[Operator, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked for: the text as typed, and filters chosen beside it.

    ``group``, ``customer``, ``author`` and ``holder`` (a person or a team) are ids, ``me`` standing for oneself;
    ``case`` is a reference; ``before`` (exclusive) and ``after`` are dates or times. Empty means any.
    """

    text: str
    type: str = ""
    group: str = ""
    customer: str = ""
    author: str = ""
    case: str = ""
    status: str = ""
    side: str = ""
    holder: str = ""
    has: str = ""
    standing: str = ""  # the filter ``is``, which Python keeps for itself
    tag: str = ""
    lang: str = ""
    before: str = ""
    after: str = ""
    sort: str = "relevance"
    limit: int = PAGE_SIZE
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    negated: bool
    quoted: bool
    operator: str
    ends: int


def read(text: str) -> Parsed:
    """Read what was typed; never fails, and says in notes what it left out."""
    notes = []
    if len(text) > LENGTH_LIMIT:
        text = text[:LENGTH_LIMIT]
        said = _("Only the first %(count)d characters were searched.") % {"count": LENGTH_LIMIT}
        notes.append(Note("too_long", said))
    text = text.translate(_QUOTES)
    items = list(_numbers_joined(_items(text)))
    operators = tuple(Operator(item.operator, item.text, item.negated) for item in items if item.operator)
    terms = [item for item in items if not item.operator]
    if text.count('"') % 2:
        notes.append(Note("open_quote", _("A quotation mark is missing; the rest was read as one phrase.")))
    clauses, dropped = _clauses(terms, typing=text.rstrip() == text)
    if dropped:
        notes.append(Note("too_many", _("Only the first %(count)d words were searched.") % {"count": TERM_LIMIT}))
    return Parsed(_combined(clauses), operators, tuple(notes))


def parse(text: str, *, limit: int = PAGE_SIZE, cursor: str | None = None, **filters: str) -> SearchQuery:
    """A search from what a door was given; Invalid for a filter or a word of one that does not exist."""
    for name, value in filters.items():
        if name not in FILTERS:
            raise Invalid.field(name, "unknown_filter", _("This filter is unknown."))
        allowed = FILTERS[name]
        if allowed and value and value not in allowed:
            said = _("This must be one of: %(words)s.") % {"words": ", ".join(allowed)}
            raise Invalid.field(name, "unknown_choice", said)
    chosen = {"standing" if name == "is" else name: value for name, value in filters.items() if value}
    return SearchQuery(text, limit=limit, cursor=cursor or None, **chosen)


def leaves(node: Node | None) -> Iterator[Word | Phrase]:
    """Every word and phrase that a result should show, the refused ones left out."""
    if isinstance(node, Word | Phrase):
        yield node
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from leaves(part)


def _items(text: str) -> Iterator[_Item]:
    for match in _ITEM.finditer(text):
        name, run, phrase = match["name"] or "", match["run"], match["phrase"]
        operator = named(name)
        value = phrase if run is None else run
        if name and not operator:
            value = f"{name}:{value}"
        if operator and not value.strip():
            continue
        yield _Item(value, bool(match["minus"]), run is None, operator, match.end())


def _numbers_joined(items: Iterator[_Item]) -> Iterator[_Item]:
    """Neighbouring groups of digits are one number, as in "06 39 98 12 34"."""
    held: _Item | None = None
    for item in items:
        digits = not (item.quoted or item.operator) and _DIGITS.fullmatch(item.text)
        if held and digits and not item.negated:
            held = replace(held, text=f"{held.text} {item.text}", ends=item.ends)
            continue
        if held:
            yield held
        held = item if digits else None
        if not digits:
            yield item
    if held:
        yield held


def _clauses(items: list[_Item], *, typing: bool) -> tuple[list[Node], bool]:
    """One node for each item, "a OR b" being one; and whether words were left out."""
    clauses: list[Node] = []
    alternative, terms, dropped = False, 0, False
    for place, item in enumerate(items):
        if not item.quoted and item.text in ("OR", "OU") and 0 < place < len(items) - 1:
            alternative = True
            continue
        begun = typing and place == len(items) - 1 and not item.negated
        node = _phrase(item.text) if item.quoted else _run(item.text, prefix=begun)
        if node is None:
            continue
        terms += sum(1 for _leaf in leaves(node))
        if terms > TERM_LIMIT:
            dropped = True
            break
        if item.negated:
            node = Not(node)
        if alternative and clauses:
            last = clauses.pop()
            node = Either((*last.parts, node)) if isinstance(last, Either) else Either((last, node))
        clauses.append(node)
        alternative = False
    return clauses, dropped


def _combined(clauses: list[Node]) -> Node | None:
    """All clauses at once; words that say nothing alone are left out unless there is nothing else."""
    telling = [clause for clause in clauses if not _says_nothing(clause)]
    kept = telling or clauses
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else All(tuple(kept))


def _says_nothing(node: Node) -> bool:
    if isinstance(node, All | Either):
        return all(map(_says_nothing, node.parts))
    return isinstance(node, Word) and not node.prefix and all(word in language.STOP_WORDS for word in node.exact)


def _phrase(text: str) -> Node | None:
    words = tuple(token.text for token in language.tokens(text))
    if len(words) == 1:
        return Word(words)
    return Phrase(words[:TERM_LIMIT]) if words else None


def _run(text: str, *, prefix: bool) -> Node | None:
    """What one run of characters may stand for: its words, the compound that they form, the number that they write."""
    prefix = prefix or text.endswith("*")
    written = language.words(text)
    parts = [_word(word, prefix=prefix and place == len(written) - 1) for place, word in enumerate(written)]
    telling = [part for part in parts if not _says_nothing(part)] or parts
    if not telling:
        return None
    together: Node = telling[0] if len(telling) == 1 else All(tuple(telling))
    whole = set(language.joined(text))
    for _start, _end, number in language.digit_groups(text.rstrip("*")):
        whole |= set(language.numbers(number))
    if len(written) > 1 and prefix:
        begun = "".join(map(fold, written))
        return Either((Word(tuple(sorted(whole)), (), _prefix(begun)), together))
    return Either((Word(tuple(sorted(whole))), together)) if whole - set(_exact(together)) else together


def _exact(node: Node) -> tuple[str, ...]:
    return node.exact if isinstance(node, Word) else ()


def _word(written: str, *, prefix: bool) -> Node:
    forms = language.forms(written)
    word = Word((forms.exact,), forms.stems, _prefix(forms.exact) if prefix else "")
    if not forms.parts:
        return word
    return Either((word, All(tuple(Word((part,)) for part in forms.parts))))


def _prefix(text: str) -> str:
    """The text when it is long enough to search for what begins with it."""
    return text if len(text) >= (PREFIX_DIGITS if text.isdigit() else PREFIX_LETTERS) else ""
