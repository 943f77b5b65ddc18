"""Markdown to safe HTML: rendered once when written, kept with the version of the renderer."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import quote

import nh3
from django.utils.html import strip_tags
from markdown_it import MarkdownIt
from markdown_it.token import Token

from feeds.text import grammar, highlighting

RENDERER = 2
DEEPEST = 40  # levels of blocks; a list or a quote in another takes two
QUOTES = 8  # signs of quoting at the beginning of a line; more of them say no more

_TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "span",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_CLASSES = {"a": {"mention", "hashtag"}, "span": highlighting.CLASSES}
_PLACES = {grammar.PERSON: "people", grammar.GROUP: "groups", grammar.CUSTOMER: "customers", grammar.CASE: "cases"}
_DEEP_QUOTE = re.compile(rf"^((?: {{0,3}}>[ \t]?){{{QUOTES}}})(?: {{0,3}}>[ \t]?)+", re.MULTILINE)


@dataclass(frozen=True)
class Known:
    """What the readers of a text may be led to: people by handle, people and groups by id, and whether to the rest."""

    handles: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id and name
    named: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by kind and id
    colleagues: bool = False  # they know customers, cases and hashtags


NOTHING = Known()


@dataclass(frozen=True)
class Parsed:
    """A text that was read once: what it speaks of, and how to draw it."""

    tokens: list[Token]
    handles: tuple[str, ...]
    named: tuple[tuple[str, str], ...]  # people, groups and customers by kind and id
    cases: tuple[str, ...]
    tags: tuple[str, ...]

    def html(self, known: Known = NOTHING) -> str:
        """HTML that cannot harm: no raw HTML, links to http, https, mailto and what the readers know."""
        parser = _parser()
        drawn: str = parser.renderer.render(self.tokens, parser.options, {"known": known})
        return nh3.clean(
            drawn.strip(),
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            allowed_classes=_CLASSES,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )


def parse(body: str) -> Parsed:
    """Read a text once."""
    tokens = _parser().parse(_DEEP_QUOTE.sub(r"\1", body))
    if any(token.level >= DEEPEST - 1 for token in tokens):
        tokens = _as_written(body)  # the parser drops what stands deeper, and no word is lost
    found: dict[str, dict[Any, None]] = {"handle": {}, "named": {}, "case": {}, "tag": {}}
    for token in grammar.marks(tokens):
        kind, key = token.meta["kind"], token.meta["key"]
        if kind in found:
            found[kind][key] = None
        else:
            found["named"][kind, key] = None
    return Parsed(tokens, *(tuple(found[name]) for name in ("handle", "named", "case", "tag")))


def render(body: str) -> str:
    """The body as HTML that cannot harm, without a link to anybody."""
    return parse(body).html()


def in_one_line(html: str) -> str:
    """What a text says, in one line without its markup."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def _as_written(body: str) -> list[Token]:
    block = Token("code_block", "code", 0, content=body)
    return [block]


@functools.cache
def _parser() -> MarkdownIt:
    # Nesting is bounded, so that the time grows with the length of the text and no faster.
    options = {
        "html": False,
        "linkify": True,
        "breaks": True,
        "maxNesting": DEEPEST,
        "highlight": highlighting.coloured,
    }
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "linkify"])
    grammar.learn(parser)
    parser.add_render_rule(grammar.MARK, _mark)
    return parser


def _mark(_self: Any, tokens: list[Token], at: int, _options: Any, env: dict[str, Any]) -> str:
    """A link to who or what is meant, where the readers know them; else the words alone."""
    token = tokens[at]
    known: Known = env["known"]
    kind, key, words = token.meta["kind"], token.meta["key"], token.content
    if kind == grammar.HANDLE:
        if key not in known.handles:
            return escape(words)
        kind, (key, words) = grammar.PERSON, known.handles[key]
        return _link(kind, key, f"@{words}")
    if kind in {grammar.PERSON, grammar.GROUP}:
        return _link(kind, key, f"@{known.named[kind, key]}") if (kind, key) in known.named else escape(words)
    if not known.colleagues:
        return escape(words)
    if kind == grammar.TAG:
        return f'<a class="hashtag" href="/tags/{quote(key)}/">{escape(words)}</a>'
    return _link(kind, key, words)


def _link(kind: str, key: str, words: str) -> str:
    return f'<a class="mention" href="/{_PLACES[kind]}/{key}/">{escape(words)}</a>'
