"""What may follow in the box while one types: operators, their values, and names that the viewer finds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from esn.core.folding import folded
from feeds import queries as feeds
from people.models import Person
from search.find import search
from search.query import LENGTH_LIMIT, parse
from search.summaries import Hit
from search.vocabulary import WORDS, named, operators, values

MOST = 8
_FIRST_LETTERS = 2  # from which an operator is offered: one letter is a word that begins
_LAST = re.compile(r'(?P<minus>-)?(?:(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?):)?(?P<value>"[^"]*|[^\s"]*)$')
_NAMES = {"author": ("person",), "group": ("group",), "customer": ("customer",), "holder": ("person", "group")}


@dataclass(frozen=True)
class Completion:
    """One way to go on: what stands in the list, and what is written in place of the end of the text."""

    name: str
    note: str
    text: str


@dataclass(frozen=True)
class Completions:
    """Ways to go on with a text, all of them in place of what stands from ``begin`` (characters) to its end."""

    begin: int
    results: tuple[Completion, ...]


def completions(viewer: Person, text: str) -> Completions:
    """How the last word of a text may go on: an operator, a value, or somebody and something that the viewer finds."""
    last = _LAST.search(text) if len(text) <= LENGTH_LIMIT else None
    if last is None:
        return Completions(len(text), ())
    operator = named(last["name"] or "")
    value = last["value"].removeprefix('"')
    head = f"{last['minus'] or ''}{last['name']}:"
    if operator in WORDS:
        found = _begun(values(operator).values(), value, head)
    elif operator:
        found = tuple(_known(viewer, operator, value, head))
    elif last["name"] or value != last["value"] or len(value) < _FIRST_LETTERS:
        found = ()
    else:
        found = _begun((f"{one}:" for one in operators().values()), value, last["minus"] or "", end="")
    return Completions(last.start(), found[:MOST])


def _begun(words: Iterable[str], value: str, head: str, *, end: str = " ") -> tuple[Completion, ...]:
    """The words that begin like what was typed."""
    return tuple(
        Completion(f"{head}{word}", "", f"{head}{word}{end}")
        for word in words
        if folded(word).startswith(folded(value))
    )


def _known(viewer: Person, operator: str, value: str, head: str) -> Iterator[Completion]:
    """Names that begin like what was typed, as a search of the same person finds them."""
    if operator == "tag":
        for tag in feeds.tags(viewer, q=value, limit=MOST) if viewer.is_member else ():
            yield Completion(f"#{tag.tag}", "", f"{head}{tag.tag} ")
    for kind in _NAMES.get(operator, ()):
        for hit in search(viewer, parse(value, type=kind, limit=MOST)).results if value.strip() else ():
            yield Completion(hit.title, "", f"{head}{_written(hit)} ")
    if operator == "case" and value.strip():
        for hit in search(viewer, parse(value, type="case", limit=MOST)).results:
            yield Completion(hit.id, hit.title, f"{head}{hit.id} ")


def _written(hit: Hit) -> str:
    """A name as a value: in quotation marks where it has spaces."""
    plain = hit.title.replace('"', " ")
    return f'"{plain}"' if " " in plain else plain
