"""Which rows of the index one person sees, and which of them pass the filters of a search."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from groups.models import Audience
from groups.policy import Readable
from search.analysis import SIDES, STATUSES, TAG, TYPES
from search.matching import Choice, Criteria, Standing, Unread
from search.models import IndexedCount, IndexedDocument
from search.postgres import terms
from search.postgres.sql import Sql, array, joined, row, said
from search.tongues import LANGUAGES

DOCUMENTS = f'"{IndexedDocument._meta.db_table}" d'
COUNTS = f'"{IndexedCount._meta.db_table}" d'
_AUDIENCES = f'"{Audience._meta.db_table}"'
_COLUMNS = {"group": "in_group", "case": "of_case"}  # the others are called in the index as anywhere
_CODED = (("status", STATUSES), ("side", SIDES), ("lang", LANGUAGES))


@dataclass(frozen=True)
class Sum:
    """What one person sees in all: the audiences that have something, None where they are many; documents and words."""

    audiences: list[str] | None
    documents: int
    words: int


@dataclass(frozen=True)
class View:
    """What one person sees of one build: everything they may read but what the tail of the log supersedes."""

    build: int
    all_open: bool
    own: frozenset[str]
    superseded: Sequence[int]
    few: int = 2_000  # audiences that a statement names one by one

    @classmethod
    def of(cls, build: int, may: Readable, superseded: Sequence[int]) -> "View":
        """What a person sees, who may read this."""
        return cls(build, may.all_open, may.own, superseded)

    @property
    def allowed(self) -> Sql:
        """The sentence of ``groups.policy.readable`` as the database says it, of documents and of their counts.

        Whether an audience is open is asked of the audience itself: nothing is written when one opens or closes.
        """
        own = array(self.own)
        if not self.all_open:
            return said("d.build_id = %s AND d.audience = ANY(%s::text[])", self.build, own)
        # A member reads the inner side of what they may read, and never needs the face shown to others.
        reads = "a.id = d.audience AND (a.open_to_members OR a.id = ANY(%s::text[]))"
        there = f"EXISTS (SELECT FROM {_AUDIENCES} a WHERE {reads})"
        return said(f"d.build_id = %s AND NOT d.face AND {there}", self.build, own)

    @cached_property
    def sum(self) -> Sum:
        """What the person sees in all, superseded documents among it: asked once for all statements of a search."""
        each = "SELECT d.audience, sum(d.documents) AS documents, sum(d.words) AS words"
        grouped = said(f"{each} FROM {COUNTS} WHERE") + self.allowed + said("GROUP BY d.audience")
        sums = said("SELECT CASE WHEN count(*) <= %s THEN array_agg(audience) END,", self.few)
        sums += said("coalesce(sum(documents), 0), coalesce(sum(words), 0) FROM (") + grouped + said(") d")
        audiences, documents, words = row(sums)
        return Sum(audiences if documents else [], int(documents), int(words))

    @cached_property
    def seen(self) -> Sql:
        """The condition on documents: few audiences are named, so that an index finds what stands in them."""
        if self.sum.audiences is None:
            condition = self.allowed
        else:
            inner = "NOT d.face AND" if self.all_open else ""
            of = f"d.build_id = %s AND {inner} d.audience = ANY(%s::text[])"
            condition = said(of, self.build, array(self.sum.audiences))
        if not self.superseded:
            return condition
        return condition + said("AND d.hash <> ALL(%s::bigint[])", list(self.superseded))


def having(query: str) -> Sql:
    """What has the terms of a ``tsquery``."""
    return said("d.terms @@ %s::tsquery", query)


def filters(criteria: Criteria) -> Sql:
    """Every filter beside the words but the one on types; empty for none."""
    pieces: list[Sql] = []
    for column, choice in criteria.ids:
        pieces += _chosen(_COLUMNS.get(column, column), choice, "text")
    for (column, names), choice in zip(_CODED, (criteria.statuses, criteria.sides, criteria.langs), strict=True):
        pieces += _chosen(column, _numbers(choice, names), "smallint")
    if criteria.marks:
        pieces.append(said("d.marks & %s = %s", criteria.marks, criteria.marks))
    if criteria.unmarked:
        pieces.append(said("d.marks & %s = 0", criteria.unmarked))
    pieces += [having(terms.of_word(TAG + tag)) for tag in criteria.tags]
    pieces += [said("NOT") + having(terms.of_word(TAG + tag)) for tag in criteria.untagged]
    pieces += _standing(criteria.standing)
    if criteria.since is not None:
        pieces.append(said("d.at >= %s", criteria.since))
    if criteria.until is not None:
        pieces.append(said("d.at < %s", criteria.until))
    return _and(pieces)


def of_type(choice: Choice) -> Sql:
    """The filter on types; empty for none."""
    return _and(_chosen("kind", _numbers(choice, TYPES), "smallint"))


def _and(pieces: Collection[Sql]) -> Sql:
    return said("AND") + joined(" AND ", pieces) if pieces else said("")


def _numbers(choice: Choice, names: tuple[str, ...]) -> "_Numbers":
    wanted = None if choice.wanted is None else [names.index(name) for name in choice.wanted]
    return _Numbers(wanted, [names.index(name) for name in choice.refused])


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A choice of names as the numbers that stand for them."""

    wanted: list[int] | None
    refused: list[int]


def _chosen(column: str, choice: "Choice | _Numbers", kind: str) -> list[Sql]:
    pieces = []
    if choice.wanted is not None:
        pieces.append(said(f"d.{column} = ANY(%s::{kind}[])", list(choice.wanted)))
    if choice.refused:
        pieces.append(said(f"d.{column} <> ALL(%s::{kind}[])", list(choice.refused)))
    return pieces


def _standing(standing: Standing) -> list[Sql]:
    """What is the reader's, and what they have not read."""
    post = TYPES.index("post")
    pieces = []
    if standing.mine is not None:
        mine = said("((d.kind = %s AND d.author = %s) OR d.holder = %s)", post, standing.reader, standing.reader)
        pieces.append(mine if standing.mine else said("NOT") + mine)
    if standing.unread is not None:
        fresh = said("(d.author <> %s AND", standing.reader) + _beyond(standing.places) + said(")")
        pieces.append(said("d.kind = %s", post))
        pieces.append(fresh if standing.unread else said("NOT") + fresh)
    return pieces


def _beyond(places: Unread) -> Sql:
    """What came after the reader was last in its audience."""
    audiences, moments = [one for one, _at in places.read], [at for _one, at in places.read]
    later = said(
        "EXISTS (SELECT FROM unnest(%s::text[], %s::bigint[]) AS r(audience, at) "
        "WHERE r.audience = d.audience AND d.at > r.at)",
        audiences,
        moments,
    )
    if not places.silent:
        return later
    return later + said("AND d.thread <> ALL(%s::text[])", list(places.silent))
