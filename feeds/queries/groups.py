"""What a group's page shows beside its feed: what is pinned, its files, and how much is said there."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from esn.core.clock import now
from esn.core.pages import PAGE_SIZE, Page
from feeds.models import File, Pin, Post
from feeds.queries.feeds import said_in
from feeds.queries.files import attachment
from feeds.queries.narrowing import ALL
from feeds.queries.posts import posts
from feeds.queries.summaries import Attachment, PostSummary
from groups import queries as groups
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

RECENT = dt.timedelta(days=30)
WEEKS = 12


@dataclass(frozen=True)
class GroupFile:
    """A file that was sent to a group, by whom, when and with which post."""

    file: Attachment
    post: str
    by: PersonRef
    at: dt.datetime


@dataclass(frozen=True)
class Activity:
    """How many posts a group has, replies included: all that the viewer reads, and those of the last 30 days."""

    posts: int
    recent: int
    people: int  # who said those of the last 30 days


@dataclass(frozen=True)
class Week:
    """What was said in a group from a Monday on, for seven days."""

    monday: dt.date
    posts: int
    replies: int


@dataclass(frozen=True)
class GroupWall:
    """The feed of a group, what stands above it on its first page, and the audiences that it is said in."""

    page: Page[PostSummary]
    pins: tuple[PostSummary, ...]
    audiences: tuple[str, ...]


def group_wall(viewer: Person, group_id: str, *, cursor: str | None = None, only: str = ALL) -> GroupWall:
    """What a group's page shows first; NotFound when the viewer does not read it."""
    audiences = groups.audiences_of(viewer, group_id)
    page = said_in(viewer, group_id, audiences, cursor=cursor, only=only)
    at_top = cursor is None and only == ALL
    return GroupWall(page, _pinned(viewer, audiences) if at_top else (), audiences)


def pins(viewer: Person, group_id: str) -> tuple[PostSummary, ...]:
    """The pinned posts of a group in their order; NotFound when the viewer does not read it."""
    return _pinned(viewer, groups.audiences_of(viewer, group_id))


def _pinned(viewer: Person, audiences: tuple[str, ...]) -> tuple[PostSummary, ...]:
    rows = Pin.objects.filter(post__audience__in=audiences, post__deleted_at=None, post__hidden_at=None)
    return posts(viewer, list(rows.order_by("place", "at").values_list("post_id", flat=True)), with_replies=False)


def group_files(viewer: Person, group_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[GroupFile]:
    """The files that were sent to a group, the newest first; NotFound when the viewer does not read it."""
    rows = File.objects.filter(
        post__audience__in=groups.audiences_of(viewer, group_id), post__deleted_at=None, post__hidden_at=None
    )
    listing = f"group_files:{group_id}"
    page = newest(rows, "created_at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    known = people.refs(row.uploader_id for row in page.results)
    return page.map(lambda row: GroupFile(attachment(row), str(row.post_id), known[row.uploader_id], row.created_at))


def activity(viewer: Person, group_id: str) -> Activity:
    """How much is said in a group; NotFound when the viewer does not read it."""
    recent = Q(created_at__gt=now() - RECENT)
    rows = Post.objects.filter(audience__in=groups.audiences_of(viewer, group_id), deleted_at=None)
    counted = rows.aggregate(
        posts=Count("id"), recent=Count("id", filter=recent), people=Count("author", filter=recent, distinct=True)
    )
    return Activity(**counted)


def weeks(viewer: Person, group_id: str) -> tuple[Week, ...]:
    """What was said in this week and the 11 before it, on the viewer's clock; NotFound when they do not read it."""
    zone = ZoneInfo(viewer.time_zone)
    today = now().astimezone(zone).date()
    monday = today - dt.timedelta(days=today.weekday())
    mondays = [monday - dt.timedelta(weeks=number) for number in reversed(range(WEEKS))]
    since = dt.datetime.combine(mondays[0], dt.time(), zone)
    rows = Post.objects.filter(
        audience__in=groups.audiences_of(viewer, group_id), deleted_at=None, created_at__gte=since
    )
    begun, answers = Count("id", filter=Q(root=None)), Count("id", filter=~Q(root=None))
    by_week = rows.order_by().annotate(week=TruncWeek("created_at", tzinfo=zone)).values("week")
    counted = by_week.annotate(begun=begun, answers=answers).values_list("week", "begun", "answers")
    found = {week.date(): (begun, answers) for week, begun, answers in counted}
    return tuple(Week(day, *found.get(day, (0, 0))) for day in mondays)


def kept_back(viewer: Person, group_id: str) -> int:
    """How many posts the viewer reads that were said before the group opened, and that no owner has published."""
    former = groups.kept_back(viewer, group_id)
    return Post.objects.filter(audience__in=former, deleted_at=None).count() if former else 0
