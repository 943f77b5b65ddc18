"""Everything that was said in a group or case, for who reads it by right of watching over the site."""

from dataclasses import dataclass

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds.models import File, Post
from feeds.queries.files import Content, stored
from feeds.queries.posts import Revision, revisions, whole
from feeds.queries.summaries import PostSummary
from groups import policy as reading
from groups.queries.paging import newest
from people.models import Person


@dataclass(frozen=True)
class ReadFile:
    """A file of an item: its address asks for the reading again."""

    id: str
    name: str
    type: str
    bytes: int


@dataclass(frozen=True)
class ReadItem:
    """One post or reply with all its words, also when it was hidden or deleted, and what it said before."""

    id: str
    post: PostSummary
    revisions: tuple[Revision, ...]
    files: tuple[ReadFile, ...]


def read_items(viewer: Person, reading_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ReadItem]:
    """What was said there, the newest first; for ``feeds.actions.read_by_right``, which writes down that it is read."""
    row = reading.require_compliance_reading(viewer, reading_id)
    rows = Post.objects.filter(audience__in=reading.audiences_of(row.subject_kind, row.subject_ref))
    rows = rows.only("created_at")
    page = newest(rows, "created_at", listing=f"reading:{reading_id}", viewer=viewer, cursor=cursor, limit=limit)
    return Page(tuple(_items([post.id for post in page.results])), page.next)


def read_file(viewer: Person, reading_id: str, file_id: str) -> Content:
    """The bytes of a file of such an item; NotFound for any other."""
    row = reading.require_compliance_reading(viewer, reading_id)
    where = reading.audiences_of(row.subject_kind, row.subject_ref)
    file = File.objects.filter(id=file_id, post__audience__in=where).first()
    if file is None:
        raise NotFound
    return stored(file)


def _items(ids: list[str]) -> list[ReadItem]:
    posts = whole(ids)
    said = revisions(ids)
    files: dict[str, list[ReadFile]] = {}
    for file in File.objects.filter(post__in=ids).order_by("place", "id"):
        files.setdefault(str(file.post_id), []).append(ReadFile(file.id, file.name, file.type, file.bytes))
    return [ReadItem(id_, posts[id_], tuple(said.get(id_, ())), tuple(files.get(id_, ()))) for id_ in ids]
