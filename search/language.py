"""French and English: what a word is, how it is folded, stemmed and spelled. Stable: the index stores its answers."""

import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
import Stemmer
from django.conf import settings

from esn.core.folding import WORD_LIMIT, fold
from search.tongues import leaning

VERSION = 2  # raise with every change of what this module answers: the index is then built anew
TOKEN_LIMIT = 20_000
JOINED_PARTS = 8

_WORD = "(?:[^\\W_][\u0300-\u036f]*)+"
_WORDS = re.compile(_WORD)
# A run begins where a word begins and never gives a letter back: a word of 20,000 letters is read once.
_COMPOUND = re.compile(f"(?<![^\\W_])(?<![\u0300-\u036f])(?>{_WORD})(?:[-./@_+#:&\u2010-\u2015](?>{_WORD}))+")
_HYPHENS = re.compile("[-\u2010-\u2015]")
_DIGIT_GROUPS = re.compile("(?<!\\w)\\+?\\(?\\d[\\d \u00a0\u202f.\\-/()]{4,24}\\d(?!\\w)")
_LETTERS_OR_DIGITS = re.compile("[^\\W\\d_]+|\\d+")

# Words that say nothing alone, in both languages; "car", "son", "on", "or" mean something in one of them and stay out.
_SILENT = (
    "a ai as au aux avec c ce ces cet cette ci d dans de des du elle elles en est et eu eux il ils j je l la le "
    "les leur leurs lui m ma mais me meme mes moi n ne nos notre nous ont ou par pas plus pour qu que qui s sa se "
    "sera ses si sont sur t ta te tes toi tu un une vos votre vous y an and are at be been but by for from had "
    "has have he her his i if in is it its my not of our she so that the their them then there these they this to "
    "us was we were what which who will with you your "
)
STOP_WORDS = frozenset(_SILENT.split())

# What the French algorithm leaves apart: plurals of another root, and the "-ons" and "-ttre" of verbs (see _verb).
_PLURALS = {"travaux": "travail", "yeux": "oeil", "vitraux": "vitrail", "baux": "bail", "emaux": "email"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: where it stands (characters) and its folded form."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Forms:
    """What one word is found by: its folded form, its stems, and its letter and digit parts ("so00123": so, 00123)."""

    exact: str
    stems: tuple[str, ...]
    parts: tuple[str, ...]
    mark: int = 0  # 32 bits that stand for the exact form in a stream of words; 0 stands for none
    leaning: int = 0  # to French above 0, to English below


class _Stemmers(threading.local):
    """PyStemmer objects are not shared between threads."""

    def __init__(self) -> None:
        self.french = Stemmer.Stemmer("french", 0)
        self.english = Stemmer.Stemmer("english", 0)


_stemmers = _Stemmers()


@lru_cache(maxsize=131_072)
def forms(word: str) -> Forms:
    """Every form one word is found by; accents are folded before and after stemming, so that both spellings meet."""
    exact = fold(word)
    if any(char.isdigit() for char in exact):
        parts = tuple(_LETTERS_OR_DIGITS.findall(exact))
        return Forms(exact, (), parts if 1 < len(parts) <= JOINED_PARTS else (), mark(exact))
    if exact in STOP_WORDS:
        return Forms(exact, (), (), mark(exact), leaning(word, exact))
    lower = word.casefold()[:WORD_LIMIT]
    french, english = _stemmers.french, _stemmers.english
    stems = {french.stemWord(exact), fold(french.stemWord(lower)), english.stemWord(exact)}
    if exact in _PLURALS:
        stems.add(french.stemWord(_PLURALS[exact]))
    if verb := _verb(exact):
        stems.add(french.stemWord(verb))
    return Forms(exact, tuple(sorted(stems - {""})), (), mark(exact), leaning(word, exact))


def mark(exact: str) -> int:
    """32 bits that stand for a folded word; never 0."""
    return zlib.crc32(exact.encode()) or 1


def _verb(exact: str) -> str:
    """A regular infinitive that brings "confirmons" to "confirmer", "promettons" to "promettre"; empty for others."""
    if len(exact) >= 7 and exact.endswith("ons"):
        return exact[:-3] + "er"
    return exact[:-2] + "er" if exact.endswith("ttre") else ""


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order; apostrophes of every kind, hyphens and punctuation separate them."""
    for count, match in enumerate(_WORDS.finditer(text)):
        if count == TOKEN_LIMIT:
            return
        word = fold(match.group())
        if word:
            yield Token(match.start(), match.end(), word)


def words(text: str) -> list[str]:
    """The words of a text as they are written, in order."""
    return _WORDS.findall(text)[:TOKEN_LIMIT]


def joined(text: str) -> list[str]:
    """The compounds of a text, each in one word."""
    return [whole for _begin, _end, whole in compounds(text)]


def compounds(text: str) -> Iterator[tuple[int, int, str]]:
    """References, mails, order numbers, hyphenated words ("week-end"): where they stand, and in one word (weekend)."""
    for match in _COMPOUND.finditer(text):
        run = match.group()
        parts = [fold(part) for part in _WORDS.findall(run)]
        coded = "@" in run or any(char.isdigit() for char in run)
        hyphened = len(parts) <= 3 and len(_HYPHENS.findall(run)) == len(parts) - 1
        if len(parts) <= JOINED_PARTS and (coded or hyphened):
            yield match.start(), match.end(), "".join(parts)[:WORD_LIMIT]


def digit_groups(text: str) -> Iterator[tuple[int, int, str]]:
    """Numbers written in groups (at least six digits): where each begins and ends, and as written."""
    for match in _DIGIT_GROUPS.finditer(text):
        if sum(map(str.isdigit, match.group())) >= 6:
            yield match.start(), match.end(), match.group()


@lru_cache(maxsize=8_192)
def numbers(written: str) -> tuple[str, ...]:
    """Every spelling of a number in groups: its digits; for a phone number its national and international ones."""
    digits = "".join(char for char in written if char.isdigit())
    found = {digits}
    if 8 <= len(digits) <= 15:
        try:
            phone = phonenumbers.parse(written, settings.REGION)
        except phonenumbers.NumberParseException:
            return (digits,)
        if phonenumbers.is_possible_number(phone):
            national = phonenumbers.format_number(phone, phonenumbers.PhoneNumberFormat.NATIONAL)
            significant = phonenumbers.national_significant_number(phone)
            found |= {significant, f"{phone.country_code}{significant}", "".join(filter(str.isdigit, national))}
    return tuple(sorted(found))
