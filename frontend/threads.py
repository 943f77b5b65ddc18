"""The thread of a case: its entries by day, and where what is new begins."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds.queries.summaries import PostSummary


@dataclass(frozen=True)
class Day:
    """The entries of one day of a thread, the oldest first; ``news`` are those below the line of what is new."""

    at: dt.datetime
    posts: tuple[PostSummary, ...] = ()
    news: tuple[PostSummary, ...] = ()


def days(posts: Sequence[PostSummary], first: str = "") -> tuple[Day, ...]:
    """Entries in order of time, by day of the reader's zone; the line stands above ``first``."""
    found: list[Day] = []
    for post in posts:
        if not found or timezone.localdate(found[-1].at) != timezone.localdate(post.created_at):
            found.append(Day(post.created_at))
        last = found[-1]
        if post.id == first or last.news:
            found[-1] = replace(last, news=(*last.news, post))
        else:
            found[-1] = replace(last, posts=(*last.posts, post))
    return tuple(found)


def reaches_back(posts: Sequence[PostSummary], since: dt.datetime) -> bool:
    """Whether the oldest of some entries was there at a moment."""
    return not posts or posts[0].created_at <= since


def first_new(posts: Sequence[PostSummary], since: dt.datetime, reader: str) -> str:
    """The oldest entry that others made after a moment; empty where there is none."""
    return next((post.id for post in posts if post.created_at > since and post.author.id != reader), "")


def typed_moment(text: str) -> dt.datetime:
    """The moment that a link to earlier entries carries."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Invalid.field("since", "invalid", _("This place in the thread is unknown."))
    return at
