"""The pages to which a text leads."""

from collections.abc import Iterable
from urllib.parse import urldefrag

from markdown_it.token import Token

MOST = 3  # links of one text that are looked at
LONGEST = 2048  # characters
_ALONE = "autolink"  # written in angle brackets: whoever writes it so wants a link and nothing besides


def links(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The first few pages to which a text leads by http or https, as written, each once."""
    found: dict[str, str] = {}
    for token in tokens:
        for child in token.children or ():
            url = str(child.attrGet("href") or "") if child.type == "link_open" and child.markup != _ALONE else ""
            if url.startswith(("http://", "https://")) and len(url) <= LONGEST:
                found.setdefault(page_of(url), url)
    return tuple(found.values())[:MOST]


def page_of(url: str) -> str:
    """The address of a page, whatever place in it is meant."""
    return urldefrag(url).url
