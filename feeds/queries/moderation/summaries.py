"""What moderators see of a report, an appeal and what waits, and what a person is told."""

import datetime as dt
from dataclasses import dataclass

from feeds.queries.summaries import Attachment
from people.queries import PersonRef


@dataclass(frozen=True)
class ReportSummary:
    """One line of a queue. ``subject``: post, person or note; ``state``: open, acted or dismissed.

    ``reasons`` are codes; ``excerpt`` is the beginning of what was said when it was last reported. ``group`` is where
    it was said, None for what belongs to none; ``queue`` says whose matter it is: group or site.
    """

    id: str
    subject: str
    subject_id: str
    about: PersonRef
    queue: str
    group: str | None
    place: str
    weight: int
    reasons: tuple[str, ...]
    excerpt: str
    filed_at: dt.datetime
    state: str
    decided_by: PersonRef | None
    decided_at: dt.datetime | None
    notes_count: int


@dataclass(frozen=True)
class ComplaintSummary:
    """Why one person reported it, with what it said at that moment; ``files`` are the names of its files."""

    id: str
    reporter: PersonRef
    reason: str
    text: str
    at: dt.datetime
    said: str
    revision: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class OwnComplaint:
    """What I reported."""

    id: str
    subject: str
    subject_id: str
    reason: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class ReportNoteSummary:
    """What a moderator wrote for the others."""

    id: str
    author: PersonRef
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class ActSummary:
    """What a moderator did about somebody; ``until`` ends a mute or a ban, ``sanction`` is its id while it holds."""

    id: str
    verb: str
    by: PersonRef
    reason: str
    at: dt.datetime
    until: dt.datetime | None
    group: str | None
    place: str
    undone: bool
    sanction: str | None


@dataclass(frozen=True)
class PersonPast:
    """What moderators know of a person: how often reported, how often acted upon, and how often they were right."""

    person: PersonRef
    reported: int
    acted: int
    filed: int
    filed_acted: int
    acts: tuple[ActSummary, ...]


@dataclass(frozen=True)
class Present:
    """What the reported thing says now. ``state``: there, edited, hidden, deleted or gone."""

    state: str
    body: str
    revision: int


@dataclass(frozen=True)
class ReportRecord:
    """A whole report: who reported it and why, how it stands now, both people's past, notes and acts.

    ``can``: note, decide; ``on_post`` and ``on_person`` are what may be decided. ``readable`` is whether the viewer may
    open the place where it was said.
    """

    report: ReportSummary
    complaints: tuple[ComplaintSummary, ...]
    present: Present
    readable: bool
    context: str
    about: PersonPast
    reporters: tuple[PersonPast, ...]
    notes: tuple[ReportNoteSummary, ...]
    acts: tuple[ActSummary, ...]
    can: tuple[str, ...]
    on_post: tuple[str, ...]
    on_person: tuple[str, ...]


@dataclass(frozen=True)
class AppealSummary:
    """Somebody asks for another look. ``state``: open, upheld, undone."""

    id: str
    act: ActSummary
    person: PersonRef
    text: str
    at: dt.datetime
    state: str
    answer: str
    decided_by: PersonRef | None
    decided_at: dt.datetime | None
    excerpt: str


@dataclass(frozen=True)
class HeldSummary:
    """Words that wait. ``why``: new (a new member), words (``word`` is flagged); ``can``: edit, withdraw or decide."""

    id: str
    author: PersonRef
    group: str
    place: str
    body: str
    why: str
    word: str
    at: dt.datetime
    revision: int
    state: str
    answer: str
    reply_to: str | None
    post: str | None
    attachments: tuple[Attachment, ...]
    can: tuple[str, ...]
    kind: str = "message"
    options: tuple[str, ...] = ()  # of a poll


@dataclass(frozen=True)
class NoticeSummary:
    """What the moderators tell me: a code, with the reason, the end and the place where there are any.

    ``subject`` and ``subject_id`` name what it is about, where I may still read it. ``appeal``: open, upheld, undone.
    """

    id: str
    kind: str
    at: dt.datetime
    read: bool
    reason: str
    until: dt.datetime | None
    group: str | None
    place: str
    subject: str
    subject_id: str
    context: str
    excerpt: str
    act: str | None
    appeal: str | None
    can: tuple[str, ...]


@dataclass(frozen=True)
class Concerns:
    """What of moderation concerns me: whether I have a queue, or the site's, what waits there, my unread notices."""

    moderates: bool = False
    site: bool = False
    reported: int = 0
    held: int = 0
    appeals: int = 0
    notices: int = 0

    @property
    def waiting(self) -> int:
        """All that waits in the viewer's queues."""
        return self.reported + self.held + self.appeals
