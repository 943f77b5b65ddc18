"""Template tags for how people can be reached: the page passes what it knows, and the tag draws it."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from frontend import moments, standing
from people.queries import Availability

register = template.Library()


@register.simple_tag
def reached(known: Mapping[str, Availability] | str, person_id: str) -> SafeString:
    """``{% reached available person.id %}``: the mark at a face; nothing for whom the page does not know."""
    return standing.mark(known or {}, person_id) if not isinstance(known, str) else SafeString("")


@register.simple_tag
def reached_in_words(known: Mapping[str, Availability] | str, person_id: str) -> SafeString:
    """The same as a line of words."""
    return standing.line(known or {}, person_id) if not isinstance(known, str) else SafeString("")


register.filter("ahead", moments.ahead)
