"""Who of those concerned has seen an announcement, or how a promise stands now."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Q, Value, When

from esn.core.errors import NotAllowed, NotFound
from esn.core.pages import PAGE_SIZE
from feeds import policy
from feeds.models import Post
from groups.queries.paging import people_by_name
from people import queries as people
from people.models import Person
from people.queries import PersonRef

WHICH = ("all", "seen", "waiting")


@dataclass(frozen=True)
class SeenBy:
    """Somebody concerned, and whether they have seen it: read up to there, or said so. It is not told when."""

    person: PersonRef
    title: str
    seen: bool


@dataclass(frozen=True)
class SeenPage:
    """Those concerned by name, and how many of all of them have seen it."""

    results: tuple[SeenBy, ...]
    next: str | None
    previous: str | None
    seen: int
    concerned: int


def seen_by(
    viewer: Person, post_id: str, *, which: str = "all", cursor: str | None = None, limit: int = PAGE_SIZE
) -> SeenPage:
    """Who has seen a post of which that is told; NotFound for any other post, NotAllowed for who is not told."""
    post, role = policy.post_standing(viewer, post_id)
    gone = post.deleted_at is not None or post.hidden_at is not None
    if gone or post.kind not in policy.SEEN_KINDS:
        raise NotFound
    if not policy.sees_who_saw(viewer, role, kind=post.kind, audience_kind=post.audience.kind, gone=gone):
        raise NotAllowed
    return _page(viewer, post, which, cursor, limit)


def newest_seen(viewer: Person, audience_id: str, *, about: str, limit: int = PAGE_SIZE) -> tuple[str, SeenPage] | None:
    """The newest entry about one promise in an audience that the viewer reads, and who has seen it.

    None where there is none, or the viewer is not told.
    """
    rows = Post.objects.filter(audience=audience_id, kind=policy.PROMISE, detail__id=about, deleted_at=None)
    newest = rows.order_by("-created_at", "-id").values_list("id", flat=True).first()
    try:
        return (newest, seen_by(viewer, newest, limit=limit)) if newest else None
    except (NotAllowed, NotFound):
        return None


def _page(viewer: Person, post: Post, which: str, cursor: str | None, limit: int) -> SeenPage:
    rows = policy.concerned_by(post)
    has = policy.has_seen(post)
    numbers = rows.aggregate(concerned=Count("id"), seen=Count("id", filter=has))
    rows = rows.annotate(saw=Case(When(has, then=Value(True)), default=Value(False), output_field=BooleanField()))
    if which != "all":
        rows = rows.filter(has if which == "seen" else ~Q(has))
    page = people_by_name(rows, f"seen:{post.id}:{which}", viewer, cursor, limit)
    told = page.map(lambda row: SeenBy(people.ref(row), row.title, row.saw))
    return SeenPage(told.results, told.next, None, numbers["seen"], numbers["concerned"])
