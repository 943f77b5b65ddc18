"""Reactions: how many people reacted to posts with which emoji, and who they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds import policy
from feeds.emoji import one_emoji
from feeds.models import Reaction as Reacting
from feeds.queries.rows import Row
from feeds.queries.summaries import Reaction
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

Mine = frozenset[tuple[str, str]]  # post and emoji
NOBODYS: Mine = frozenset()


@dataclass(frozen=True)
class Reactor:
    """Somebody who reacted, with what and when."""

    person: PersonRef
    emoji: str
    at: dt.datetime


def mine(viewer: Person, rows: Iterable[Row]) -> Mine:
    """What the viewer reacted to with which emoji: no statement where nobody reacted."""
    told = [row.id for row in rows if row.reacted]
    if not told:
        return NOBODYS
    return frozenset(Reacting.objects.filter(post__in=told, person=viewer).values_list("post_id", "emoji"))


def counts(row: Row, own: Mine = NOBODYS) -> tuple[Reaction, ...]:
    """The reactions to one post, in the order in which each emoji came first."""
    return tuple(Reaction(emoji, count, (row.id, emoji) in own) for emoji, count in row.reacted)


def reactors(
    viewer: Person, post_id: str, *, emoji: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[Reactor]:
    """Who reacted to a post (with one emoji), the newest first; NotFound when the viewer does not read it."""
    post, role = policy.post_standing(viewer, post_id)
    if post.deleted_at is not None:
        return Page((), None)
    if post.hidden_at is not None and not policy.sees_hidden(viewer.id, author_id=post.author_id, role=role):
        raise NotFound
    rows = Reacting.objects.filter(post=post)
    if emoji is not None:
        rows = rows.filter(emoji=one_emoji(emoji) or "")
    listing = f"reactions:{post_id}:{emoji or ''}"
    page = newest(rows, "at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    known = people.refs(row.person_id for row in page.results)
    return page.map(lambda row: Reactor(known[row.person_id], row.emoji, row.at))
