"""Pages that a browser fetches before somebody goes to them: which ones, and that nothing was read by it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

HEADER = "Speculation-Rules"
# What people go to all day, and what says nothing of who looks at it: no settings, no files, nothing that is audited.
PLACES = (
    "home", "inbox", "cases", "customers", "groups", "people", "promises", "drifts", "blockers", "exceptions", "rules",
    "bookmarks",
)  # fmt: skip
ABOUT_ONE = ("case", "customer", "group", "person", "post", "rule")
# A script answers these in place, or the page shows them already.
_HERE = "[aria-current=page], [data-to], [data-list], [data-link], [data-quote], [data-at-once], .more-link [rel=next]"


def rules() -> dict[str, Any]:
    """What browsers read: to fetch a page of the places, when somebody is about to follow a link to it."""
    there = {"href_matches": [*map(reverse, PLACES), *(reverse(name, args=[":id"]) for name in ABOUT_ONE)]}
    return {"prefetch": [{"where": {"and": [there, {"not": {"selector_matches": _HERE}}]}, "eagerness": "moderate"}]}


def is_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks because somebody may come, not because they came."""
    return request.headers.get("Sec-Purpose", "").startswith("prefetch")
