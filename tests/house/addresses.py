"""Every address of the site, as the resolver knows it."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

UNKNOWN_ID = "0" * 32
MALFORMED_ID = "no-such%27id"
UNKNOWN_REF = "C-2020-000000"


def routes() -> list[str]:
    """The routes as they are written, ``groups/<str:group_id>/``; patterns made of regular expressions left out."""
    return sorted(set(_walk(get_resolver(), "")))


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        elif isinstance(entry, URLPattern) and not any(letter in route for letter in "^$("):
            yield route


def filled(route: str, *, ref: str = UNKNOWN_REF, other: str = UNKNOWN_ID, **named: str) -> str:
    """The address of a route about these things; what is not named is something that nobody can see."""
    values = {"ref": ref, **named}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values.get(part[1], other), route)
