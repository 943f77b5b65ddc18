"""Pages outside to which posts lead: what their readers see of them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from esn.core import files, site_settings
from esn.core.clock import now
from esn.core.errors import NotFound
from feeds import policy
from feeds.models import Link, OutsidePage, Post
from feeds.queries.files import SMALLER, Content
from feeds.queries.rows import Row
from feeds.queries.summaries import LinkPicture, LinkSummary
from groups.models import Audience
from people.models import Person

ADDRESS = "/api/v1/posts/{post}/links/{id}/picture/"
FRESH = dt.timedelta(days=7)  # how long it holds what a page says of itself
AGAIN = dt.timedelta(days=1)  # after a look that brought nothing
OFF, OPEN = "off", "open"

Kind = Audience.Kind
Cards = dict[str, tuple[LinkSummary, ...]]  # by the post that leads to them


def leading_outside(post_ids: Iterable[str]) -> list[str]:
    """Those of some posts that lead to a page outside, or did; for the worker, which asks for a look at them."""
    if not are_on():
        return []
    leads = Q(html__contains='href="http') | Exists(Link.objects.filter(post=OuterRef("pk")))
    found = Post.objects.filter(leads, id__in=list(post_ids), deleted_at=None)
    return list(found.order_by("id").values_list("id", flat=True))


def look_again(page: OutsidePage) -> bool:
    """Whether a page was looked at so long ago that it may say something else."""
    return page.looked_at < now() - (AGAIN if page.outcome else FRESH)


def are_on() -> bool:
    """Whether anything is shown of pages outside."""
    return bool(site_settings.value("link_previews") != OFF)


def are_looked_at(audience: Audience) -> bool:
    """Whether the pages to which an audience is led are asked: whoever answers there learns that somebody was led."""
    said = site_settings.value("link_previews")
    everybodys = audience.kind in (Kind.EVERYONE, Kind.GROUP) and audience.open_to_members
    return bool(said != OFF and (said != OPEN or everybodys))


def of_rows(found: Iterable[Row]) -> Cards:
    """What is shown below some posts, by post: no statement where there is nothing. Whoever asks has read the posts."""
    ids = [row.id for row in found if row.has_links and row.deleted_at is None]
    return _of_posts(ids) if ids and are_on() else {}


def may_take_off(row: Row, viewer: Person) -> bool:
    """Whether something is shown below a post that the viewer may take off."""
    deleted = row.deleted_at is not None
    return (
        bool(row.has_links)
        and are_on()
        and policy.may_take_off_link(viewer.id, author_id=row.author_id, deleted=deleted)
    )


def picture(viewer: Person, post_id: str, link_id: str) -> Content:
    """The picture of a page to which a post leads that the viewer reads; NotFound otherwise."""
    post, role = policy.post_standing(viewer, post_id)
    hidden = post.hidden_at is not None and not policy.sees_hidden(viewer.id, author_id=post.author_id, role=role)
    link = _shown([post_id]).filter(id=link_id).exclude(page__picture="").first()
    if link is None or post.deleted_at is not None or hidden or not are_on():
        raise NotFound
    path = files.where(link.page.picture)
    if not path.is_file():
        raise NotFound
    return Content(path, "picture.webp", SMALLER, link.page.picture)


def _shown(post_ids: Sequence[str]) -> QuerySet[Link]:
    """The links that stand in the words of some posts as they are now, and that nobody took off."""
    return Link.objects.filter(post__in=post_ids, revision=F("post__revision"), taken_off=False).select_related("page")


def _of_posts(post_ids: Sequence[str]) -> Cards:
    shown: dict[str, list[LinkSummary]] = {}
    for row in _shown(post_ids).order_by("post", "place"):
        shown.setdefault(row.post_id, []).append(_summary(row))
    return {id_: tuple(some) for id_, some in shown.items()}


def _summary(row: Link) -> LinkSummary:
    page = row.page
    shown = None
    if page.picture and page.width and page.height:
        shown = LinkPicture(ADDRESS.format(post=row.post_id, id=row.id), page.width, page.height)
    return LinkSummary(row.id, row.url, page.host, page.site, page.title, page.description, shown)
