"""The colours of ``tokens.css``, in every theme, and the contrast of each pair that stands on a page."""

import re
from functools import cache

from frontend.static_files import OURS

_COLOUR = re.compile(r"--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)")
_SIDES = ("side-internal", "side-partner", "side-customer")
_STATES = ("state-due", "state-risk", "state-broken", "state-kept")
_GROUNDS = ("ground", "surface", "raised")
THEMES = ("light", "dark", "contrast-light", "contrast-dark")

# What is written with the first colour on the second.
TEXT = (
    *((text, ground) for text in ("ink", "ink-soft", "accent", *_SIDES, *_STATES) for ground in _GROUNDS),
    *((text, "press") for text in ("ink", "ink-soft", "accent")),
    *((text, f"{text}-wash") for text in ("accent", *_SIDES, *_STATES)),
    *((text, f"{side}-wash") for text in ("ink", "ink-soft", "accent") for side in (*_SIDES, "accent")),
    ("accent-ink", "accent"), ("clock-ink", "clock"), ("surface", "ink"),
    ("ink", "av-bg"), ("ink", "state-broken-wash"),
)  # fmt: skip
# What is seen of a control, a side or a clock beside what it stands on.
SEEN = tuple((line, ground) for line in ("edge", "accent", "clock", *_SIDES) for ground in _GROUNDS)


@cache
def colours(theme: str) -> dict[str, str]:
    """The colours of one theme by their name, as six hexadecimal digits."""
    usual, _, more = (OURS / "tokens.css").read_text().partition(':root[data-theme="contrast"]')
    found = _COLOUR.findall(usual)
    if theme.startswith("contrast"):
        found += _COLOUR.findall(more.partition("@media")[0])
    return {name: dark if theme.endswith("dark") else light for name, light, dark in found}


def contrast(one: str, other: str) -> float:
    """How much two colours differ in light, from 1 to 21, as WCAG 2 counts it."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
