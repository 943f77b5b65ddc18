"""What a need is, how much it harms a customer to wait, and what a source of needs answers.

A source derives from the rows of its room what some subjects need of whom, as it is now. So a line never has to be
taken back: when its cause has ended, the source does not name it any more.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from esn.core.events import Entry

# The order of everything urgent. A promise that broke, a change that the customer has not heard of, what is due today,
# somebody who waits for an answer, and the rest.
BROKEN, UNTOLD, TODAY, ANSWER, REST = range(5)

# What has only to be read: reading the subject settles it. Everything else is a deed and stays until it is done.
READING = frozenset({"mention", "reply", "reaction", "message", "assigned", "retold", "notice", "urgent", "found"})

# What somebody may put away themselves: that, and words of a customer that ask for no answer.
PUT_AWAY = READING | {"customer"}

# What a mute silences, of a thread, a group or a case, whatever its source. What it never silences: a deed, an urgent
# call, a case that was given to one, and what moderators told one.
MUTED = READING - {"urgent", "assigned", "notice"}

HORIZON = dt.timedelta(days=30)  # what was said before that needs nobody any more
TEAM_LIMIT = 100  # what is for a larger team is for those who moderate it
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Touch:
    """A subject that something happened to; with a person, only their line has to be looked at."""

    kind: str
    id: str
    person: str = ""


@dataclass(frozen=True)
class Need:
    """One cause for which a subject needs a person."""

    person: str
    kind: str  # of the subject
    id: str  # of the subject
    audience: str  # whose line it is: nobody is told of what they do not read
    code: str
    at: dt.datetime
    harm: int = REST
    who: str = ""  # whose deed it was
    due: dt.datetime | None = None
    post: str = ""  # where it stands
    side: str = ""  # who reads that post; for whom does not read the audience, the line is there
    customer: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)  # ids, codes and values that say more
    standing_in: bool = True  # goes also to who stands in for the person
    read: bool = False  # the person has read its audience further; said by the writer of lines


@dataclass(frozen=True)
class Look:
    """A moment at which a subject is to be looked at again, because the clock changes what it needs."""

    kind: str
    id: str
    at: dt.datetime


@dataclass(frozen=True)
class Happened:
    """Something that ends a snooze: ``what`` happened to a subject."""

    kind: str
    id: str
    what: str  # answer, customer, promise, told, blocker, decision
    at: dt.datetime
    by: str = ""


class Source(Protocol):
    """One room's answer to what needs whom."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The subjects to look at after some facts."""

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """What in these facts ends a snooze."""

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """What these subjects need now, of whomever; more than was asked for does no harm."""

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The kind and id of the subjects that may need one of some people."""
