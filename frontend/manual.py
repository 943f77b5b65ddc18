"""Help inside the app: short articles, each a file of its own in every language, read once and searched in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from esn.core.errors import NotFound
from esn.core.folding import begins, folded

FOLDER = Path(__file__).parent / "help"
LANGUAGES = ("en", "fr")
SECTIONS = (
    (_("First steps"), ("first-day", "first-visit", "home", "inbox", "palette")),
    (_("Posts, groups and people"), ("posts", "undo", "groups", "people")),
    (_("The case"), ("case", "sides", "promises", "told", "handoffs", "blockers", "decisions")),
    (_("Searching, hours and devices"), ("search", "hours", "offline", "devices")),
    (_("Partners and customers"), ("partners", "customers")),
    (_("Moderating and running the site"), ("moderators", "administrators")),
)
# What concerns a guest.
GUESTS = frozenset({"partners", "home", "inbox", "palette", "posts", "search", "hours", "devices"})


@dataclass(frozen=True)
class Article:
    """One article in one language; ``paragraphs`` are its words without any markup, the first of them its summary."""

    name: str
    section: str
    title: str
    html: SafeString
    paragraphs: tuple[str, ...]

    @property
    def summary(self) -> str:
        """What it is about, in a sentence or two."""
        return self.paragraphs[0]


@dataclass(frozen=True)
class Hit:
    """An article that has every word one looked for, and the paragraph that has the first of them."""

    article: Article
    said: str


def sections(*, guest: bool) -> tuple[tuple[str, tuple[Article, ...]], ...]:
    """The articles that concern a colleague or a guest, by their sections, in the reader's language."""
    articles = tuple(_concerning(guest=guest))
    found = ((str(title), tuple(one for one in articles if one.name in names)) for title, names in SECTIONS)
    return tuple((title, inside) for title, inside in found if inside)


def article(name: str, *, guest: bool) -> Article:
    """One article in the reader's language; NotFound when there is none for them."""
    for one in _concerning(guest=guest):
        if one.name == name:
            return one
    raise NotFound


def search(q: str, *, guest: bool) -> tuple[Hit, ...]:
    """The articles in which every word of ``q`` begins some word, whatever its accents; those titled so come first."""
    asked = folded(q).split()
    hits = [Hit(one, _saying(one, asked[0])) for one in _concerning(guest=guest) if asked and _has(one, asked)]
    return tuple(sorted(hits, key=lambda hit: not begins(hit.article.title, asked)))


def _has(one: Article, asked: list[str]) -> bool:
    return begins(" ".join((one.title, *one.paragraphs)), asked)


def _saying(one: Article, word: str) -> str:
    return next((text for text in one.paragraphs if begins(text, [word])), one.summary)


def _concerning(*, guest: bool) -> Iterator[Article]:
    language = get_language() or ""
    written = _written(language if language in LANGUAGES else LANGUAGES[0])
    return (one for one in written if not guest or one.name in GUESTS)


@cache
def _written(language: str) -> tuple[Article, ...]:
    """Every article in a language, in the order of the sections."""
    with override(language):
        return tuple(_read(language, str(title), name) for title, names in SECTIONS for name in names)


def _read(language: str, section: str, name: str) -> Article:
    parser = MarkdownIt("commonmark", {"html": False})
    title, *tokens = _after_title(parser.parse((FOLDER / language / f"{name}.md").read_text(encoding="utf-8")))
    for token in _links(tokens):
        target = str(token.attrGet("href"))
        if target.endswith(".md"):
            token.attrSet("href", reverse("help_article", args=[target.removesuffix(".md")]))
    return Article(
        name=name,
        section=section,
        title=_plain(title),
        html=SafeString(parser.renderer.render(tokens, parser.options, {})),
        paragraphs=tuple(_paragraphs(tokens)),
    )


def _after_title(tokens: list[Token]) -> list[Token]:
    """The words of the title, then everything below it."""
    return [tokens[1], *tokens[3:]]


def _links(tokens: list[Token]) -> Iterator[Token]:
    return (one for token in tokens for one in token.children or () if one.type == "link_open")


def _paragraphs(tokens: list[Token]) -> Iterator[str]:
    """The paragraphs in plain words, each first one with the heading above it."""
    heading = ""
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            heading = f"{_plain(token)} · "
        elif token.type == "inline":
            yield heading + _plain(token)
            heading = ""


def _plain(token: Token) -> str:
    return "".join(one.content if one.type != "softbreak" else " " for one in token.children or ())
