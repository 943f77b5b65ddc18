"""What is alike among the rows of a build: the sentence of ``alike`` in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.alike import SAME_CUSTOMER, Alike, Term, words_of
from search.analysis import TYPES
from search.matching import Criteria, Part
from search.postgres import scoring, tallying, terms
from search.postgres.conditions import DOCUMENTS, View, filters, having, of_type
from search.postgres.finding import match_of, order_of
from search.postgres.sql import joined, rows, said
from search.postgres.survey import NAMED


@dataclass(frozen=True)
class RowsAlike:
    """The rows that one person sees and that pass the filters, beyond what lies in memory."""

    view: View
    criteria: Criteria
    customer: str

    def totals(self) -> tuple[int, int]:
        """How many documents of the wanted types there are, and how many words they have."""
        wanted = self.criteria.types.wanted
        return tallying.totals(self.view, None if wanted is None else [TYPES.index(one) for one in wanted])

    def seen_in(self, lists: Sequence[Part]) -> list[int]:
        """In how many of them each list has something."""
        more = filters(self.criteria) + of_type(self.criteria.types)
        return tallying.each_seen_in(self.view, [terms.of_part(one) for one in lists], more) if lists else []

    def best(self, telling: Sequence[Term], least: int, average: float) -> list[Alike]:
        """The most alike that have enough of the terms."""
        queries = [terms.of_part(term.part) for term in telling]
        has = joined(" + ", [said(f"(d.terms @@ %s::tsquery)::int * {1 << at}", one) for at, one in enumerate(queries)])
        shared = joined(" + ", [said("(d.terms @@ %s::tsquery)::int", one) for one in queries])
        score = scoring.scored({term.part: term.weight for term in telling}, average)
        same = said("* CASE WHEN d.customer = %s THEN %s::float8 ELSE 1 END", self.customer, SAME_CUSTOMER)
        if self.customer:
            score += same
        inner = said(f"SELECT {NAMED}, (") + score + said(")::real AS score, d.at / 1000 AS moment, (") + has
        passing = self.view.seen + filters(self.criteria) + of_type(self.criteria.types)
        inner += said(f") AS has FROM {DOCUMENTS} WHERE") + passing + said("AND") + having(terms.any_of(queries))
        inner += said("AND (") + shared + said(") >= %s", least)
        order = said("ORDER BY score DESC, moment DESC, tie DESC LIMIT %s", self.criteria.limit)
        found = rows(said("SELECT * FROM (") + inner + said(") f") + order)
        return [
            Alike(match_of(one, order_of(score, moment, tie)), words_of(telling, has))
            for one in found
            for tie, score, moment, has in (one[7:11],)
        ]
