"""Who pins, who announces, who is asked to say that they have read, and who sees how many have."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from esn.core.clock import now
from feeds.models import ANNOUNCEMENT, Acknowledgement, Post
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person


def may_pin(role: str | None, *, audience_kind: str, is_root: bool, wordless: bool) -> bool:
    """Whoever moderates a group pins what was said in it; replies go with what they answer."""
    return audience_kind == Audience.Kind.GROUP and is_root and not wordless and role in reading.MODERATING


def is_asked(viewer: Person, role: str | None, *, audience_kind: str, author_id: str) -> bool:
    """Whether an announcement asks somebody: who has a seat in its group, or every member; never who wrote it."""
    if viewer.id == author_id:
        return False
    return viewer.is_member if audience_kind == Audience.Kind.EVERYONE else role in reading.SEATS


def sees_progress(viewer: Person, role: str | None, *, audience_kind: str, author_id: str) -> bool:
    """Whether somebody sees how many have read an announcement: its author, and those who answer for the place."""
    return viewer.id == author_id or sees_names(viewer, role, audience_kind=audience_kind)


def sees_names(viewer: Person, role: str | None, *, audience_kind: str) -> bool:
    """Whether somebody sees who has read an announcement and who has not: those who answer for the place."""
    if audience_kind == Audience.Kind.EVERYONE:
        return viewer.runs_site
    return role in reading.MODERATING


def is_announced(post: Post) -> bool:
    """Whether a post is an announcement that stands."""
    return post.kind == ANNOUNCEMENT and post.deleted_at is None and post.hidden_at is None


def asked_readers(post: Post) -> QuerySet[Person]:
    """Whom an announcement asks now: those who have a seat, or every member; without its author."""
    rows = Person.objects.filter(is_active=True).exclude(id=post.author_id)
    if post.audience.kind == Audience.Kind.EVERYONE:
        return rows.filter(kind=Person.Kind.MEMBER)
    seats = Membership.objects.filter(audience=post.audience_id, person=OuterRef("pk"), role__in=reading.SEATS)
    return rows.filter(Exists(seats))


def waiting_readers(post: Post) -> QuerySet[Person]:
    """Those of them who have not said that they have read it."""
    said = Acknowledgement.objects.filter(post=post, person=OuterRef("pk"))
    return asked_readers(post).filter(~Exists(said))


def may_remind_now(reminded_at: dt.datetime | None) -> bool:
    """Whether the last reminder is a day old: nobody is pressed more often."""
    return reminded_at is None or reminded_at <= now() - dt.timedelta(days=1)
