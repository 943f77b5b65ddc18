"""From a document to what is stored about it: weighted words and stems, the words in order, one record of columns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from search import language
from search.tongues import LANGUAGES, guessed

TYPES = ("post", "case", "customer", "person", "group", "promise", "fact", "file")
STATUSES = ("", "new", "in_hand", "waiting_customer", "waiting_partner", "solved", "closed")
SIDES = ("", "internal", "partner", "customer")
HAS = ("file", "image", "promise", "poll", "question")  # what a document brings with it
STATES = ("open", "drift", "blocked")  # how it stands now
MARKS = HAS + STATES
TAG = "#"  # a hashtag is stored as a word that nobody can write otherwise
_NAMES = frozenset({"customer", "person"})  # they are called so in every language
TITLE_STEPS, BODY_STEPS, CONTEXT_STEPS = 6, 2, 1  # weights, in halves of one word in a body
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
DAY = 24 * 60 * 60 * 1_000

_ID = "V16"
RECORD = np.dtype(
    [
        ("id", _ID),
        ("audience", _ID),
        ("author", _ID),
        ("group", _ID),
        ("customer", _ID),
        ("case", _ID),
        ("thread", _ID),
        ("holder", _ID),  # who has the case or keeps the promise: a person or a team
        ("when", "<u8"),  # milliseconds since 2000
        ("start", "<u8"),  # first word in the segment's stream
        ("length", "<u4"),  # words in the stream
        ("marks", "<u2"),  # one bit for each of MARKS
        ("type", "u1"),
        ("status", "u1"),
        ("open", "u1"),
        ("side", "u1"),
        ("lang", "u1"),  # place in tongues.LANGUAGES
        ("face", "u1"),  # whether the key carries its audience: the public face of a case
        ("post", _ID),  # that a file came with
    ]
)


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, as its row stands now.

    ``key`` is ``type:id``, and ``case:<ref>@<audience>`` for the public face of a case on one side. ``context`` holds
    words that help to find it and are not shown (the customer of a case). ``when`` is in UTC; ids are "" where absent.
    ``post`` is the one that a file came with; ``marks`` are some of MARKS, ``tags`` hashtags in their one spelling.
    """

    key: str
    type: str
    audience: str
    open: bool
    title: str
    body: str
    when: dt.datetime
    author: str = ""
    group: str = ""
    customer: str = ""
    case: str = ""
    status: str = ""
    thread: str = ""
    side: str = ""
    context: str = ""
    spellings: tuple[str, ...] = ()
    holder: str = ""
    post: str = ""
    marks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document ready to be stored: weights by word and by stem, its words in order (0 ends the title), its record."""

    key: int
    words: dict[str, int]
    stems: dict[str, int]
    stream: list[int]
    record: tuple[object, ...]


def pack_id(text: str) -> bytes:
    """An id in 16 bytes: 32 hexadecimal digits as a number, shorter names (case references) as they are."""
    if len(text) == 32:
        return bytes.fromhex(text)
    return text.encode().ljust(16, b"\0")[:16]


def unpack_id(packed: bytes) -> str:
    """The id that was packed; "" for none."""
    return packed.hex() if any(packed) else ""


def unpack_name(packed: bytes) -> str:
    """The short name that was packed (a case reference); "" for none."""
    return packed.rstrip(b"\0").decode()


def key_hash(key: str) -> int:
    """64 bits that stand for a document's key."""
    return int.from_bytes(_digest(key), "little")


def bits(marks: Iterable[str]) -> int:
    """Some of MARKS as the bits of a number."""
    return sum(1 << MARKS.index(mark) for mark in set(marks))


def milliseconds(when: dt.datetime) -> int:
    """A moment as the index stores it: milliseconds since 2000, UTC, of 136 years."""
    return min(max((when - EPOCH) // dt.timedelta(milliseconds=1), 0), 0xFFFF_FFFF * 1_000)


def analyse(document: Document) -> Analysed:
    """Everything that the index stores about a document."""
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    stream: list[int] = []
    leaning = 0
    for text, weight in ((document.title, TITLE_STEPS), (document.body, BODY_STEPS)):
        if text:
            order, leans = _weigh(text, weight, words, stems)
            stream += order
            stream.append(0)
            leaning += leans
    _weigh(document.context, CONTEXT_STEPS, words, stems)
    for spelling in document.spellings:
        _spell(spelling, words)
    _add(words, (TAG + tag for tag in document.tags), CONTEXT_STEPS)
    lang = "" if document.type in _NAMES else guessed(leaning)
    return Analysed(key_hash(document.key), words, stems, stream, _record(document, len(stream), lang))


def _weigh(text: str, weight: int, words: dict[str, int], stems: dict[str, int]) -> tuple[list[int], int]:
    """Add the words and stems of a text; answer its words in order, and how far they lean to a language."""
    order, leaning = [], 0
    for written in language.words(text):
        forms = language.forms(written)
        if not forms.exact:
            continue
        order.append(forms.mark)
        leaning += forms.leaning
        words[forms.exact] = words.get(forms.exact, 0) + weight
        for stem in forms.stems:
            stems[stem] = stems.get(stem, 0) + weight
        for part in forms.parts:
            words[part] = words.get(part, 0) + weight
    _add(words, language.joined(text), weight)
    for _start, _end, written in language.digit_groups(text):
        _add(words, language.numbers(written), weight)
    return order, leaning


def _spell(spelling: str, words: dict[str, int]) -> None:
    """Add one reference, mail or phone number in all its spellings."""
    _add(words, (language.forms(word).exact for word in language.words(spelling)), TITLE_STEPS)
    _add(words, language.joined(spelling), TITLE_STEPS)
    for _start, _end, written in language.digit_groups(spelling):
        _add(words, language.numbers(written), TITLE_STEPS)


def _add(weights: dict[str, int], terms: Iterable[str], weight: int) -> None:
    for term in terms:
        if term:
            weights[term] = weights.get(term, 0) + weight


def _record(document: Document, length: int, lang: str) -> tuple[object, ...]:
    kind, _, rest = document.key.partition(":")
    ident, _, face = rest.partition("@")
    where = (document.group, document.customer, document.case, document.thread, document.holder)
    packed = (pack_id(text) for text in (ident, document.audience, document.author, *where))
    status = STATUSES.index(document.status) if document.status in STATUSES else 0
    side = SIDES.index(document.side) if document.side in SIDES else 0
    codes = (TYPES.index(kind), status, int(document.open), side, LANGUAGES.index(lang), int(bool(face)))
    return (*packed, milliseconds(document.when), 0, length, bits(document.marks), *codes, pack_id(document.post))


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=8).digest()
