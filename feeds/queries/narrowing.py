"""What narrows a feed: a condition on its posts, said once for home and for groups."""

from dataclasses import dataclass, field
from typing import Any

from feeds.models import ANNOUNCEMENT, QUESTION
from people.models import Person

ALL, UNREAD, QUESTIONS, MINE, MENTIONS, ANNOUNCEMENTS = FILTERS = (
    "all",
    "unread",
    "questions",
    "mine",
    "mentions",
    "announcements",
)

_STANDS = "AND p.deleted_at IS NULL AND p.hidden_at IS NULL"
_UNREAD = (
    "AND (f.read_at IS NULL OR p.bumped_at > f.read_at) "
    "AND NOT (p.author_id = f.person_id AND p.bumped_at = p.created_at) "
    "AND NOT EXISTS (SELECT 1 FROM feeds_threadchoice t "
    "WHERE t.root_id = p.id AND t.person_id = f.person_id AND t.choice = 'mute')"
)
_OPEN_QUESTION = (
    f"AND p.kind = '{QUESTION}' {_STANDS} AND NOT EXISTS (SELECT 1 FROM feeds_answer x "
    "JOIN feeds_post y ON y.id = x.reply_id WHERE x.post_id = p.id AND y.root_id = x.post_id "
    "AND y.deleted_at IS NULL AND y.hidden_at IS NULL)"
)


@dataclass(frozen=True)
class Wanted:
    """A condition on the post ``p`` of the audience ``f``, with its values; empty: everything."""

    sql: str = ""
    params: list[Any] = field(default_factory=list)


EVERYTHING = Wanted()


def wanted(viewer: Person, only: str) -> Wanted:
    """What a filter leaves of a feed: ``unread`` asks the reader's seat in ``f``; mentions have rows of their own."""
    if only == MINE:
        return Wanted(f"AND p.author_id = %s {_STANDS}", [viewer.id])
    return {
        ALL: EVERYTHING,
        UNREAD: Wanted(_UNREAD),
        QUESTIONS: Wanted(_OPEN_QUESTION),
        ANNOUNCEMENTS: Wanted(f"AND p.kind = '{ANNOUNCEMENT}'"),
    }[only]
