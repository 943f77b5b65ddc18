"""Pages outside to which posts lead: looked at by the worker alone, kept once, taken off by their author."""

import datetime as dt
import hashlib

from django.db import transaction
from django_tasks import task

from esn.core import files, pictures
from esn.core.clock import now
from esn.core.errors import NotAllowed, NotFound
from esn.core.events import record
from esn.core.jobs import require_lease
from esn.core.outside import asking
from feeds import policy
from feeds.events import LinksChanged
from feeds.models import Link, OutsidePage, Post
from feeds.queries.links import are_looked_at, look_again
from feeds.text import links, page_of, parse, shown_text
from people.models import Person

KEPT = dt.timedelta(days=30)  # a page to which nothing leads
SIZE = 320  # pixels of the longer edge of a picture
SMALLEST = 48  # pixels of the shorter edge: what is smaller is a mark, and says nothing
TITLE, DESCRIPTION, SITE = 200, 300, 100  # characters


@task(queue_name="links")
def look_at_links(post_id: str) -> None:
    """Look at the pages to which a post leads, and show what they say of themselves below it."""
    post = Post.objects.select_related("audience").filter(id=post_id, deleted_at=None).first()
    if post is None or not are_looked_at(post.audience):
        return
    urls = [url for url in links(parse(post.body).tokens) if not asking.is_own(url)]
    pages = [(url, page_at(url)) for url in urls]
    _show(post, [(url, page) for url, page in pages if page.title])


def page_at(url: str) -> OutsidePage:
    """What is known of a page; who asks when it was never looked at, or long ago, waits until it is. Not in a door."""
    address = page_of(url)
    key = hashlib.sha256(address.encode()).hexdigest()
    known = OutsidePage.objects.filter(key=key).first()
    if known is not None and not look_again(known):
        return known
    page, _created = OutsidePage.objects.update_or_create(key=key, defaults=_looked_at(address))
    _forget_old()
    return page


@transaction.atomic
def take_off_link(actor: Person, *, post_id: str, link_id: str) -> None:
    """Show nothing more of a page below one's own post; doing so twice changes nothing."""
    post = policy.require_post(actor, post_id)
    link = Link.objects.select_for_update(of=("self",)).filter(id=link_id, post=post, revision=post.revision).first()
    if link is None or post.deleted_at is not None:
        raise NotFound
    if not policy.may_take_off_link(actor.id, author_id=post.author_id, deleted=False):
        raise NotAllowed
    if link.taken_off:
        return
    link.taken_off = True
    link.save(update_fields=["taken_off"])
    record(_changed(post), actor.id)


@transaction.atomic
def _show(read: Post, pages: list[tuple[str, OutsidePage]]) -> None:
    """Put the pages below the post, if it still says what was read."""
    post = Post.objects.select_for_update(of=("self",)).get(id=read.id)
    if post.revision != read.revision or post.deleted_at is not None:
        return  # its edit asks for another look
    require_lease()
    there = {link.page_id: link for link in Link.objects.filter(post=post)}
    before = {id_ for id_, link in there.items() if link.revision == post.revision and not link.taken_off}
    Link.objects.filter(post=post).exclude(page__in=[page.id for _url, page in pages]).delete()
    for place, (url, page) in enumerate(pages):
        link = there.get(page.id) or Link(post=post, page=page)
        link.url, link.place, link.revision = url, place, post.revision
        link.save()
    after = {page.id for _url, page in pages if page.id not in there or not there[page.id].taken_off}
    if before != after:
        record(_changed(post))


def _changed(post: Post) -> LinksChanged:
    return LinksChanged(audience_id=post.audience_id, id=post.id, root=post.root_id)


def _looked_at(address: str) -> dict[str, object]:
    """What a page says of itself; of one that says nothing now, what it said before stays, and why is kept."""
    try:
        found = asking.look_at(address)
    except asking.RefusedError as refused:
        return {"outcome": refused.code, "looked_at": now()}
    said = {
        "title": shown_text(found.title, TITLE),
        "description": shown_text(found.description, DESCRIPTION),
        "site": shown_text(found.site, SITE),
        "host": found.host[:255],
    }
    return {**said, **_picture(found.picture), "outcome": "", "looked_at": now()}


def _picture(address: str) -> dict[str, object]:
    """The picture of a page, made anew in a small size and kept here; nothing where there is none that can be shown."""
    none: dict[str, object] = {"picture": "", "width": None, "height": None}
    if not address:
        return none
    with files.bench() as bench:
        try:
            asking.save_picture(address, bench / "sent")
            made = pictures.remake(bench / "sent")
        except (asking.RefusedError, pictures.RefusedError):
            return none
        if made is None or min(made.width, made.height) < SMALLEST:
            return none
        shrunk = min(1.0, SIZE / max(made.width, made.height))
        width, height = (max(round(edge * shrunk), 1) for edge in (made.width, made.height))
        return {"picture": files.keep(made.smaller[SIZE], {}), "width": width, "height": height}


def _forget_old() -> None:
    """Forget some pages to which nothing has led for long."""
    old = OutsidePage.objects.filter(looked_at__lt=now() - KEPT, links=None).values_list("id", flat=True)[:100]
    OutsidePage.objects.filter(id__in=list(old)).delete()
