"""The score of a document as PostgreSQL reckons it: the sentence of ``ranking`` in SQL, over the same numbers."""

from collections.abc import Iterable, Mapping

from search.analysis import DAY
from search.codec import WEIGHT_STEP
from search.matching import Part
from search.postgres import terms
from search.postgres.sql import Sql, array, joined, said
from search.query import Phrase
from search.ranking import CLOSE, FRESH, FRESH_DAYS, K1, B


def scored(weights: Mapping[Part | Phrase, float], average: float) -> Sql:
    """What the lists say of a document in all (BM25): each counts for its weight."""
    return summed([(said("%s::float8", weight), heavy(part)) for part, weight in weights.items()], average)


def summed(lists: Iterable[tuple[Sql, Sql]], average: float) -> Sql:
    """The same of what each list counts for and of how heavy it is in the document: null where it is not there."""
    each = [_said(weight, weighs, average) for weight, weighs in lists]
    return said("(") + joined(" + ", each) + said(")") if each else said("0.0::float8")


def _said(weight: Sql, weighs: Sql, average: float) -> Sql:
    """How much one list says of a document: more where it stands often, less in what is long."""
    damped = said("%s::float8 * (%s::float8 + %s::float8 * d.length)", K1, 1 - B, B / average)
    most = said("coalesce(") + weight + said("* %s::float8", K1 + 1)
    return most + said("/ (1 +") + damped + said("/") + weighs + said("), 0)")


def rare(boost: float, documents: int, seen: Sql) -> Sql:
    """What a list counts for: more the fewer of the documents have something in it (``ranking.rarity``)."""
    return said("%s::float8 * ln(%s::float8 / ((", boost, documents + 1) + seen + said(") + 0.5))")


def heavy(part: Part | Phrase) -> Sql:
    """How heavy a list is in a document; null where it is not there."""
    if isinstance(part, Phrase):
        return said("CASE WHEN d.terms @@ %s::tsquery THEN 1.0::float8 END", terms.of_part(part))
    (_a, first, most), (_b, second, much), (_c, third, some), (_d, last, little) = terms.LABELS
    has = [terms.of_part(part, label) for label in (first + second, first, third, last)]
    heavy, light = "WHEN d.terms @@ %s::tsquery THEN %s::float8 ELSE %s::float8 END", "d.terms @@ %s::tsquery THEN"
    of_titles = said(f"CASE {heavy}", has[1], most * WEIGHT_STEP, much * WEIGHT_STEP)
    found = said(f"CASE WHEN {light}", has[0]) + of_titles
    found += said(f"WHEN {light} %s::float8", has[2], some * WEIGHT_STEP)
    return found + said(f"WHEN {light} %s::float8 END", has[3], little * WEIGHT_STEP)


def raised(score: Sql, today: int) -> Sql:
    """A score, a little higher for what is new and for what is close to the reader (``d.close``)."""
    fresh = said(
        "(1 + %s::float8 * power(2::float8, -greatest(%s::float8 - d.at, 0) / %s::float8))",
        FRESH,
        today,
        FRESH_DAYS * DAY,
    )
    near = said("(1 + CASE WHEN d.close THEN %s::float8 ELSE 0 END)", CLOSE)
    return said("(") + score + said("*") + fresh + said("*") + near + said(")::real")


def close(own: frozenset[str], customers: frozenset[str]) -> Sql:
    """Whether a document stands where the reader takes part, or is about a customer of theirs."""
    return said("(d.audience = ANY(%s::text[]) OR d.customer = ANY(%s::text[]))", array(own), array(customers))
