"""Hashtags: what carries one, and which ones there are, as far as the viewer reads the posts."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds.models import Hashtag
from feeds.queries.mentions import newest_first
from feeds.queries.summaries import PostSummary
from feeds.text import folded_tag
from groups import policy as reading
from people.models import Person

LATELY = dt.timedelta(days=90)  # which hashtags are offered to who writes one


@dataclass(frozen=True)
class TagSummary:
    """A hashtag in its one spelling, and how many posts that the viewer reads carried it in the last 90 days."""

    tag: str
    posts: int


def tagged(viewer: Person, tag: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[PostSummary]:
    """What the viewer reads that carries a hashtag, however it is spelt, the newest first; replies too.

    A hashtag that they read nowhere does not exist: NotFound.
    """
    tag = folded_tag(tag)
    page = newest_first(_read(viewer).filter(tag=tag), f"tag:{tag}", viewer, cursor, limit)
    if not page.results and cursor is None:
        raise NotFound
    return page


def tags(viewer: Person, *, q: str = "", limit: int = PAGE_SIZE) -> tuple[TagSummary, ...]:
    """The hashtags that begin like this, most used first, counted over what the viewer reads. One statement."""
    start = folded_tag(q)
    rows = _read(viewer).filter(at__gte=now() - LATELY)
    if start:
        rows = rows.filter(_begins(start))
    elif q.strip("# "):
        return ()
    counted = rows.values("tag").annotate(number=Count("id")).order_by("-number", "tag")
    return tuple(TagSummary(tag, number) for tag, number in counted.values_list("tag", "number")[:limit])


def _begins(start: str) -> Q:
    """Hashtags with this beginning, asked as each database finds them in its index."""
    if connection.vendor == "postgresql":
        return Q(tag__startswith=start)
    return Q(tag__gte=start, tag__lt=start + chr(0x10FFFF))


def _read(viewer: Person) -> QuerySet[Hashtag]:
    guest = Q() if viewer.is_member else Q(pk__in=())  # hashtags are a matter among colleagues
    return Hashtag.objects.filter(
        reading.visible(viewer, "post__audience"), guest, post__deleted_at=None, post__hidden_at=None
    )
