"""In which language something that people wrote is to be read aloud, where it is not that of the page."""

from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from search.language import forms
from search.language import words as words_of

HEARD = 400  # characters from the beginning: who listens has heard by then which language it is
SURE = 4  # how far they must lean, two words that only one language has: a wrong voice is worse than that of the page

_NOTHING = SafeString("")
_ATTRIBUTES = {"fr": SafeString(' lang="fr"'), "en": SafeString(' lang="en"')}


def attribute(text: str) -> SafeString:
    """`` lang="…"`` for an element with these words, or nothing where the page says it or nothing is sure."""
    tongue = _tongue(text[:HEARD])
    page = (get_language() or "").partition("-")[0]
    return _NOTHING if tongue == page else _ATTRIBUTES.get(tongue, _NOTHING)


@lru_cache(maxsize=8192)
def _tongue(beginning: str) -> str:
    leaning = sum(forms(word).leaning for word in words_of(beginning))
    if abs(leaning) < SURE:
        return ""
    return "fr" if leaning > 0 else "en"
