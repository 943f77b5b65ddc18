"""What a reader sees of a search: hits, facets, and what was left out."""

import datetime as dt
from dataclasses import dataclass, field

from groups.queries import AudienceRef
from people.queries import PersonRef
from search.query import Note


@dataclass(frozen=True)
class FoundFile:
    """A file of a post that was found, which has the words too; ``snippet`` is safe HTML, as that of a hit."""

    id: str
    name: str
    media: str
    snippet: str


@dataclass(frozen=True)
class Hit:
    """One thing found. ``snippet`` is safe HTML: escaped text with ``<mark>`` around the found words.

    ``title`` is the title of a case, the name of a customer, person, group or file, the author of a post, the words of
    a promise or a fact; ``url`` is its page, or the place where it stands; ``audience`` is None for people and groups.
    ``more`` holds codes that only some types have (status, state, kind).
    ``thread`` is the post that a post answers, or itself; ``others`` how many more of its case or thread were found.
    ``files`` are those of a post that match too: they are no hits of their own.
    """

    type: str  # post, case, customer, person, group, promise, fact, file; of what is similar also question, exception
    id: str
    title: str
    snippet: str
    url: str
    audience: AudienceRef | None
    when: dt.datetime
    author: PersonRef | None = None
    case: str | None = None
    more: dict[str, str] = field(default_factory=dict)
    thread: str | None = None
    others: int = 0
    files: tuple[FoundFile, ...] = ()


@dataclass(frozen=True)
class Similar(Hit):
    """Something like what one writes, and why: the words that both have, and whether it is about the same customer.

    Of a ``question`` the title is what was asked and the snippet the answer that was accepted; of an ``exception`` what
    was asked for and what was said with the decision.
    """

    words: tuple[str, ...] = ()
    same_customer: bool = False


@dataclass(frozen=True)
class Evidence(Hit):
    """Something that shows what somebody knows: they ``wrote`` it, ``answered`` with it, or ``solved`` the case."""

    how: str = ""


@dataclass(frozen=True)
class Expert:
    """Somebody who knows about what was asked, with what shows it; ``skills`` are those that they name themselves."""

    person: PersonRef
    title: str
    evidence: tuple[Evidence, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class FacetValue:
    """How many results have one value; choosing it narrows the search to them."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class SearchResults:
    """One page of what was found; ``total`` and ``facets`` count everything found, all of it readable by the viewer.

    A post and its files that match are one result: ``together`` says how many files are counted by their type and not
    once more where all types are shown.
    """

    results: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    total: int = 0
    together: int = 0
    suggestion: str | None = None
    next: str | None = None
    notes: tuple[Note, ...] = ()
