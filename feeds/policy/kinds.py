"""Who settles a question, who closes a poll, and when one is closed."""

from esn.core.clock import now
from feeds.models import Poll
from groups import policy as reading


def may_accept(viewer_id: str, *, asker_id: str, role: str | None, may_say: bool) -> bool:
    """Who asked accepts an answer while they may speak there, or whoever moderates there does."""
    return (viewer_id == asker_id and may_say) or role in reading.MODERATING


def may_close_poll(viewer_id: str, *, author_id: str, role: str | None, may_say: bool) -> bool:
    """Who asked closes a poll while they may speak there, or whoever moderates there does."""
    return (viewer_id == author_id and may_say) or role in reading.MODERATING


def is_closed(poll: Poll) -> bool:
    """Whether a poll takes no more votes: also between its moment and the alarm that says so."""
    return poll.closed_at is not None or (poll.closes_at is not None and poll.closes_at <= now())
