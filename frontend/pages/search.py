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
from search.find import search as find
from search.query import FILTERS, LENGTH_LIMIT, parse
from search.summaries import FacetValue, SearchResults

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


@reading
def search(request: Request) -> HttpResponse:
    """What I may see of what matches."""
    q = request.GET.get("q", "")[: 4 * LENGTH_LIMIT]
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    context: dict[str, Any] = {"asked": q, "sort": chosen.get("sort", "relevance"), "sorts": _sorts()}
    if q.strip():
        found = find(request.user, parse(q, limit=PAGE_SIZE, cursor=request.GET.get("cursor"), **chosen))
        kept = {"q": q, **chosen}
        context |= {
            "found": found,
            "kept": urlencode(kept),
            "hidden": [(name, value) for name, value in chosen.items() if name != "sort"],
            "types": _types(found, kept),
            "facets": _facets(found, kept),
        }
    return show(request, "pages/search.html", context, place="search")


def _sorts() -> list[tuple[str, str]]:
    return [("relevance", _("Most relevant")), ("newest", _("Newest first")), ("activity", _("Newest activity"))]


def _types(found: SearchResults, kept: dict[str, str]) -> tuple[Way, ...]:
    """All, then each type that has results."""
    by_type = found.facets.get("type", ())
    everything = Way("", _("All"), sum(value.count for value in by_type), _without(kept, "type"), "type" not in kept)
    return (everything, *(_way("type", value, kept) for value in by_type))


def _facets(found: SearchResults, kept: dict[str, str]) -> tuple[Facet, ...]:
    names = {
        "side": _("Side"),
        "status": _("Status"),
        "customer": _("Customer"),
        "group": _("Group"),
        "author": _("Author"),
    }
    facets = [
        Facet(name, label, tuple(_way(name, value, kept) for value in found.facets[name]))
        for name, label in names.items()
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
