"""Finds, ranks and counts over segments as one reader: nothing in an answer depends on what the reader may not see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.codec import Ids
from search.matching import Criteria, Deadline, Scope, filtered, matching, of_type, parts, scope
from search.query import Node, Word, leaves
from search.ranking import Match, page
from search.rights import Rights
from search.segments import Segment


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: one page of matches, how many in all, whether more follow, and the scopes to count in."""

    matches: tuple[Match, ...]
    total: int
    more: bool
    scopes: tuple[Scope, ...]
    unseen: tuple[str, ...]  # words that nothing visible has


def find(
    segments: Sequence[tuple[Segment, Ids]], rights: Rights, criteria: Criteria, deadline: Deadline | None = None
) -> Answer:
    """Search some segments, each with the documents in it that no longer count, as one reader.

    Raises TooLongError after the deadline.
    """
    deadline = deadline or Deadline()
    scopes = tuple(scope(segment, dead, rights) for segment, dead in segments if segment.size)
    for one in scopes:
        deadline.check()
        mask = matching(one, criteria.node, deadline) & one.visible
        one.any_type = filtered(one, np.flatnonzero(mask).astype(np.uint32), criteria)
        one.found = of_type(one, one.any_type, criteria.types)
    matches, more = page(scopes, criteria)
    return Answer(matches, sum(len(one.found) for one in scopes), more, scopes, _unseen(scopes, criteria.node))


def _unseen(scopes: Sequence[Scope], node: Node | None) -> tuple[str, ...]:
    """The words of the query that no visible document has in any form."""
    return tuple(
        leaf.exact[0]
        for leaf in leaves(node)
        if isinstance(leaf, Word) and len(leaf.exact) == 1 and not any(_seen(one, leaf) for one in scopes)
    )


def _seen(one: Scope, leaf: Word) -> bool:
    return any(one.visible[one.lists[part][0]].any() for part in parts(leaf) if part in one.lists)
