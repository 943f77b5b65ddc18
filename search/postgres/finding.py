"""Finds as one person, over the rows of a build and the tail of the log; what must be counted is counted when asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Q
from django.db.models.functions import Length

from search import suggesting
from search.analysis import TYPES
from search.counting import Counts
from search.counting import facets as facets_in_memory
from search.folding import Posts, file_of, files_of, fold, owners, posts_with_files, together
from search.groups import companions, newest
from search.matching import Criteria, Part, Scope, parts, visible_frequency
from search.models import IndexedWord
from search.postgres import counted, tallying, terms
from search.postgres.conditions import DOCUMENTS, View
from search.postgres.sql import rows, said
from search.postgres.survey import Beside, Survey, is_scored, survey
from search.query import Phrase, Word, leaves
from search.ranking import Beyond, Match, page, scored_lists, seen_in
from search.suggesting import SLIPS


@dataclass
class Found:
    """What was found in a build and in the tail beyond it; ``scopes`` are those of the tail, matched already."""

    view: View
    scopes: Sequence[Scope]
    criteria: Criteria

    @property
    def matches(self) -> tuple[Match, ...]:
        """One page, in order."""
        return self._page[0]

    @property
    def more(self) -> bool:
        """Whether more follow the page."""
        return self._page[1]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self._there.total + sum(len(scope.found) for scope in self.scopes)

    @cached_property
    def unseen(self) -> tuple[str, ...]:
        """Words of the query that nothing visible has."""
        words = [leaf for leaf in leaves(self.criteria.node) if isinstance(leaf, Word) and len(leaf.exact) == 1]
        lists = [part for word in words for part in parts(word)]
        seen = self._there.seen if set(lists) <= self._lists.keys() else tallying.seen_in(self.view, lists)
        here = {part for scope in self.scopes for part in lists if part in scope.lists and _any(scope, part)}
        return tuple(
            word.exact[0] for word in words if not any(part in here or seen.get(part, 0) for part in parts(word))
        )

    def facets(self, today: int) -> dict[str, Counts]:
        """How many of what was found have each value."""
        there = counted.read(self._there.counts)
        return counted.together(there, facets_in_memory(self.scopes, today))

    def together(self, groups: Sequence[str]) -> list[int]:
        """How many of what was found belong to each of some cases and threads of the page."""
        there = self._there.companions
        return [there.get(one, 0) + here for one, here in zip(groups, companions(self.scopes, groups), strict=True)]

    def files_inside(self) -> dict[str, tuple[Match, ...]]:
        """The files that are one hit with a post of the page, by the key of the post."""
        there = self._there.files
        found = files_of(self.scopes, self.matches)
        for match in self.matches:
            files = tuple(file_of(match, file) for post, file in there if match.type == "post" and post == match.id)
            if files:
                found[match.key] = (*found.get(match.key, ()), *files)
        return found

    def folded(self) -> int:
        """How many files would be one hit with their posts, were things of all types wanted."""
        beyond = Posts.of([post[:3] for post in self._there.posts])
        return self._there.together + together(self.scopes, beyond)

    def suggestion(self) -> dict[str, str]:
        """For each unseen word the nearest that something visible has; the most frequent of several."""
        found = {}
        for word in suggesting.correctable(self.unseen):
            near = suggesting.nearest(self._words_like(word), word)
            for scope in self.scopes:
                near |= suggesting.nearest(suggesting.vocabulary(scope.segment, word), word)
            seen = dict(zip(near, self._frequencies(list(near)), strict=True))
            best = min(((near[one], -seen[one], one) for one in near if seen[one]), default=None)
            if best is not None:
                found[word] = best[2]
        return found

    @cached_property
    def _lists(self) -> Mapping[Part | Phrase, float]:
        """The lists that make the score; none where the order is another one."""
        return scored_lists(self.criteria.node) if is_scored(self.criteria) else {}

    @cached_property
    def _there(self) -> Survey:
        """What was found in the rows; the files of the tail are folded by it."""
        told = survey(self.view, self.criteria, self._lists, self._beside())
        fold(self.scopes, Posts.of([post[:3] for post in told.posts if post[3]]))
        return told

    def _beside(self) -> Beside:
        here = facets_in_memory(self.scopes, self.criteria.today)
        return Beside(
            documents=sum(scope.count for scope in self.scopes),
            words=sum(scope.words for scope in self.scopes),
            seen={part: seen_in(self.scopes, part) for part in self._lists},
            values={name: [value for value, _count in here[name]] for name in here},
            posts=[post for scope in self.scopes for post in posts_with_files(scope)],
            owners=[post for scope in self.scopes for post in owners(scope)],
            newest=newest(self.scopes),
        )

    @cached_property
    def _page(self) -> tuple[tuple[Match, ...], bool]:
        """The page of both places, and whether more follow.

        Each place tells its first ones, and the first of these are the page.
        """
        told, scored = self._there, is_scored(self.criteria)
        beyond = Beyond(told.documents, told.words, told.seen, self._newest() if self.criteria.by_activity else {})
        here, more = page(self.scopes, self.criteria, self.view.own, beyond)
        there = (_match(one, scored=scored) for one in told.page)
        both = sorted((*there, *here), key=lambda match: match.order, reverse=True)
        limit = self.criteria.limit
        return tuple(both[:limit]), more or len(both) > limit

    def _newest(self) -> Mapping[str, int]:
        """When something last happened in the build in the cases and threads of the tail."""
        groups = [*newest(self.scopes)]
        asked = said(f"SELECT d.companions, max(d.at) FROM {DOCUMENTS} WHERE") + self.view.seen  # noqa: S608 - a constant
        of = said("AND d.companions = ANY(%s::text[]) GROUP BY d.companions", groups)
        return dict(rows(asked + of)) if groups else {}

    def _words_like(self, word: str) -> tuple[str, ...]:
        """The words of the build that begin with the first or the second letter, and are about as long."""
        held = IndexedWord.objects.filter(build=self.view.build)
        begins = Q(word__startswith=word[0]) | Q(word__startswith=word[1])
        least, most = len(word) - SLIPS, len(word) + SLIPS
        fitting = held.annotate(size=Length("word")).filter(begins, size__gte=least, size__lte=most)
        return tuple(fitting.values_list("word", flat=True))

    def _frequencies(self, words: Sequence[str]) -> list[int]:
        """In how many visible documents each of some words stands as it is."""
        there = tallying.each_seen_in(self.view, [terms.of_word(word) for word in words], said("")) if words else []
        return [many + visible_frequency(self.scopes, word) for many, word in zip(there, words, strict=True)]


def match_of(one: Sequence[Any], order: tuple[int, int]) -> Match:
    """A row of the columns that name a document."""
    kind, face, ident, audience, thread, author, case = one[:7]
    name = TYPES[kind]
    key = f"{name}:{ident}@{audience}" if face else f"{name}:{ident}"
    return Match(key, name, ident, audience, thread, author, case, order)


def order_of(score: float | None, moment: int, tie: int) -> tuple[int, int]:
    """A sort key as those in memory: the bits of a score before the seconds, or the moment alone."""
    if score is None:
        return moment, tie + 2**63
    return int(np.float32(score).view(np.uint32)) << 32 | moment, tie + 2**63


def _match(one: Sequence[Any], *, scored: bool) -> Match:
    tie, score, moment = one[7:10]
    return match_of(one, order_of(score if scored else None, moment, tie))


def _any(scope: Scope, part: Part | Phrase) -> bool:
    return bool(scope.visible[scope.lists[part][0]].any())
