"""What waits for those who moderate, one line a queue, and what they told somebody."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from esn.core.events import Entry
from feeds.events import AppealDecided, AppealFiled, HeldChanged, NoticeGiven, ReportDecided, ReportFiled
from feeds.models import Appeal, HeldPost, Notice, Report
from groups import policy as reading
from groups.events import MembershipChanged
from groups.models import Audience, Group, Membership
from inbox.needs import ANSWER, REST, Happened, Look, Need, Touch
from inbox.sources.groups import GROUP

QUEUE = "queue"
NOTICES = "notices"
DECIDED = (ReportFiled.type, ReportDecided.type, AppealFiled.type, AppealDecided.type, HeldChanged.type)


class Waiting(NamedTuple):
    """Something in a queue, and whom it is not for."""

    queue: str
    code: str
    who: str
    at: dt.datetime
    not_for: tuple[str | None, ...]


class Queues:
    """Reports, appeals and words that wait; never for whom they are about, nor an appeal for whose act it is."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The queues where something came or was decided."""
        ids = {entry.data["id"] for entry in entries if entry.type in DECIDED}
        for kind in (Report, Appeal, HeldPost) if ids else ():
            for queue in kind.objects.filter(id__in=ids).values_list("audience_id", flat=True):
                yield Touch(QUEUE, queue)
        moved = {(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == MembershipChanged.type}
        yield from _of_moderators(moved)

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """What waits, for each who has a seat among the moderators."""
        queues = {touch.id for touch in touches if touch.kind == QUEUE}
        if not queues:
            return
        moderators: dict[str, list[str]] = defaultdict(list)
        seats = Membership.objects.filter(audience__in=queues, role__in=reading.SEATS)
        for queue, person in seats.filter(audience__kind=Audience.Kind.MODERATORS).values_list("audience_id", "person"):
            moderators[queue].append(person)
        for row in _waiting(queues):
            for person in moderators[row.queue]:
                if person not in row.not_for:
                    yield Need(person, QUEUE, row.queue, row.queue, row.code, row.at, ANSWER, row.who)

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The queues of some people."""
        seats = Membership.objects.filter(person__in=person_ids, audience__kind=Audience.Kind.MODERATORS)
        return {(QUEUE, id_) for id_ in seats.values_list("audience_id", flat=True)}


class Notices:
    """What moderators told a person and they have not read."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """Who was told something, or read it."""
        for entry in entries:
            if entry.type == NoticeGiven.type:
                yield Touch(NOTICES, entry.audience_id, entry.audience_id)

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """The unread ones; an audience that is only oneself has the id of the person."""
        own = {touch.id for touch in touches if touch.kind == NOTICES}
        if own:
            rows = Notice.objects.filter(audience__in=own, audience__kind=Audience.Kind.PERSON, read_at=None)
            for audience, kind, at in rows.values_list("audience_id", "kind", "at"):
                values = {"notice": kind}
                yield Need(audience, NOTICES, audience, audience, "notice", at, REST, values=values, standing_in=False)

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """One's own."""
        return {(NOTICES, id_) for id_ in person_ids}


def _of_moderators(moved: set[tuple[str, str]]) -> Iterable[Touch]:
    """The queues of groups where somebody's seat changed, and those where they have a seat themselves."""
    if not moved:
        return
    places = {place for _person, place in moved}
    queues = Audience.objects.filter(kind=Audience.Kind.MODERATORS)
    direct = set(queues.filter(id__in=places).values_list("id", flat=True))
    groups = dict(Group.objects.filter(audience__in=places).values_list("audience_id", "id"))
    theirs = queues.filter(subject_kind="group", subject_ref__in=list(groups.values()))
    of_group = dict(theirs.values_list("subject_ref", "id"))
    for person, place in moved:
        if place in direct:
            yield Touch(QUEUE, place, person)
        if place in groups:
            yield Touch(GROUP, groups[place], person)
            if groups[place] in of_group:
                yield Touch(QUEUE, of_group[groups[place]], person)


def _waiting(queues: set[str]) -> Iterable[Waiting]:
    reports = Report.objects.filter(audience__in=queues, state=Report.State.OPEN)
    for queue, about, at in reports.values_list("audience_id", "about_id", "filed_at"):
        yield Waiting(queue, "report", "", at, (about,))
    appeals = Appeal.objects.filter(audience__in=queues, state=Appeal.State.OPEN)
    for queue, at, by, person in appeals.values_list("audience_id", "at", "act__by_id", "act__person_id"):
        yield Waiting(queue, "appeal", person, at, (by, person))
    held = HeldPost.objects.filter(audience__in=queues, state=HeldPost.State.WAITING)
    for queue, at, author in held.values_list("audience_id", "at", "author_id"):
        yield Waiting(queue, "held", author, at, (author,))
