"""The only reader of the index: searches as one person, over the index and what the log holds beyond it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from esn.core.pages import seal, unseal
from groups.policy import readable
from people.models import Person
from search import language
from search.alike import Alike, Text
from search.asking import Asked, asked
from search.closeness import own_customers
from search.counting import Counts
from search.engines import chosen
from search.hits import hits
from search.interface import Answer, Moment
from search.labels import labelled
from search.matching import Choice, Criteria, TooLongError
from search.query import Note, SearchQuery, read
from search.ranking import Match
from search.segments import Segment
from search.snippets import wanted
from search.summaries import SearchResults

RESOLVED_LIMIT = 20

T = TypeVar("T")


def search(viewer: Person, query: SearchQuery) -> SearchResults:
    """What the viewer may read of what a query asks for; Invalid for a filter or a cursor that cannot be read.

    Anything committed before the call is found, whether the index holds it yet or not.
    """
    after = _unsealed(viewer, query)
    try:
        found = searching(viewer, lambda searcher: _found(searcher, query, after))
    except TooLongError:
        said = _("This search takes too long. Add a word, or make one longer.")
        return SearchResults(notes=(Note("too_broad", said),))
    return _results(viewer, query, found)


def searching(viewer: Person, work: Callable[["Searcher"], T]) -> T:
    """Do some reading of the index and the tail as one person; TooLongError after the deadline."""
    return chosen().reading(readable(viewer), lambda moment: work(Searcher(viewer, moment)))


def found_among(viewer: Person, query: SearchQuery, segment: Segment) -> tuple[int, ...]:
    """The numbers of those documents of a segment in memory that the viewer would find; TooLongError, Invalid."""

    def look(searcher: Searcher) -> tuple[int, ...]:
        wish = asked(viewer, query, searcher.resolve, None)
        return searcher.moment.among(segment, wish.criteria)

    return searching(viewer, look)


@dataclass(frozen=True)
class Searcher:
    """The index and the tail of the log at one moment, as one person searches them."""

    viewer: Person
    moment: Moment

    def find(self, criteria: Criteria) -> Answer:
        """Search as the person."""
        return self.moment.find(criteria)

    def alike(self, text: Text, criteria: Criteria, customer: str = "") -> tuple[Alike, ...]:
        """What the person may see that is like a text, the most alike first."""
        return self.moment.alike(text, criteria, customer)

    def resolve(self, kind: str, words: str) -> tuple[str, ...]:
        """The ids of what the person finds of one type by some words, at most 20."""
        node = read(words + " ").node
        if node is None:
            return ()
        answer = self.find(Criteria(node=node, types=Choice((kind,)), limit=RESOLVED_LIMIT))
        return tuple(match.id for match in answer.matches)


@dataclass(frozen=True)
class _Found:
    """What the engine said of a query; no answer where nothing was asked."""

    wish: Asked
    notes: tuple[Note, ...]
    answer: Answer | None = None
    counts: dict[str, Counts] = field(default_factory=dict)
    suggestion: str | None = None
    others: dict[str, int] = field(default_factory=dict)  # by key: how many more of the same case or thread
    files: dict[str, tuple[Match, ...]] = field(default_factory=dict)  # by the key of a post: its files that match too
    together: int = 0


def _found(searcher: Searcher, query: SearchQuery, after: tuple[int, int] | None) -> _Found:
    wish = asked(searcher.viewer, query, searcher.resolve, after)
    notes = (*wish.notes, *_behind(searcher))
    if wish.empty:
        return _Found(wish, notes)
    by_relevance = wish.criteria.node is not None and query.sort == "relevance"
    near = own_customers(searcher.viewer) if by_relevance else frozenset()
    answer = searcher.find(replace(wish.criteria, near=near))
    counts = answer.facets(wish.criteria.today)
    companies = answer.together([match.group for match in answer.matches])
    others = {match.key: count - 1 for match, count in zip(answer.matches, companies, strict=True) if count > 1}
    suggestion = _suggestion(query.text, answer) if answer.total == 0 else None
    return _Found(wish, notes, answer, counts, suggestion, others, answer.files_inside(), answer.folded())


def _results(viewer: Person, query: SearchQuery, found: _Found) -> SearchResults:
    answer = found.answer
    if answer is None:
        return SearchResults(notes=found.notes)
    counts = {name: some for name, some in found.counts.items() if viewer.is_member or name != "customer"}
    shown = hits(viewer, answer.matches, wanted(found.wish.criteria.node), found.others, found.files)
    return SearchResults(
        results=shown,
        facets=labelled(viewer, counts),
        total=answer.total - (len(answer.matches) - len(shown)),
        suggestion=found.suggestion,
        together=found.together,
        next=_sealed(viewer, query, answer.matches) if answer.more else None,
        notes=found.notes,
    )


def _behind(searcher: Searcher) -> tuple[Note, ...]:
    if searcher.moment.whole:
        return ()
    said = _("Search is being brought up to date. For a moment older entries may be missing.")
    return (Note("catching_up", said),)


def _suggestion(text: str, answer: Answer) -> str | None:
    """The text with each word that nobody wrote replaced by the nearest that the reader can find."""
    fixes = answer.suggestion()
    if not fixes:
        return None
    pieces, at = [], 0
    for token in language.tokens(text):
        if token.text in fixes:
            pieces += [text[at : token.start], fixes[token.text]]
            at = token.end
    return "".join((*pieces, text[at:])).strip()


def _listing(query: SearchQuery) -> str:
    """What a cursor belongs to: the same query, on any page of any length."""
    same = repr(replace(query, limit=0, cursor=None))
    return "search:" + hashlib.sha256(same.encode()).hexdigest()[:16]


def _sealed(viewer: Person, query: SearchQuery, matches: Sequence[Match]) -> str:
    return seal(_listing(query), viewer.id, matches[-1].order)


def _unsealed(viewer: Person, query: SearchQuery) -> tuple[int, int] | None:
    if query.cursor is None:
        return None
    order, key = unseal(_listing(query), viewer.id, query.cursor)
    return order, key
