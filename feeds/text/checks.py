"""What somebody wrote, before it is kept."""

import re
import unicodedata

from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.showable import UNSHOWABLE

TEXT_LIMIT = 20_000  # characters

# What shows nothing and turns or joins what stands around it: marks of direction that reach on, spaces without width,
# invisible operators, tags of languages. What joins letters and pictures (U+200C, U+200D) and flags stay.
_INVISIBLE = re.compile(
    "(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
    "|[\u00ad\u061c\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_ABOVE = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILED = re.compile(f"({_ABOVE}{{4}}){_ABOVE}+")  # signs above each other, as no language has them
_SELECTORS = {chr(code) for code in range(0xFE00, 0xFE10)}  # how a sign is drawn, in colours or not
_BROKEN = "\ufffd"  # what a door puts where bytes were no text


def checked_text(body: str, field: str = "body", *, needed: bool = True) -> str:
    """What somebody wrote, ready to be kept: Invalid for its field when empty (if needed), too long or not showable.

    What is invisible and changes how the rest is read is taken out.
    """
    body = _seen(body.replace("\r\n", "\n")).strip()
    if needed and not _says_something(body):
        raise Invalid.field(field, "blank", _("Write something first."))
    if len(body) > TEXT_LIMIT:
        raise Invalid.field(field, "too_long", _("A text has at most 20,000 characters. Yours was not sent."))
    _require_showable(body, field)
    return body


def checked_line(text: str, field: str) -> str:
    """The same of one line beside the words, as an option or a description; empty where it says nothing."""
    line = " ".join(_seen(text).split())
    _require_showable(line, field)
    return line if _says_something(line) else ""


def looks_like(line: str) -> str:
    """What a reader sees of a line: equal for two that differ in nothing but capitals and what shows nothing."""
    plain = unicodedata.normalize("NFKC", line).casefold()
    return "".join(char for char in plain if unicodedata.category(char) != "Cf" and char not in _SELECTORS)


def _seen(text: str) -> str:
    return _PILED.sub(r"\1", _INVISIBLE.sub("", text))


def _require_showable(body: str, field: str) -> None:
    if UNSHOWABLE.search(body):
        raise Invalid.field(field, "control", _("This holds characters that cannot be shown."))
    if _BROKEN in body:
        sentence = _("This holds a sign that was broken on its way: �. Put the right one there, or take it out.")
        raise Invalid.field(field, "broken", sentence)


def shown_text(text: str, most: int) -> str:
    """What others wrote elsewhere, as one line that can be shown, of at most so many characters."""
    kept = _PILED.sub(r"\1", _INVISIBLE.sub("", UNSHOWABLE.sub(" ", text)))
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _says_something(body: str) -> bool:
    return any(unicodedata.category(char)[0] not in "ZC" for char in body)
