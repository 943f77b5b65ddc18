"""What waits for a moderator: as its author, and as who decides."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds import policy
from feeds.models import File, HeldPost
from feeds.queries.files import of_held
from feeds.queries.moderation.summaries import HeldSummary
from feeds.queries.posts import posts
from feeds.queries.summaries import PostSummary
from groups.queries import known_groups
from groups.queries.paging import soonest
from people import queries as people
from people.models import Person

State = HeldPost.State


def held_posts(
    viewer: Person, *, group_id: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[HeldSummary]:
    """What the viewer decides about, the oldest first."""
    rows = HeldPost.objects.filter(policy.readable_held(viewer), state=State.WAITING)
    if group_id is not None:
        rows = rows.filter(target__subject_ref=group_id)
    rows = rows.select_related("target")
    page = soonest(rows, "at", listing="held", viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def own_held(viewer: Person, *, group_id: str | None = None) -> tuple[HeldSummary, ...]:
    """What the viewer wrote and what waits, in a group or anywhere; the oldest first, at most 20."""
    rows = HeldPost.objects.filter(author=viewer, state=State.WAITING).order_by("at", "id")
    if group_id is not None:
        rows = rows.filter(target__subject_ref=group_id)
    return _summaries(viewer, list(rows.select_related("target")[:PAGE_SIZE])) if viewer.is_active else ()


def held_post(viewer: Person, held_id: str) -> HeldSummary:
    """One thing that waits or waited, for its author and those who decide; NotFound otherwise."""
    rows: QuerySet[HeldPost] = HeldPost.objects.filter(
        policy.readable_held(viewer) | Q(author=viewer), id=held_id
    ).select_related("target")
    found = list(rows)
    if not found or not viewer.is_active:
        raise NotFound
    return _summaries(viewer, found)[0]


def said(viewer: Person, ident: str) -> PostSummary | HeldSummary:
    """What the viewer just said: the post, or what waits for a moderator."""
    found = posts(viewer, [ident])
    return found[0] if found else held_post(viewer, ident)


def is_held(viewer: Person, ident: str) -> bool:
    """Whether what the viewer just said waits for a moderator."""
    return HeldPost.objects.filter(author=viewer, id=ident).exists()


def _summaries(viewer: Person, rows: Iterable[HeldPost]) -> tuple[HeldSummary, ...]:
    rows = people.with_people(rows, "author")
    if not rows:
        return ()
    known = known_groups(viewer, {row.target.subject_ref for row in rows})
    files = of_held(list(File.objects.filter(held__in=[row.id for row in rows]).order_by("held", "place", "id")))
    return tuple(
        HeldSummary(
            id=row.id,
            author=people.ref(row.author),
            group=row.target.subject_ref,
            place=(row.target.label or row.target.title) if row.target.subject_ref in known else "",
            body=row.body,
            why=row.why,
            word=row.word,
            at=row.at,
            revision=row.revision,
            state=row.state,
            answer=row.answer,
            reply_to=row.root_id,
            post=row.post_id,
            attachments=files.get(row.id, ()),
            can=_verbs(viewer, row),
            kind=row.manner.get("kind", "message"),
            options=tuple(row.manner.get("poll", {}).get("options", ())),
        )
        for row in rows
    )


def _verbs(viewer: Person, row: HeldPost) -> tuple[str, ...]:
    if row.state != State.WAITING:
        return ()
    return ("edit", "withdraw") if row.author_id == viewer.id else ("decide",)
