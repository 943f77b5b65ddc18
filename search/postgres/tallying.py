"""What one person sees in numbers: how many documents and words, and in how many of them a term stands."""

from collections.abc import Iterable, Mapping, Sequence

from search.matching import Part
from search.postgres import terms
from search.postgres.conditions import COUNTS, DOCUMENTS, View, having
from search.postgres.sql import Sql, joined, row, rows, said
from search.query import Phrase

Lists = Sequence[Part | Phrase]


def totals(view: View, kinds: Iterable[int] | None = None) -> tuple[int, int]:
    """How many documents the person sees, and how many words they have; of some kinds."""
    of = said("") if kinds is None else said("AND d.kind = ANY(%s::smallint[])", list(kinds))
    if kinds is None:
        documents, words = view.sum.documents, view.sum.words
    else:
        sums = said(f"SELECT coalesce(sum(documents), 0), coalesce(sum(words), 0) FROM {COUNTS} WHERE")  # noqa: S608 - a constant
        documents, words = row(sums + view.allowed + of)
    if view.superseded:
        replaced = said(f"SELECT count(*), coalesce(sum(d.length), 0) FROM {DOCUMENTS} WHERE")  # noqa: S608 - a constant
        these = said("AND d.hash = ANY(%s::bigint[])", list(view.superseded))
        fewer, shorter = row(replaced + view.allowed + of + these)
        documents, words = documents - fewer, words - shorter
    return int(documents), int(words)


def seen_in(view: View, lists: Lists) -> dict[Part | Phrase, int]:
    """In how many visible documents each list has something: one pass over what has any of them."""
    if not lists:
        return {}
    queries = [terms.of_part(one) for one in lists]
    counted = joined(", ", [said("count(*) FILTER (WHERE") + having(query) + said(")") for query in queries])
    among = said(f"FROM {DOCUMENTS} WHERE") + view.seen + said("AND") + having(terms.any_of(queries))
    found = row(said("SELECT") + counted + among)
    return dict(zip(lists, map(int, found), strict=True))


def each_seen_in(view: View, queries: Sequence[str], more: Sql) -> list[int]:
    """In how many visible documents each of some ``tsquery`` finds something: rare ones cost little."""
    each = f"(SELECT count(*) FROM {DOCUMENTS} WHERE d.terms @@ q.query::tsquery AND"  # noqa: S608 - a constant
    counted = said(f"SELECT q.number, {each}")
    listed = said(") FROM unnest(%s::text[]) WITH ORDINALITY AS q(query, number)", list(queries))
    told: Mapping[int, int] = dict(rows(counted + view.seen + more + listed))
    return [told[number] for number in range(1, len(queries) + 1)]
