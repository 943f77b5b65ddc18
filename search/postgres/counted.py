"""How many of what was found have each value, as PostgreSQL counts them."""

from collections.abc import Mapping, Sequence
from typing import Any

from search.analysis import DAY, HAS, SIDES, STATUSES, TYPES, bits
from search.counting import FACET_VALUES, PERIODS, Counts
from search.postgres.sql import Sql, joined, said
from search.tongues import LANGUAGES

_CODED = {"side": SIDES, "status": STATUSES, "lang": LANGUAGES}
_IDS = {"group": "in_group", "customer": "customer", "author": "author"}
_COLUMNS = {name: name for name in _CODED} | _IDS
_FACETS = {
    name: 2 ** len(_COLUMNS) - 1 - 2 ** (len(_COLUMNS) - 1 - at) for at, name in enumerate(_COLUMNS)
}  # grouping()
_ORDER: dict[str, Sequence[str]] = _CODED | {"type": TYPES, "has": HAS, "period": [name for name, _days in PERIODS]}


def asked(today: int, also: Mapping[str, Sequence[str]]) -> dict[str, Sql]:
    """What to ask of the steps of ``survey``; of ids the most frequent ones, and those that are named."""
    moments = [max(today - days * DAY, 0) for _name, days in PERIODS]
    marks = [said("marks & %s <> 0", bits((name,))) for name in HAS]
    since = [said("at >= %s", moment) for moment in moments]
    # A file that is newer than its post, or in another language, is found without it.
    newer = [said("taken AND at >= %s AND post_at < %s", moment, moment) for moment in moments]
    others = [said("taken AND lang = %s AND post_lang <> %s", lang, lang) for lang in range(len(LANGUAGES))]
    return {
        "numbers": _numbers([said("TRUE"), *marks, *since], "kept"),
        "folded": _numbers([said("TRUE"), *newer, *others], "folded"),
        "kinds": listed("kind, number", said("SELECT kind, count(*) AS number FROM hit WHERE matched GROUP BY kind")),
        "values": listed("facet, value, number", _values(also)),
    }


def listed(columns: str, told: Sql) -> Sql:
    """Some rows as one list of lists; null for none."""
    return said(f"SELECT json_agg(json_build_array({columns})) FROM (") + told + said(") d")  # noqa: S608 - constants


def _numbers(conditions: Sequence[Sql], source: str) -> Sql:
    each = joined(", ", (said("count(*) FILTER (WHERE") + one + said(")") for one in conditions))
    return said("SELECT json_build_array(") + each + said(f") FROM {source}")


def grouped() -> Sql:
    """A step: how many of what is kept have each value of each column, in one pass."""
    columns, sets = ", ".join(_COLUMNS.values()), ", ".join(f"({column})" for column in _COLUMNS.values())
    value = ", ".join(f"{column}::text" for column in _COLUMNS.values())
    counts = f"SELECT grouping({columns}) AS facet, coalesce({value}) AS value, count(*) AS number FROM kept"  # noqa: S608 - constants
    return said(f"{counts} GROUP BY GROUPING SETS ({sets})")


def _values(also: Mapping[str, Sequence[str]]) -> Sql:
    pieces = [said("SELECT * FROM grouped WHERE facet = ANY(%s)", [_FACETS[name] for name in _CODED])]
    for name in _IDS:
        here = f"FROM grouped WHERE facet = {_FACETS[name]} AND value <> ''"
        first = f'(SELECT * {here} ORDER BY number DESC, value COLLATE "C" LIMIT {FACET_VALUES + len(also[name])})'
        pieces.append(said(first))
        if also[name]:
            pieces.append(said(f"SELECT * {here} AND value = ANY(%s::text[])", list(also[name])))
    return joined(" UNION ALL ", pieces)


def read(told: Mapping[str, Any]) -> dict[str, Counts]:
    """The counts by facet, of what was answered."""
    values: dict[str, dict[str, int]] = {name: {} for name in _COLUMNS}
    names = {facet: name for name, facet in _FACETS.items()}
    for facet, value, number in told["values"] or ():
        values[names[facet]][value] = number
    kinds = {str(kind): number for kind, number in told["kinds"] or ()}
    has, since = told["numbers"][1 : len(HAS) + 1], told["numbers"][len(HAS) + 1 :]
    newer, others = told["folded"][1 : len(PERIODS) + 1], told["folded"][len(PERIODS) + 1 :]
    for lang, number in enumerate(others):
        values["lang"][str(lang)] = values["lang"].get(str(lang), 0) + number
    periods = [number + more for number, more in zip(since, newer, strict=True)]
    return {
        "type": _named(kinds, TYPES),
        "side": _named(values["side"], SIDES),
        **{name: list(values[name].items()) for name in _IDS},
        "status": _named(values["status"], STATUSES),
        "has": [(name, number) for name, number in zip(HAS, has, strict=True) if number],
        "lang": _named(values["lang"], LANGUAGES),
        "period": [(name, number) for (name, _days), number in zip(PERIODS, periods, strict=True) if number],
    }


def _named(told: Mapping[str, int], names: Sequence[str]) -> Counts:
    counts = [(name, told.get(str(number), 0)) for number, name in enumerate(names)]
    return [(name, count) for name, count in counts if name and count]


def together(one: Mapping[str, Counts], other: Mapping[str, Counts]) -> dict[str, Counts]:
    """The counts of two places that share no document; ids the most frequent first, the others in their order."""
    found: dict[str, Counts] = {}
    for name in one:
        counts = dict(one[name])
        for value, count in other.get(name, ()):
            counts[value] = counts.get(value, 0) + count
        if name in _IDS:
            found[name] = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:FACET_VALUES]
        else:
            found[name] = [(value, counts[value]) for value in _ORDER[name] if value in counts]
    return found
