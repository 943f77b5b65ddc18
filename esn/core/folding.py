"""One spelling for what people write in several: without capitals, accents and ligatures."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

WORD_LIMIT = 64
SORT_LIMIT = 400  # characters of a column that names are sorted by

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_WORDS = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The word in lower case without accents or ligatures, at most 64 characters."""
    if word.isascii():
        return word.lower()[:WORD_LIMIT]
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(char for char in plain if char.isalnum())[:WORD_LIMIT]


def folded(text: str) -> str:
    """The words of a text, folded, with one space between them."""
    return " ".join(word for word in map(fold, _WORDS.findall(text)) if word)


def begins(text: str, words: Iterable[str]) -> bool:
    """Whether each of the folded words begins a word of the text."""
    said = f" {folded(text)}"
    return all(f" {word}" in said for word in words)


def sort_name(name: str) -> str:
    """What a name is sorted by where a database sorts, which knows nothing of accents: Éclair is between D and F."""
    return folded(name)[:SORT_LIMIT]


def sort_key(name: str) -> tuple[str, str]:
    """The same for short lists that are sorted here; names that only accents or case tell apart keep one order."""
    return sort_name(name), name
