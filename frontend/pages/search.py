"""Finding again: the results of a search, by type, with their counts and the ways to narrow them down."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from esn.core.pages import PAGE_SIZE
from frontend.pages.door import Request, reading, show
from frontend.pages.kept_searches import kept_of_page
from search.find import search as find
from search.query import FILTERS, LENGTH_LIMIT, parse
from search.summaries import FacetValue, Hit, SearchResults
from search.vocabulary import operators, values

_DAYS = {"week": 7, "month": 30, "quarter": 91, "year": 365}


@dataclass(frozen=True)
class Way:
    """One way to narrow the search down, or back: where it leads, and whether it is chosen."""

    value: str
    label: str
    count: int
    query: str
    current: bool


@dataclass(frozen=True)
class Facet:
    """Ways of one kind."""

    name: str
    label: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Tip:
    """What one may write into the box, and what it asks for."""

    written: tuple[str, ...]
    said: str


@reading
def search(request: Request) -> HttpResponse:
    """What I may see of what matches."""
    q = request.GET.get("q", "")[: 4 * LENGTH_LIMIT]
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    context: dict[str, Any] = {"asked": q, "sort": chosen.get("sort", "relevance"), "sorts": _sorts(), "tips": _tips()}
    if q.strip() or request.GET.get("kept"):  # a kept search may consist of filters alone
        found = find(request.user, parse(q, limit=PAGE_SIZE, cursor=request.GET.get("cursor"), **chosen))
        kept = {"q": q, **chosen}
        context |= {
            "found": found,
            "shown": _folded(found, chosen),
            "left_off": _left_off(kept),
            "kept": urlencode(kept),
            "hidden": [(name, value) for name, value in chosen.items() if name != "sort"],
            "types": _types(found, kept),
            "facets": _facets(found, kept),
            **kept_of_page(request, kept),
        }
    place = context["kept_search"].id if context.get("kept_search") else "search"
    return show(request, "pages/search.html", context, place=place)


def _tips() -> tuple[Tip, ...]:
    """Everything that the box understands, as the reader writes it."""
    key = {name: f"{written}:" for name, written in operators().items()}
    some = {name: tuple(f"{key[name]}{word}" for word in values(name).values()) for name in ("has", "is", "lang")}
    word = _("word")
    return (
        Tip(('"…"',), _("exactly these words")),
        Tip((f"-{word}",), _("without this word")),
        Tip((f"{word} OR {word}",), _("one of them is enough")),
        Tip((key["author"],), _("written by somebody; “me” is you")),
        Tip((key["group"],), _("in one group")),
        Tip((key["customer"], key["case"]), _("about one customer or one case")),
        Tip((key["holder"],), _("a case or a promise that somebody or a team has")),
        Tip((key["type"], key["status"]), _("one kind of thing; cases by where they stand")),
        Tip(some["has"], _("with a file, a picture, a promise, a poll, or asking something")),
        Tip(some["is"], _("not read yet; yours; not settled; told otherwise; held up")),
        Tip((key["tag"],), _("with a hashtag")),
        Tip(some["lang"], _("in one language")),
        Tip((key["after"], key["before"], key["on"]), _("in a time, such as 2026-01-31, 2026-01 or 2026")),
    )


@dataclass(frozen=True)
class Shown:
    """A hit, with how many more of its case or thread were found, and where these are."""

    hit: Hit
    others: int
    link: str


def _folded(found: SearchResults, chosen: dict[str, str]) -> tuple[Shown, ...]:
    """The hits of a page: of one case or thread only the first, unless one looks into a case."""
    seen: set[str] = set()
    shown = []
    for hit in found.results:
        group = hit.case or hit.thread or ""
        if group and group in seen and "case" not in chosen:
            continue
        seen.add(group)
        inside = "case" in chosen or not hit.others
        shown.append(Shown(hit, 0 if inside else hit.others, "" if hit.case else f"/posts/{hit.thread}/"))
    return tuple(shown)


def _left_off(kept: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What narrows the search down, each with the search without it."""
    names = _names() | {"type": _("Kind"), "case": _("Case"), "after": _("When"), "before": _("When")}
    return tuple((label, _without(kept, name)) for name, label in names.items() if name in kept)


def _names() -> dict[str, str]:
    return {
        "side": _("Side"),
        "status": _("Status"),
        "customer": _("Customer"),
        "group": _("Group"),
        "author": _("Author"),
        "has": _("With"),
        "lang": _("Language"),
    }


def _sorts() -> list[tuple[str, str]]:
    return [("relevance", _("Most relevant")), ("newest", _("Newest first")), ("activity", _("Newest activity"))]


def _types(found: SearchResults, kept: dict[str, str]) -> tuple[Way, ...]:
    """All, then each type that has results."""
    by_type = found.facets.get("type", ())
    number = sum(value.count for value in by_type) - found.together
    everything = Way("", _("All"), number, _without(kept, "type"), "type" not in kept)
    return (everything, *(_way("type", value, kept) for value in by_type))


def _facets(found: SearchResults, kept: dict[str, str]) -> tuple[Facet, ...]:
    facets = [
        Facet(name, label, tuple(_way(name, value, kept) for value in found.facets[name]))
        for name, label in _names().items()
        if name in found.facets
    ]
    if "period" in found.facets:
        facets.append(Facet("period", _("When"), tuple(_period(value, kept) for value in found.facets["period"])))
    return tuple(facets)


def _way(name: str, value: FacetValue, kept: dict[str, str]) -> Way:
    """Choose a value, or take the choice back."""
    current = kept.get(name) == value.value
    query = _without(kept, name) if current else urlencode({**kept, name: value.value})
    return Way(value.value, value.label, value.count, query, current)


def _period(value: FacetValue, kept: dict[str, str]) -> Way:
    since = (timezone.localdate() - dt.timedelta(days=_DAYS[value.value])).isoformat()
    current = kept.get("after") == since
    query = _without(kept, "after") if current else urlencode({**kept, "after": since})
    return Way(value.value, value.label, value.count, query, current)


def _without(kept: dict[str, str], name: str) -> str:
    return urlencode({key: value for key, value in kept.items() if key != name})
