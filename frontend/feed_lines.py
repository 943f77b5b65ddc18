"""The line between what is new in a feed since the last visit and what stood there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from esn.core.pages import Page
from feeds.queries import PostSummary, seen_until
from frontend.threads import typed_moment
from people.models import Person


@dataclass(frozen=True)
class Line:
    """Above which post the line stands; or the moment that goes on with older posts until it was met."""

    above: str = ""
    onward: str = ""


NONE = Line()


def line(request: HttpRequest, viewer: Person, place: str, page: Page[PostSummary]) -> Line:
    """Where the line stands on one page of a feed; nowhere on a first visit, or when nothing is new."""
    first = "cursor" not in request.GET
    asked = request.GET.get("until")
    until = seen_until(viewer, place) if first else typed_moment(asked) if asked else None
    if until is None:
        return NONE
    at = next((number for number, post in enumerate(page.results) if post.bumped_at <= until), None)
    if at is None:
        return Line(onward=until.isoformat())
    return Line(above=page.results[at].id) if not first or _news(page.results[:at], viewer) else NONE


def _news(posts: Sequence[PostSummary], viewer: Person) -> bool:
    """Whether others said something among these posts."""
    return any(post.author.id != viewer.id or post.bumped_at != post.created_at for post in posts)
