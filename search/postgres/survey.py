"""One search over the rows of a build as one statement: its page, its total and all its counts.

Documents are read once (``hit``), and everything else is said of the few columns that were taken of them. Only numbers
of visible documents go into scores and counts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.analysis import TYPES, bits
from search.matching import Criteria, Part
from search.postgres import counted, scoring, tallying, terms
from search.postgres.conditions import DOCUMENTS, View, filters, having, of_type
from search.postgres.sql import Sql, joined, row, said
from search.query import Either, Node, Phrase, Word

NAMED = "d.kind, d.face, d.ident, d.audience, d.thread, d.author, d.of_case, d.tie"

_TAKEN = (
    "d.id, d.kind, d.side, d.status, d.lang, d.marks, d.length, d.at, d.tie, d.in_group, d.customer, d.author, "
    "d.companions, d.ident, d.post"
)
_POST, _FILE, _WITH_FILES = TYPES.index("post"), TYPES.index("file"), bits(("file",))
_ORDER = "score DESC, moment DESC, tie DESC"
_WITH_FILE = f"SELECT ident, lang, at, wanted FROM hit WHERE matched AND kind = {_POST} AND marks & {_WITH_FILES} <> 0"  # noqa: S608 - constants
_KEPT = "SELECT * FROM hit WHERE matched AND wanted AND id NOT IN (SELECT id FROM folded WHERE taken)"

Lists = Mapping[Part | Phrase, float]
Post = tuple[str, int, int, bool]  # its id, the place of its language, its moment, whether posts are wanted


@dataclass(frozen=True)
class Beside:
    """What lies in the tail of the log, where it touches what is said of the rows."""

    documents: int
    words: int
    seen: Mapping[Part | Phrase, int]
    values: Mapping[str, Sequence[str]]  # by facet: what is counted there
    posts: Sequence[Post]  # that were found and have files
    owners: Sequence[str]  # the posts of files that were found
    newest: Mapping[str, int]  # by case or thread: when something last happened


@dataclass(frozen=True)
class Survey:
    """What was found in the rows. A row of the page holds ``NAMED``, score and moment."""

    documents: int
    words: int
    seen: Mapping[Part | Phrase, int]
    page: Sequence[Sequence[Any]]
    total: int
    counts: Mapping[str, Any]  # as ``counted`` reads them
    companions: Mapping[str, int]  # by case or thread of the page and of the tail: how many were found
    together: int  # files that would be one hit with their posts
    files: Sequence[tuple[str, str]]  # a post of the page or of the tail, a file that is one hit with it
    posts: Sequence[Post]  # that were found, and have files in the tail


def is_scored(criteria: Criteria) -> bool:
    """Whether the order is that of scores."""
    return criteria.node is not None and not criteria.newest_first and not criteria.by_activity


def survey(view: View, criteria: Criteria, lists: Lists, beside: Beside) -> Survey:
    """Search the rows as one person. ``lists`` make the score; there are none where the order is another one."""
    documents, words = tallying.totals(view)
    number = max(documents + beside.documents, 1)
    average = max((words + beside.words) / number, 1.0)
    steps = [
        said("hit AS MATERIALIZED (") + _hit(view, criteria, lists) + said(")"),
        said("folded AS MATERIALIZED (") + _folded(beside) + said(")"),
        said(f"kept AS NOT MATERIALIZED ({_KEPT})"),
    ]
    if criteria.by_activity:
        steps.append(said("latest AS (") + _latest(view, beside) + said(")"))
    score = _score(criteria, lists, number, average, beside)
    steps.append(said("page AS MATERIALIZED (") + _page(criteria, score) + said(")"))
    steps.append(said("grouped AS MATERIALIZED (") + counted.grouped() + said(")"))
    shown = f"SELECT json_agg(json_build_array({NAMED}, d.score, d.moment) ORDER BY {_ORDER}) FROM page d"  # noqa: S608 - constants
    often = [f"count(w{at})" for at in range(len(lists))]
    asked = {
        "seen": said(f"SELECT json_build_array({', '.join(['count(*)', *often])}) FROM hit"),  # noqa: S608 - constants
        "page": said(shown),
        "companions": _companions(beside),
        "files": _files(beside),
        **({"posts": _posts(beside)} if beside.owners else {}),
        **counted.asked(criteria.today, beside.values),
    }
    answer = joined(", ", (said(f"'{name}', (") + one + said(")") for name, one in asked.items()))
    statement = said("WITH") + joined(", ", steps) + said("SELECT json_build_object(") + answer + said(")::text")
    told = json.loads(row(statement)[0])
    return Survey(
        documents=documents,
        words=words,
        seen=dict(zip(lists, told["seen"][1:], strict=True)),
        page=told["page"] or (),
        total=told["numbers"][0],
        counts=told,
        companions=dict(told["companions"] or ()),
        together=told["folded"][0],
        files=[(post, file) for post, file in told["files"] or ()],
        posts=[(post, lang, at, wanted) for post, lang, at, wanted in told.get("posts") or ()],
    )


def _hit(view: View, criteria: Criteria, lists: Lists) -> Sql:
    """What is found; where there are lists, everything that has one of them, because their frequencies count."""
    wanted = said("(TRUE") + of_type(criteria.types) + said(") AS wanted")
    source = said(f"FROM {DOCUMENTS} WHERE") + view.seen
    if not lists:
        found = said("") if criteria.node is None else said("AND") + having(terms.of_node(criteria.node))
        taken = said(f"SELECT {_TAKEN}, TRUE AS matched, FALSE AS close,") + wanted
        return taken + source + found + filters(criteria)
    queries, matched = [terms.of_part(one) for one in lists], said("(TRUE")
    if criteria.node is not None and not _only_lists(criteria.node):
        queries.append(terms.of_node(criteria.node))
        matched += said("AND") + having(queries[-1])
    read = said("SELECT d.*,") + matched + filters(criteria) + said(") AS matched") + source
    read += said("AND") + having(terms.any_of(queries)) + said("OFFSET 0")  # asked once for a document
    weights = joined(", ", (_weight(at, one) for at, one in enumerate(lists)))
    taken = said(f"SELECT {_TAKEN}, d.matched,") + scoring.close(view.own, criteria.near) + said("AS close,")
    return taken + wanted + said(",") + weights + said("FROM (") + read + said(") d")


def _only_lists(node: Node) -> bool:
    """Whether having one of the lists is all that is asked."""
    return isinstance(node, Word | Phrase) or (isinstance(node, Either) and all(map(_only_lists, node.parts)))


def _weight(at: int, part: Part | Phrase) -> Sql:
    """How heavy a list is in what is found, 0 in what only counts for its frequency, null where it is not."""
    there = said("WHEN") + having(terms.of_part(part)) + said("THEN 0")
    return said("CASE WHEN d.matched THEN") + scoring.heavy(part) + there + said(f"END AS w{at}")


def _folded(beside: Beside) -> Sql:
    """Files that were found with their posts; ``taken`` are those that are one hit with them."""
    columns = [list(column) for column in zip(*beside.posts, strict=True)] or [[], [], [], []]
    there = said("SELECT * FROM unnest(%s::text[], %s::smallint[], %s::bigint[], %s::boolean[])", *columns)
    pair = "f.id, f.ident, f.post, f.lang, f.at, p.lang AS post_lang, p.at AS post_at, f.wanted AND p.wanted AS taken"
    both = said(f"SELECT {pair} FROM hit f JOIN ({_WITH_FILE} UNION ALL") + there  # noqa: S608 - constants
    return both + said(f") p ON p.ident = f.post WHERE f.matched AND f.kind = {_FILE}")


def _score(criteria: Criteria, lists: Lists, documents: int, average: float, beside: Beside) -> Sql:
    if not lists:
        return said("0::real")
    weights = [
        (
            scoring.rare(boost, documents, said(f"SELECT count(w{at}) + %s FROM hit", beside.seen.get(part, 0))),  # noqa: S608 - constants
            said(f"d.w{at}"),
        )
        for at, (part, boost) in enumerate(lists.items())
    ]
    return scoring.raised(scoring.summed(weights, average), criteria.today)


def _latest(view: View, beside: Beside) -> Sql:
    """When something last happened in the cases and threads of what was found, as far as the reader sees it."""
    groups = "SELECT companions FROM kept WHERE companions <> ''"
    seen = (
        said(f"SELECT d.companions, d.at FROM {DOCUMENTS} WHERE") + view.seen + said(f"AND d.companions IN ({groups})")  # noqa: S608 - constants
    )
    tail = said("SELECT * FROM unnest(%s::text[], %s::bigint[])", [*beside.newest], [*beside.newest.values()])
    both = seen + said("UNION ALL") + tail
    return said("SELECT companions, max(at) AS last FROM (") + both + said(") d GROUP BY companions")


def _page(criteria: Criteria, score: Sql) -> Sql:
    """The first rows after the cursor, one more than a page."""
    moment, source = ("d.at / 1000" if is_scored(criteria) else "d.at"), "kept d"
    if criteria.by_activity:
        moment = "coalesce(l.last, d.at)"
        source = "kept d LEFT JOIN latest l ON l.companions = d.companions"
    ordered = said(f"SELECT d.id, d.tie, {moment} AS moment,") + score + said(f"AS score FROM {source}")
    limit = said(f"ORDER BY {_ORDER} LIMIT %s", criteria.limit + 1)
    first = said("SELECT * FROM (") + ordered + said(") d") + _after(criteria) + limit
    named = f"SELECT {NAMED}, d.companions, f.score, f.moment FROM ("  # noqa: S608 - constants
    return said(named) + first + said(f") f JOIN {DOCUMENTS} ON d.id = f.id")


def _after(criteria: Criteria) -> Sql:
    if criteria.after is None:
        return said("")
    order, key = criteria.after
    if is_scored(criteria):
        last, order = float(np.uint32(order >> 32).view(np.float32)), order & 0xFFFFFFFF
    else:
        last = 0.0
    return said("WHERE (score, moment, tie) < (%s::real, %s::bigint, %s::bigint)", last, order, key - 2**63)


def _companions(beside: Beside) -> Sql:
    also = said("UNION ALL SELECT * FROM unnest(%s::text[])", [*beside.newest]) if beside.newest else said("")
    counted_ = said("SELECT d.companions, count(*) AS number FROM kept d WHERE d.companions <> '' AND")
    counted_ += said("d.companions IN (SELECT companions FROM page") + also + said(") GROUP BY d.companions")
    return counted.listed("companions, number", counted_)


def _files(beside: Beside) -> Sql:
    """Of the posts of the page, and of all in the tail, that are one hit with files."""
    also = said("UNION ALL SELECT * FROM unnest(%s::text[])", [post[0] for post in beside.posts])
    posts = said("(SELECT ident FROM page") + (also if beside.posts else said("")) + said(")")
    return counted.listed("post, ident", said("SELECT post, ident FROM folded WHERE taken AND post IN") + posts)


def _posts(beside: Beside) -> Sql:
    return counted.listed(
        "ident, lang, at, wanted", said(f"{_WITH_FILE} AND ident = ANY(%s::text[])", list(beside.owners))
    )
