"""Icons as inline SVG, drawn once per process."""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe  # noqa: TID251 - the drawings hold no text of anybody
from lucide.templatetags.lucide import lucide

_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_GAPS = re.compile(r"\s*\n\s*")


@cache
def icon(name: str) -> SafeString:
    """The named Lucide icon, hidden from assistive technology: a word always stands beside it.

    Size and stroke come from the style sheet, so that twenty posts do not repeat them.
    """
    drawing = _DRAWING.search(lucide(name))
    inside = _GAPS.sub("", drawing.group(1)).replace(" />", "/>") if drawing else ""
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{inside}</svg>')  # noqa: S308 - the package's own files
