"""The languages that people speak: their codes, and their names in the reader's language."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from esn.core.folding import fold

# Django knows the names of the languages that it is translated into, in all of them. It knows Chinese and Norwegian by
# their scripts and spellings only, which is not what one speaks.
_MORE = {"zh": gettext_lazy("Chinese"), "no": gettext_lazy("Norwegian")}
_APART = frozenset({"nb", "nn", "io", "ia"})


def codes() -> frozenset[str]:
    """Every code that can be chosen."""
    return frozenset(_names(""))


def name(code: str) -> str:
    """The language in the reader's words; the code itself for one that is not known here."""
    return _names(get_language() or "").get(code, code)


def code(written: str) -> str:
    """The code of a language as it is called in the reader's language, or in its own; what is written for others."""
    return _codes(get_language() or "").get(fold(written.strip()), written)


def choices() -> list[tuple[str, str]]:
    """Every language with its name, in the order of the names."""
    return sorted(_names(get_language() or "").items(), key=lambda one: fold(one[1]))


@cache
def _names(language: str) -> dict[str, str]:
    """The names in the language that is active, which is the ``language``."""
    known = {code: str(_(info["name"])) for code, info in LANG_INFO.items() if "name" in info and code.isalpha()}
    known |= {code: str(words) for code, words in _MORE.items()}
    return {code: words[:1].upper() + words[1:] for code, words in known.items() if code not in _APART}


@cache
def _codes(language: str) -> dict[str, str]:
    """The codes by the folded names: each language in its own words, then in those of the language that is active."""
    own = {fold(info["name_local"]): code for code, info in LANG_INFO.items() if "name_local" in info}
    known = _names(language)
    return {word: code for word, code in own.items() if code in known} | {fold(w): c for c, w in known.items()}
