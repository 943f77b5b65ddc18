"""What stands for somebody or something within a text: mentions, hashtags and references of cases.

``@bo`` is a person by the handle, ``@[Logistics](group:<id>)`` names a person, a group or a customer by the id,
``#retours`` is a hashtag and ``C-2026-483915`` a case. Nothing of it counts within code or a link.
"""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from esn.core.folding import folded

PERSON, GROUP, CUSTOMER, CASE, TAG, HANDLE = "person", "group", "customer", "case", "tag", "handle"
TAG_LIMIT = 64  # characters
MARK = "mark"  # the type of our tokens

_NAMED = re.compile(r"@\[([^\[\]\n]{1,200})\]\((person|group|customer):([0-9a-f]{32})\)")
_BEFORE = r"(?<![\w/@#&=?.:~-])"  # within an address it is a part of that
_WORD = re.compile(
    rf"{_BEFORE}(?:@(?P<handle>[A-Za-z0-9](?:[\w.-]{{0,58}}[A-Za-z0-9_])?)"
    rf"|#(?P<tag>[^\W\d_][\w-]{{1,{TAG_LIMIT - 1}}})"
    r"|(?P<case>C-\d{4}-\d{6}(?![\w-])))"
)


def folded_tag(word: str) -> str:
    """The one spelling of a hashtag, without its sign: no capitals, accents or underscores."""
    return folded(word.removeprefix("#")[:TAG_LIMIT]).replace(" ", "-")[:TAG_LIMIT]


def is_written_handle(handle: str) -> bool:
    """Whether ``@`` and the handle mention its person; others are mentioned by their id."""
    found = _WORD.fullmatch(f"@{handle}")
    return found is not None and found[HANDLE] == handle


def learn(parser: MarkdownIt) -> MarkdownIt:
    """Teach a parser what stands for somebody or something."""
    parser.inline.ruler.before("link", "named", _named)
    parser.core.ruler.before("linkify", "words", _words)
    return parser


def marks(tokens: list[Token]) -> Iterator[Token]:
    """The tokens that stand for somebody or something, as they follow each other."""
    for block in tokens:
        for token in block.children or ():
            if token.type == MARK:
                yield token


def _token(kind: str, key: str, words: str, level: int = 0) -> Token:
    return Token(MARK, "", 0, content=words, meta={"kind": kind, "key": key}, level=level)


def _named(state: StateInline, silent: bool) -> bool:
    """``@[Logistics](group:<id>)``"""
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    found = _NAMED.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push(MARK, "", 0)
        token.content = found[1]
        token.meta = {"kind": found[2], "key": found[3]}
    state.pos = found.end()
    return True


def _words(state: StateCore) -> None:
    """Handles, hashtags and cases in what is plain text."""
    for block in state.tokens:
        if block.type == "inline" and block.children and _WORD.search(block.content):
            block.children = list(_spoken(block.children))


def _spoken(children: list[Token]) -> Iterator[Token]:
    linked: Any = 0
    for token in children:
        linked += token.nesting if token.type in {"link_open", "link_close"} else 0
        if token.type == "text" and not linked:
            yield from _split(token)
        else:
            yield token


def _split(text: Token) -> Iterator[Token]:
    at, words = 0, text.content
    for found in _WORD.finditer(words):
        kind = found.lastgroup or ""
        key = found[kind].lower() if kind == HANDLE else folded_tag(found[kind]) if kind == TAG else found[kind]
        if not key:
            continue
        if found.start() > at:
            yield _plain(words[at : found.start()], text.level)
        yield _token(kind, key, found[0], text.level)
        at = found.end()
    if at == 0:
        yield text
    elif at < len(words):
        yield _plain(words[at:], text.level)


def _plain(words: str, level: int) -> Token:
    return Token("text", "", 0, content=words, level=level)
