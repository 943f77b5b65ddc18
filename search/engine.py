"""Finds, ranks and counts over segments as one reader: nothing in an answer depends on what the reader may not see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.codec import Ids
from search.counting import Counts, facets
from search.folding import files_of, fold, together
from search.groups import companions
from search.matching import Criteria, Deadline, Scope, matching, parts, scope
from search.narrowing import filtered, of_type
from search.query import Node, Word, leaves
from search.ranking import Match, page
from search.rights import Rights
from search.segments import Segment
from search.suggesting import suggestion


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: one page of matches, how many in all, whether more follow, and the scopes to count in."""

    matches: tuple[Match, ...]
    total: int
    more: bool
    scopes: tuple[Scope, ...]
    unseen: tuple[str, ...]  # words that nothing visible has

    def facets(self, today: int) -> dict[str, Counts]:
        """How many of what was found have each value."""
        return facets(self.scopes, today)

    def together(self, groups: Sequence[str]) -> list[int]:
        """How many of what was found belong to each of some cases and threads."""
        return companions(self.scopes, groups)

    def files_inside(self) -> dict[str, tuple[Match, ...]]:
        """The files that are one hit with a post of the page, by the key of the post."""
        return files_of(self.scopes, self.matches)

    def folded(self) -> int:
        """How many files would be one hit with their posts, were things of all types wanted."""
        return together(self.scopes)

    def suggestion(self) -> dict[str, str]:
        """For each unseen word the nearest that something visible has."""
        return suggestion(self.scopes, self.unseen)


def find(
    segments: Sequence[tuple[Segment, Ids]], rights: Rights, criteria: Criteria, deadline: Deadline | None = None
) -> Answer:
    """Search some segments, each with the documents in it that no longer count, as one reader.

    Raises TooLongError after the deadline.
    """
    deadline = deadline or Deadline()
    scopes = matched(segments, rights, criteria, deadline)
    fold(scopes)
    matches, more = page(scopes, criteria, rights.own)
    return Answer(matches, sum(len(one.found) for one in scopes), more, scopes, _unseen(scopes, criteria.node))


def matched(
    segments: Sequence[tuple[Segment, Ids]], rights: Rights, criteria: Criteria, deadline: Deadline
) -> tuple[Scope, ...]:
    """Some segments as one reader searches them, with what was found in each."""
    scopes = tuple(scope(segment, dead, rights) for segment, dead in segments if segment.size)
    for one in scopes:
        deadline.check()
        mask = matching(one, criteria.node, deadline) & one.visible
        one.any_type = filtered(one, np.flatnonzero(mask).astype(np.uint32), criteria, deadline)
        one.found = of_type(one, one.any_type, criteria.types)
    return scopes


def _unseen(scopes: Sequence[Scope], node: Node | None) -> tuple[str, ...]:
    """The words of the query that no visible document has in any form."""
    return tuple(
        leaf.exact[0]
        for leaf in leaves(node)
        if isinstance(leaf, Word) and len(leaf.exact) == 1 and not any(_seen(one, leaf) for one in scopes)
    )


def _seen(one: Scope, leaf: Word) -> bool:
    return any(one.visible[one.lists[part][0]].any() for part in parts(leaf) if part in one.lists)
