"""What may be written of a person: lines that can be shown, and that say what they seem to say."""

import re
import unicodedata

from django.utils.translation import gettext as _

from esn.core.errors import Invalid

NAME_LIMIT = 120  # characters
_SPACES = re.compile(r"\s+")
# Marks that turn the direction of what follows: a name with one could make its neighbours say something else.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")  # between letters they belong to Persian, Hindi and others
_BREAKS = frozenset("\n\r\t")
_MARKS_IN_A_ROW = 4  # no script needs more on one letter


def checked_name(value: str, field: str = "name") -> str:
    """A person's name as it is kept; Invalid when it is empty, too long, or cannot be shown as it is."""
    name = checked_line(value, field)
    if not name:
        raise Invalid.field(field, "blank", _("A name is needed."))
    if not any(letter.isalpha() for letter in name):
        raise Invalid.field(field, "no_letter", _("A name needs at least one letter."))
    return name


def checked_line(value: str, field: str, limit: int = NAME_LIMIT) -> str:
    """One line without needless spaces; Invalid when it is too long or cannot be shown as it is."""
    line = unicodedata.normalize("NFC", _SPACES.sub(" ", value).strip())
    _require_plain(line, field)
    line = line.strip("\u200c\u200d ")
    if len(line) > limit:
        raise Invalid.field(field, "too_long", _("This has at most %(limit)d characters.") % {"limit": limit})
    return line


def checked_lines(value: str, field: str, limit: int) -> str:
    """A text of several lines, by the same rules."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())
    _require_plain("".join(letter for letter in text if letter not in _BREAKS), field)
    if len(text) > limit:
        raise Invalid.field(field, "too_long", _("This has at most %(limit)d characters.") % {"limit": limit})
    return text


def _require_plain(text: str, field: str) -> None:
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        if letter in _TURNING:
            raise Invalid.field(
                field, "direction", _("This holds invisible marks that turn the direction of writing. Type it anew.")
            )
        if kind in ("Cc", "Cs", "Cn", "Co") or (kind == "Cf" and letter not in _JOINERS):
            raise Invalid.field(field, "control", _("This holds characters that cannot be shown."))
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks > _MARKS_IN_A_ROW:
            raise Invalid.field(field, "marks", _("This holds more accents on one letter than can be read."))
