"""What people write: checked before it is kept, and made into HTML that cannot harm."""

from feeds.text.checks import TEXT_LIMIT, checked_line, checked_text, looks_like, shown_text
from feeds.text.grammar import CASE, CUSTOMER, GROUP, PERSON, folded_tag, is_written_handle
from feeds.text.links import links, page_of
from feeds.text.rendering import RENDERER, Known, Parsed, in_one_line, parse, render

__all__ = [
    "CASE",
    "CUSTOMER",
    "GROUP",
    "PERSON",
    "RENDERER",
    "TEXT_LIMIT",
    "Known",
    "Parsed",
    "checked_line",
    "checked_text",
    "folded_tag",
    "in_one_line",
    "is_written_handle",
    "links",
    "looks_like",
    "page_of",
    "parse",
    "render",
    "shown_text",
]
