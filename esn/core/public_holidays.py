"""Public holidays by region: a country, or a part of it, as ``FR`` and ``FR-57``.

The dates are the ``holidays`` library's, the names of countries those of Unicode's CLDR by Babel; both are loaded when
the first is asked for. Parts are called as their country calls them: CLDR's names of parts are not in Babel.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from esn.core.folding import folded

REGION_LIMIT = 20  # characters
_PARTS = re.compile(r"([A-Z]{2})(?:-(.{1,16}))?")


@dataclass(frozen=True)
class Country:
    """A country whose holidays are known: its code, its name for who reads, its parts with holidays of their own."""

    code: str
    name: str
    parts: tuple[tuple[str, str], ...]  # region, and how the country calls it


def is_known(region: str) -> bool:
    """Whether the holidays of a region are known."""
    found = _PARTS.fullmatch(region)
    if not found:
        return False
    parts = _supported().get(found[1])
    return parts is not None and (found[2] is None or found[2] in parts)


def is_country(code: str) -> bool:
    """Whether the holidays of a country are known."""
    return code in _supported()


def countries(language: str) -> tuple[Country, ...]:
    """Every country whose holidays are known, by its name in a language."""
    named = ((country_name(code, language), code) for code in _supported())
    return tuple(Country(code, name, ()) for name, code in sorted(named, key=lambda one: (folded(one[0]), one[1])))


def country(code: str, language: str) -> Country:
    """One country, named in a language, with its parts."""
    return Country(code, country_name(code, language), _parts_of(code))


def country_name(code: str, language: str) -> str:
    """How a language calls a country; its code where the language has no word for it."""
    return _names(language).get(code, code)


@lru_cache(maxsize=8)
def _names(language: str) -> Mapping[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        spoken = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        spoken = Locale.parse("en")
    return {code: str(spoken.territories.get(code, code)) for code in _supported()}


@lru_cache(maxsize=64)
def _parts_of(code: str) -> tuple[tuple[str, str], ...]:
    import holidays

    called: dict[str, str] = {}
    for alias, part in getattr(holidays.country_holidays(code), "subdivisions_aliases", {}).items():
        if len(alias) > len(called.get(part, "")):
            called[part] = alias
    named = sorted((called.get(part, part), f"{code}-{part}") for part in _supported()[code])
    return tuple((region, name) for name, region in named)


@lru_cache(maxsize=512)
def days(region: str, year: int, language: str = "") -> Mapping[dt.date, str]:
    """The holidays of a region in a year by their date, named in a language where the library speaks it."""
    import holidays

    found = _PARTS.fullmatch(region)
    if not found or not is_known(region):
        return MappingProxyType({})
    spoken = _spoken().get(found[1], ())
    wanted = next((one for one in spoken if one.split("_")[0] == language), None)
    known = holidays.country_holidays(found[1], subdiv=found[2], years=year, language=wanted)
    return MappingProxyType({date: known[date] for date in sorted(known) if date.year == year})


def is_holiday(region: str, date: dt.date) -> bool:
    """Whether a day is a public holiday in a region."""
    return date in days(region, date.year)


def coming(region: str, after: dt.date, *, language: str, count: int) -> tuple[tuple[dt.date, str], ...]:
    """The next holidays of a region from a day on, with their names."""
    two = [*days(region, after.year, language).items(), *days(region, after.year + 1, language).items()]
    return tuple((date, name) for date, name in two if date >= after)[:count]


@lru_cache(maxsize=1)
def _supported() -> dict[str, tuple[str, ...]]:
    import holidays

    found = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(part for part in parts if part.isalnum()) for code, parts in found.items()}


@lru_cache(maxsize=1)
def _spoken() -> dict[str, tuple[str, ...]]:
    import holidays

    return {code: tuple(spoken) for code, spoken in holidays.list_localized_countries().items()}
