"""Markdown to safe HTML: rendered once when written, kept with the version of the renderer."""

import functools
import re

import nh3
from markdown_it import MarkdownIt

RENDERER = 1
TEXT_LIMIT = 20_000  # characters
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # controls, halves of pairs

_TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def render(body: str) -> str:
    """The body as HTML that cannot harm: no raw HTML, links to http, https and mailto only."""
    return nh3.clean(
        _parser().render(body).strip(),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


@functools.cache
def _parser() -> MarkdownIt:
    # Nesting is bounded, so that the time grows with the length of the text and no faster.
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": 20}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough", "linkify"])
