"""What a reader sees of a search: hits, facets, and what was left out."""

import datetime as dt
from dataclasses import dataclass, field

from groups.queries import AudienceRef
from people.queries import PersonRef
from search.query import Note


@dataclass(frozen=True)
class Hit:
    """One thing found. ``snippet`` is safe HTML: escaped text with ``<mark>`` around the found words.

    ``title`` is the title of a case, the name of a customer, person or group, the author of a post; ``url`` is its
    page; ``audience`` is None for people and groups. ``more`` holds codes that only some types have (status, kind).
    """

    type: str  # post, case, customer, person, group
    id: str
    title: str
    snippet: str
    url: str
    audience: AudienceRef | None
    when: dt.datetime
    author: PersonRef | None = None
    case: str | None = None
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FacetValue:
    """How many results have one value; choosing it narrows the search to them."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class SearchResults:
    """One page of what was found; ``total`` and ``facets`` count everything found, all of it readable by the viewer."""

    results: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    total: int = 0
    suggestion: str | None = None
    next: str | None = None
    notes: tuple[Note, ...] = ()
