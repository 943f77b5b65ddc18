"""How something is said besides its words: as a question, with a poll, pointing at another post."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from esn.core import alarms
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from feeds.models import MESSAGE, POLL, QUESTION, Pointer, Poll, PollOption
from feeds.text import checked_line, looks_like

FEWEST, MOST = 2, 10  # options of a poll
OPTION_LIMIT = 200  # characters
LONGEST = dt.timedelta(days=366)
KINDS = (MESSAGE, QUESTION, POLL)
CLOSING = "poll.close"  # the alarm


@dataclass(frozen=True)
class NewPoll:
    """What a poll asks its readers to choose from, and until when."""

    options: tuple[str, ...]
    multiple: bool = False
    anonymous: bool = False
    closes_at: dt.datetime | None = None


@dataclass(frozen=True)
class Manner:
    """What a post will be besides its words; ``quotes`` and ``shares`` are ids that who calls has looked at."""

    kind: str = MESSAGE
    poll: NewPoll | None = None
    quotes: str | None = None
    shares: str | None = None

    @property
    def words(self) -> str:
        """What is said in it beside the body."""
        return "\n".join(self.poll.options) if self.poll else ""


PLAIN = Manner()


def needs_words(manner: Manner, attachments: Sequence[str]) -> bool:
    """Whether something must be said: a question and a poll ask it, anything else may be a picture or a pointer."""
    return manner.kind != MESSAGE or not (attachments or manner.shares)


def checked_manner(manner: Manner) -> Manner:
    """How something is said, ready to be kept; Invalid for the fields of a poll that are wrong."""
    if manner.kind not in KINDS:
        raise Invalid.field(
            "kind", "unknown_choice", _("This must be one of: %(words)s.") % {"words": ", ".join(KINDS)}
        )
    if (manner.kind == POLL) != (manner.poll is not None):
        raise Invalid.field("poll", "poll", _("A poll has options, and nothing else has them."))
    return replace(manner, poll=_checked_poll(manner.poll)) if manner.poll else manner


def kept_manner(manner: Manner) -> dict[str, Any]:
    """A manner as values, for words that wait; empty for a plain one."""
    values: dict[str, Any] = {"kind": manner.kind, "quotes": manner.quotes, "shares": manner.shares}
    if manner.poll:
        ends = manner.poll.closes_at
        values["poll"] = {**vars(manner.poll), "closes_at": ends.isoformat() if ends else None}
    return {name: value for name, value in values.items() if value is not None} if manner != PLAIN else {}


def manner_of(kept: dict[str, Any]) -> Manner:
    """The manner that was kept."""
    values = dict(kept)
    if poll := values.pop("poll", None):
        ends = poll["closes_at"]
        poll = {
            **poll,
            "options": tuple(poll["options"]),
            "closes_at": dt.datetime.fromisoformat(ends) if ends else None,
        }
        values["poll"] = NewPoll(**poll)
    return Manner(**values)


def take_shape(post_id: str, manner: Manner) -> None:
    """Write what a new post is besides its words, in the transaction that writes it."""
    if manner.poll:
        _open_poll(post_id, manner.poll)
    for to, why in ((manner.quotes, Pointer.Why.QUOTE), (manner.shares, Pointer.Why.SHARE)):
        if to is not None:
            Pointer.objects.create(post_id=post_id, to_id=to, why=why)


def _open_poll(post_id: str, asked: NewPoll) -> None:
    if asked.closes_at is not None and asked.closes_at <= now():
        raise Conflict("poll_over", _("The poll would close before anybody could vote. Choose a later time."))
    poll = Poll.objects.create(
        post_id=post_id,
        multiple=asked.multiple,
        anonymous=asked.anonymous,
        closes_at=asked.closes_at,
        salt=secrets.token_hex(32) if asked.anonymous else "",
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, place=place, text=text) for place, text in enumerate(asked.options)
    )
    if asked.closes_at is not None:
        alarms.set_alarm(CLOSING, post_id, asked.closes_at)


def _checked_poll(poll: NewPoll) -> NewPoll:
    options = _checked_options(poll.options)
    if poll.closes_at is not None and not now() < poll.closes_at <= now() + LONGEST:
        raise Invalid.field("poll.closes_at", "out_of_range", _("A poll closes in the future, within a year."))
    return replace(poll, options=options)


def _checked_options(given: Sequence[str]) -> tuple[str, ...]:
    options = tuple(option for one in given if (option := checked_line(one, "poll.options")))
    if not FEWEST <= len(options) <= MOST:
        raise Invalid.field("poll.options", "count", _("A poll has 2 to 10 options."))
    if any(len(option) > OPTION_LIMIT for option in options):
        raise Invalid.field("poll.options", "too_long", _("An option has at most 200 characters."))
    if len({looks_like(option) for option in options}) < len(options):
        raise Invalid.field("poll.options", "twice", _("Two options say the same."))
    return options
