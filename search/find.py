"""The only reader of the index: searches as one person, over the index and what the log holds beyond it."""

import functools
import hashlib
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.utils.translation import gettext as _

from esn.core.pages import seal, unseal
from groups.policy import readable
from people.models import Person
from search import language, suggesting
from search.asking import asked
from search.codec import Ids
from search.counting import facets
from search.engine import Answer, find
from search.files import BrokenIndexError
from search.hits import hits
from search.index import site_store
from search.labels import labelled
from search.matching import Choice, Criteria, Deadline, TooLongError
from search.query import Note, SearchQuery, read
from search.ranking import Match
from search.recent import Recent, Tail, dead
from search.rights import Rights
from search.segments import NOTHING, Segment
from search.snapshot import Reader, Snapshot
from search.snippets import wanted
from search.summaries import SearchResults

RESOLVED_LIMIT = 20


def search(viewer: Person, query: SearchQuery) -> SearchResults:
    """What the viewer may read of what a query asks for; Invalid for a filter or a cursor that cannot be read.

    Anything committed before the call is found, whether the index holds it yet or not.
    """
    after = _unsealed(viewer, query)
    try:
        return _search(viewer, query, after)
    except BrokenIndexError as error:
        _reader().failed(error)  # search goes on with what the log holds while the index is built anew
        return _search(viewer, query, after)


@functools.cache
def _reader() -> Reader:
    return Reader(site_store())


@functools.cache
def _tail() -> Tail:
    return Tail()


class _Searcher:
    """The index and the tail of the log at one moment, as one person searches them."""

    def __init__(self, viewer: Person) -> None:
        self.snapshot: Snapshot = _reader().snapshot()
        self.recent: Recent = _tail().after(self.snapshot.progress.place)
        may = readable(viewer)
        opened = self.snapshot.progress.opened | self.recent.opened
        self._rights = Rights(may.all_open, may.own, frozenset(opened.items()))
        self._deadline = Deadline()

    def find(self, criteria: Criteria) -> Answer:
        """Search as the person."""
        gone = dead(self.snapshot, self.recent)
        pairs: list[tuple[Segment, Ids]] = [(self.recent.segment, NOTHING[0])]
        pairs += [(segment, ids) for (segment, _deleted), ids in zip(self.snapshot.segments, gone, strict=True)]
        return find(pairs, self._rights, criteria, self._deadline)

    @contextmanager
    def telling_damage(self) -> Iterator[None]:
        """Damaged files raise anything: BrokenIndexError instead, when there are files."""
        try:
            yield
        except (ArithmeticError, LookupError, ValueError, struct.error) as error:
            if not self.snapshot.segments:
                raise
            raise BrokenIndexError("a damaged file") from error

    def resolve(self, kind: str, words: str) -> tuple[str, ...]:
        """The ids of what the person finds of one type by some words, at most 20."""
        node = read(words + " ").node
        if node is None:
            return ()
        answer = self.find(Criteria(node=node, types=Choice((kind,)), limit=RESOLVED_LIMIT))
        return tuple(match.id for match in answer.matches)


def _search(viewer: Person, query: SearchQuery, after: tuple[int, int] | None) -> SearchResults:
    searcher = _Searcher(viewer)
    try:
        with searcher.telling_damage():
            wish = asked(viewer, query, searcher.resolve, after)
            notes = (*wish.notes, *_behind(searcher))
            if wish.empty:
                return SearchResults(notes=notes)
            answer = searcher.find(wish.criteria)
            counts = facets(answer.scopes, wish.criteria.today)
            suggestion = _suggestion(query.text, answer) if answer.total == 0 else None
    except TooLongError:
        said = _("This search takes too long. Add a word, or make one longer.")
        return SearchResults(notes=(Note("too_broad", said),))
    if not viewer.is_member:
        del counts["customer"]
    shown = hits(viewer, answer.matches, wanted(wish.criteria.node))
    return SearchResults(
        results=shown,
        facets=labelled(viewer, counts),
        total=answer.total - (len(answer.matches) - len(shown)),
        suggestion=suggestion,
        next=_sealed(viewer, query, answer.matches) if answer.more else None,
        notes=notes,
    )


def _behind(searcher: _Searcher) -> tuple[Note, ...]:
    if searcher.recent.whole:  # without an index the tail is the whole log, and may hold everything
        return ()
    said = _("Search is being brought up to date. For a moment older entries may be missing.")
    return (Note("catching_up", said),)


def _suggestion(text: str, answer: Answer) -> str | None:
    """The text with each word that nobody wrote replaced by the nearest that the reader can find."""
    fixes = suggesting.suggestion(answer.scopes, answer.unseen)
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
