"""Since you left: when somebody left, kept in a cookie of their browser, and what changed in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.queries import Changed
from esn.core.clock import now
from feeds.queries import PostSummary
from frontend import entries
from frontend.ahead import is_ahead
from people.models import Person

COOKIE = "left"
AWAY = dt.timedelta(hours=4)  # how long a silence counts as having left
SHOWN = dt.timedelta(hours=2)  # how long after coming back it is said
_STEP = 300  # seconds; the cookie is not written anew with each page
_KEPT = 45 * 24 * 3600
_ICONS = ("triangle-alert", "git-compare", "clock", "hourglass", "circle-dot")


@dataclass(frozen=True)
class Visit:
    """When somebody was here last, when they had left before, and when they came back (0: not told, or dismissed)."""

    here: int
    left: int = 0
    back: int = 0


@dataclass(frozen=True)
class Line:
    """One fact in words: an icon, what it is and what about it, and where it leads."""

    icon: str
    kind: str
    what: str
    post: str


@dataclass(frozen=True)
class Told:
    """What changed around one customer or in one group, in words."""

    kind: str
    id: str
    name: str
    harm: int
    icon: str
    lines: tuple[Line, ...]
    more: int


def visit(request: HttpRequest, person: Person) -> Visit:
    """This visit of somebody: the same as the last one, or one after some hours."""
    at = int(now().timestamp())
    last = _read(request, person, at)
    if last is None:
        return Visit(at)
    if at - last.here >= AWAY.total_seconds():
        return Visit(at, last.here, at)
    return replace(last, here=at if at - last.here >= _STEP else last.here)


def left_at(found: Visit) -> dt.datetime | None:
    """The moment to tell from, for a while after somebody came back."""
    if not found.left or now().timestamp() - found.back > SHOWN.total_seconds():
        return None
    return dt.datetime.fromtimestamp(found.left, dt.UTC)


def keep(request: HttpRequest, response: HttpResponse, person: Person, found: Visit) -> HttpResponse:
    """Remember the visit in this browser; it says nothing to anybody else."""
    text = f"{person.id[-12:]}.{found.here}.{found.left}.{found.back}"
    if request.COOKIES.get(COOKIE) != text and not is_ahead(request):
        secure = request.is_secure()
        response.set_cookie(COOKIE, text, max_age=_KEPT, httponly=True, samesite="Lax", secure=secure)
    return response


def told(groups: Iterable[Changed]) -> tuple[Told, ...]:
    """What changed, in the reader's words."""
    return tuple(
        Told(
            one.kind,
            one.id,
            one.name or _("To everyone"),
            one.harm,
            _ICONS[one.harm],
            tuple(_line(post) for post in one.posts),
            one.more,
        )
        for one in groups
    )


def _line(post: PostSummary) -> Line:
    if post.kind == "announcement":
        return Line("megaphone", _("Announcement"), _words(post), post.id)
    said = entries.entry(post)
    if post.kind in ("message", "question", "poll"):
        return Line("at-sign", _("%(name)s names you") % {"name": post.author.name}, _words(post), post.id)
    return Line(said.icon, said.kind, said.what or said.line, post.id)


def _words(post: PostSummary) -> str:
    return Truncator(" ".join(strip_tags(post.html).split())).chars(90)


def _read(request: HttpRequest, person: Person, at: int) -> Visit | None:
    """What the cookie says, when it is of this person and could be true."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    if len(parts) != 4 or parts[0] != person.id[-12:] or not all(_is_moment(part, at) for part in parts[1:]):
        return None
    here, left, back = (int(part) for part in parts[1:])
    return Visit(here, left, back)


def _is_moment(text: str, at: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12 and int(text) <= at
