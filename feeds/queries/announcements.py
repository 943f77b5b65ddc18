"""How announcements stand: who is asked, who has read them, and what is pinned."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from esn.core.errors import NotAllowed, NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds import policy
from feeds.models import ANNOUNCEMENT, Acknowledgement, Announcement, Post
from feeds.queries.rows import Row
from feeds.queries.summaries import AnnouncementState
from groups import policy as reading
from groups.models import Audience, Membership
from groups.queries.paging import people_by_name
from people import queries as people
from people.models import Person
from people.queries import PersonRef

EVERYONE = Audience.Kind.EVERYONE


@dataclass(frozen=True)
class Reader:
    """Somebody who is asked to acknowledge an announcement, and when they did."""

    person: PersonRef
    title: str
    at: dt.datetime | None


def states(viewer: Person, rows: Iterable[Row]) -> dict[str, AnnouncementState]:
    """How those of some posts stand that are announcements: no statement where there are none."""
    told = {row.id: row for row in rows if row.kind == ANNOUNCEMENT and not row.deleted_at and not row.hidden_at}
    if not told:
        return {}
    mine = set(Acknowledgement.objects.filter(person=viewer, post__in=told).values_list("post_id", flat=True))
    made = {row.post_id: row for row in Announcement.objects.filter(post__in=told)}
    asking = {id_ for id_, row in made.items() if row.asks}
    counted = [row for row in told.values() if row.id in asking and policy.sees_progress(viewer, row.role, **_of(row))]
    numbers = _numbers(counted)
    return {
        id_: AnnouncementState(
            asks=id_ in asking,
            until=made[id_].until if id_ in made else None,
            asked=id_ in asking and policy.is_asked(viewer, row.role, **_of(row)),
            acknowledged=id_ in mine,
            done=numbers[id_][0] if id_ in numbers else None,
            readers=numbers[id_][1] if id_ in numbers else None,
            reminded_at=made[id_].reminded_at if id_ in numbers else None,
            can=_verbs(row, made[id_], numbers[id_]) if id_ in numbers else (),
            names=id_ in asking and policy.sees_names(viewer, row.role, audience_kind=row.audience_kind),
        )
        for id_, row in told.items()
    }


def _verbs(row: Row, told: Announcement, number: tuple[int, int]) -> tuple[str, ...]:
    """What somebody who sees the numbers may do: remind those who wait, once a day."""
    done, readers = number
    due = done < readers and row.closed_at is None and policy.may_remind_now(told.reminded_at)
    return ("remind",) if due else ()


def may_announce_to_all(viewer: Person) -> bool:
    """Whether the viewer may announce something to every colleague."""
    return reading.may_announce(viewer, None, kind=Audience.Kind.EVERYONE, closed=False)


def acknowledgements(
    viewer: Person, post_id: str, *, which: str = "waiting", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[Reader]:
    """Who has acknowledged an announcement (``done``), or has not (``waiting``), to those who answer for its place."""
    post = _announcement(viewer, post_id)
    acknowledged = Acknowledgement.objects.filter(post=post, person=OuterRef("pk"))
    rows = policy.asked_readers(post).annotate(said_at=Subquery(acknowledged.values("at")[:1]))
    rows = rows.filter(said_at__isnull=which == "waiting")
    page = people_by_name(rows, f"acknowledgements:{post_id}:{which}", viewer, cursor, limit)
    return page.map(lambda row: Reader(people.ref(row), row.title, row.said_at))


def _announcement(viewer: Person, post_id: str) -> Post:
    post, role = policy.post_standing(viewer, post_id)
    if not policy.is_announced(post) or not Announcement.objects.filter(post=post, asks=True).exists():
        raise NotFound
    if not policy.sees_names(viewer, role, audience_kind=post.audience.kind):
        raise NotAllowed
    return post


def _of(row: Row) -> dict[str, str]:
    return {"audience_kind": row.audience_kind, "author_id": row.author_id}


def _numbers(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """How many have acknowledged each of some announcements, and how many are asked; counted over who reads now."""
    found: dict[str, tuple[int, int]] = {}
    if ids := [row.id for row in rows if row.audience_kind != EVERYONE]:
        found |= _in_groups(ids)
    if ids := [row.id for row in rows if row.audience_kind == EVERYONE]:
        found |= _of_everyone(ids)
    return found


def _in_groups(ids: list[str]) -> dict[str, tuple[int, int]]:
    seat = Q(audience__memberships__role__in=reading.SEATS, audience__memberships__person__is_active=True)
    asked = seat & ~Q(audience__memberships__person=F("author"))
    posts = Post.objects.filter(id__in=ids).annotate(readers=Count("audience__memberships", filter=asked))
    readers = dict(posts.values_list("id", "readers"))
    seats = Membership.objects.filter(
        audience=OuterRef("post__audience"), person=OuterRef("person"), role__in=reading.SEATS
    )
    return _with_done(readers, Acknowledgement.objects.filter(Exists(seats)))


def _of_everyone(ids: list[str]) -> dict[str, tuple[int, int]]:
    members = Person.objects.filter(kind=Person.Kind.MEMBER, is_active=True).count()
    present = Q(author__kind=Person.Kind.MEMBER, author__is_active=True)
    own = set(Post.objects.filter(present, id__in=ids).values_list("id", flat=True))
    readers = {id_: members - (id_ in own) for id_ in ids}
    return _with_done(readers, Acknowledgement.objects.filter(person__kind=Person.Kind.MEMBER))


def _with_done(readers: dict[str, int], rows: QuerySet[Acknowledgement]) -> dict[str, tuple[int, int]]:
    counted = rows.filter(post__in=list(readers), person__is_active=True).values_list("post_id")
    done = dict(counted.annotate(n=Count("id")).order_by())
    return {id_: (done.get(id_, 0), number) for id_, number in readers.items()}
