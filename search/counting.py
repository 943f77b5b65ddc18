"""How many matches have each value: exact counts over what the reader sees."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from search.analysis import DAY, HAS, SIDES, STATUSES, TYPES, bits, unpack_id
from search.codec import Ids
from search.matching import Scope
from search.rights import codes, short
from search.tongues import LANGUAGES

FACET_VALUES = 10
PERIODS = (("week", 7), ("month", 30), ("quarter", 91), ("year", 365))
_MANY = 20_000

Counts = list[tuple[str, int]]


def facets(scopes: Sequence[Scope], today: int) -> dict[str, Counts]:
    """The counts by type (of matches of any type), side, ids, status, what comes with it, language and period."""
    return {
        "type": _coded([(one, one.any_type) for one in scopes], "type", TYPES),
        "side": _coded([(one, one.found) for one in scopes], "side", SIDES),
        "group": _ids(scopes, "group"),
        "customer": _ids(scopes, "customer"),
        "author": _ids(scopes, "author"),
        "status": _coded([(one, one.found) for one in scopes], "status", STATUSES),
        "has": _marks(scopes),
        "lang": _langs(scopes),
        "period": _periods(scopes, today),
    }


def _coded(found: Sequence[tuple[Scope, Ids]], column: str, names: tuple[str, ...]) -> Counts:
    counts = np.zeros(len(names), np.int64)
    for one, ids in found:
        counts += np.bincount(one.segment.take(column, ids), minlength=len(names))
    return [(name, int(count)) for name, count in zip(names, counts, strict=True) if name and count]


def _langs(scopes: Sequence[Scope]) -> Counts:
    """By language; a file in another one than its post is found by it without the post."""
    others = [(one, one.folded.files[one.segment.take("lang", one.folded.files) != one.folded.langs]) for one in scopes]
    return _coded([*((one, one.found) for one in scopes), *others], "lang", LANGUAGES)


def _marks(scopes: Sequence[Scope]) -> Counts:
    marks = [one.segment.take("marks", one.found) for one in scopes]
    counts = [(name, sum(int(np.count_nonzero(some & bits((name,)))) for some in marks)) for name in HAS]
    return [(name, count) for name, count in counts if count]


def _ids(scopes: Sequence[Scope], column: str) -> Counts:
    """The most frequent ids of a column, most frequent first."""
    values, counts = [], []
    for one in scopes:
        if len(one.found) > _MANY:
            held = codes(one.segment, column)
            often = np.bincount(held.codes[one.found], minlength=len(held.values))
            some = often > 0
            values.append(held.values[some])
            counts.append(often[some])
        elif len(one.found):
            distinct, often = np.unique(short(one.segment.take(column, one.found)), return_counts=True)
            values.append(distinct)
            counts.append(often)
    if not values:
        return []
    distinct, places = np.unique(np.concatenate(values), return_inverse=True)
    total = np.bincount(places.reshape(-1), weights=np.concatenate(counts)).astype(np.int64)
    total[distinct == 0] = 0
    order = np.lexsort((distinct, -total))[:FACET_VALUES]
    return [(_name(scopes, column, distinct[at]), int(total[at])) for at in order if total[at]]


def _name(scopes: Sequence[Scope], column: str, value: np.uint64) -> str:
    """The id that 64 bits stand for, read from a document that was found."""
    for one in scopes:
        if len(one.found) > _MANY:
            held = codes(one.segment, column)
            place = int(np.searchsorted(held.values, value))
            if place < len(held.values) and held.values[place] == value:
                hits = one.found[held.codes[one.found] == place]
                if len(hits):
                    return unpack_id(bytes(one.segment.take(column, hits[:1])[0]))
        else:
            hits = one.found[short(one.segment.take(column, one.found)) == value]
            if len(hits):
                return unpack_id(bytes(one.segment.take(column, hits[:1])[0]))
    return ""


def _periods(scopes: Sequence[Scope], today: int) -> Counts:
    counts: Counter[str] = Counter()
    for one in scopes:
        when = one.segment.take("when", one.found)
        for name, days in PERIODS:
            since = max(today - days * DAY, 0)
            counts[name] += int(np.count_nonzero(when >= since))
            # A file that is newer than its post is found without it.
            newer = one.segment.take("when", one.folded.files) >= since
            counts[name] += int(np.count_nonzero(newer & (one.folded.moments < since)))
    return [(name, counts[name]) for name, _days in PERIODS if counts[name]]
