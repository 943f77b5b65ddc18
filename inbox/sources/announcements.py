"""Announcements that ask to be acknowledged: a line for each who is asked and has not said that they have read it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from esn.core.clock import now
from esn.core.events import Entry
from feeds.events import AnnouncementAcknowledged, PostDeleted, PostHidden, PostMoved, PostPublished, PostRestored
from feeds.models import ANNOUNCEMENT, Acknowledgement, Announcement
from feeds.policy import waiting_readers
from groups import policy as reading
from groups.events import MemberJoined
from groups.models import Audience, Membership
from inbox.needs import REST, TODAY, Happened, Look, Need, Touch
from people.models import Person

KIND = "announcement"
ENDED = (PostDeleted.type, PostHidden.type, PostRestored.type, PostMoved.type)


class Announcements:
    """Who is asked comes from the policy of announcements; one acknowledgement looks at one person's line."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """Announcements that were made, taken back or acknowledged, and those of a group that somebody joined."""
        for entry in entries:
            if entry.type == AnnouncementAcknowledged.type:
                yield Touch(KIND, entry.data["id"], entry.actor_id)
            elif entry.type in ENDED or (entry.type, entry.data.get("kind")) == (PostPublished.type, ANNOUNCEMENT):
                yield Touch(KIND, entry.data["id"])
        joined = [(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == MemberJoined.type]
        if joined:
            made: dict[str, list[str]] = defaultdict(list)
            rows = _asking().filter(post__audience__in={audience for audience, _person in joined})
            for audience, post in rows.values_list("post__audience_id", "post_id"):
                made[audience].append(post)
            yield from (Touch(KIND, post, person) for audience, person in joined for post in made[audience])

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """Who has still to acknowledge; many at once only where the announcement itself changed."""
        people: dict[str, set[str]] = defaultdict(set)
        for touch in touches:
            if touch.kind == KIND:
                people[touch.id].add(touch.person)
        for row in _asking().filter(post__in=list(people)).select_related("post__audience") if people else ():
            waiting = waiting_readers(row.post)
            if "" not in people[row.post_id]:
                waiting = waiting.filter(id__in=people[row.post_id])
            yield from _asked(row, waiting)

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The announcements where some people have a seat, or that ask everyone."""
        seats = Membership.objects.filter(person__in=person_ids, role__in=reading.SEATS)
        said = Acknowledgement.objects.filter(post=OuterRef("post"), person__in=person_ids)
        rows = _asking().filter(
            Q(post__audience__kind=Audience.Kind.EVERYONE) | Q(post__audience__in=seats.values("audience"))
        )
        rows = rows if len(person_ids) > 1 else rows.filter(~Exists(said))
        return {(KIND, id_) for id_ in rows.values_list("post_id", flat=True)}


def _asking() -> QuerySet[Announcement]:
    """The announcements that stand and ask."""
    return Announcement.objects.filter(asks=True, post__deleted_at=None, post__hidden_at=None)


def _asked(row: Announcement, waiting: QuerySet[Person]) -> Iterable[Need]:
    post = row.post
    due = dt.datetime.combine(row.until, dt.time(18), dt.UTC) if row.until else None
    harm = TODAY if due and due <= now() + dt.timedelta(days=1) else REST
    for person_id in waiting.order_by().values_list("id", flat=True):
        yield Need(
            person_id, KIND, post.id, post.audience_id, "acknowledge", post.created_at, harm, post.author_id,
            due=due, post=post.id, standing_in=False,
        )  # fmt: skip
