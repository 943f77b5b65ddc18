"""What a device holds, from its beginning: what needs somebody, their groups, their cases, their feed; in pages.

Each page is one of the lists that everybody asks for, so a snapshot is what a fresh look would show. The place in the
log is taken before the first page and travels along: what changed while the pages were read comes with the events.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.queries.cases import cases
from esn.core import cursors, events
from esn.core.errors import Invalid
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds import queries as feeds
from groups import queries as groups
from inbox import queries as inbox
from people.models import Person

_LISTING = "snapshot"

_Part = Callable[[Person, str | None, int], Page[Any]]

# The feed comes last: whoever keeps only the newest of it may stop there.
PARTS: dict[str, _Part] = {
    "inbox": lambda viewer, cursor, limit: inbox.lines(viewer, cursor=cursor, limit=limit),
    "snoozed": lambda viewer, cursor, limit: inbox.lines(viewer, state="snoozed", cursor=cursor, limit=limit),
    "groups": lambda viewer, cursor, limit: groups.groups(viewer, which="followed", cursor=cursor, limit=limit),
    "cases": lambda viewer, cursor, limit: cases(viewer, which="followed", cursor=cursor, limit=limit),
    "posts": lambda viewer, cursor, limit: feeds.home(viewer, cursor=cursor, limit=limit),
}
_ORDER = tuple(PARTS)


@dataclass(frozen=True)
class Snapshot:
    """One page of one part: inbox, snoozed, groups, cases or posts, each as its own list shows it.

    ``cursor`` is where to go on with the events once ``next`` is null; it is the same on all pages.
    """

    part: str
    results: tuple[dict[str, Any], ...]
    next: str | None
    cursor: str


def snapshot(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Snapshot:
    """A page of what a device holds; parts of which there is nothing are passed over."""
    part, inner, place = _place(viewer, cursor)
    while True:
        page = PARTS[part](viewer, inner, limit)
        following = _ORDER[_ORDER.index(part) + 1 :]
        if page.next is not None:
            return Snapshot(part, page.results, seal(_LISTING, viewer.id, [part, page.next, place]), place)
        if page.results or not following:
            further = seal(_LISTING, viewer.id, [following[0], None, place]) if following else None
            return Snapshot(part, page.results, further, place)
        part, inner = following[0], None


def _place(viewer: Person, cursor: str | None) -> tuple[str, str | None, str]:
    if cursor is None:
        return _ORDER[0], None, cursors.seal(viewer.id, events.present())
    part, inner, place = unseal(_LISTING, viewer.id, cursor)
    if part not in PARTS:  # of another version of the site
        raise Invalid.field("cursor", "bad_cursor", _("This place in the list is unknown. Start again from its top."))
    return part, inner, place
