"""Files: what their readers know of them, and where their bytes lie."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from esn.core import document_words, files
from esn.core.errors import NotFound
from esn.core.pictures import made_sizes
from feeds import policy
from feeds.models import File
from feeds.queries.summaries import Attachment, FirstPage
from people.models import Person

ADDRESS = "/api/v1/files/{id}/content/"
SMALLER = "image/webp"  # what the smaller sizes of a picture are

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FileSummary(Attachment):
    """A file on its own; ``post`` names it, or nobody but its uploader sees it."""

    post: str | None
    created_at: dt.datetime


@dataclass(frozen=True)
class Content:
    """The bytes of a file, for a door that sends them."""

    path: Path
    name: str
    type: str
    sha256: str


@dataclass(frozen=True)
class DocumentsRead:
    """Of how many documents the words were read, and of how many they were not yet."""

    read: int
    waiting: int


def file(viewer: Person, file_id: str) -> FileSummary:
    """One file; NotFound when the viewer does not read it."""
    return alone(policy.require_file(viewer, file_id))


def waiting(viewer: Person, file_ids: Iterable[str]) -> tuple[FileSummary, ...]:
    """Those of some files that the viewer sent and no post names yet, in the order of the ids."""
    ids = list(file_ids)
    rows = File.objects.filter(id__in=ids, uploader=viewer, post=None, held=None, scheduled=None) if ids else []
    found = {row.id: alone(row) for row in rows}
    return tuple(found[id_] for id_ in dict.fromkeys(ids) if id_ in found)


def not_read_yet(post_ids: Iterable[str]) -> list[str]:
    """The documents that some posts name and whose words nobody has read; for the worker."""
    rows = unread_documents().filter(post__in=list(post_ids))
    return list(rows.order_by("id").values_list("id", flat=True))


def unread_documents() -> QuerySet[File]:
    """The documents that posts name and whose words nobody has read; for the worker."""
    return File.objects.filter(post__isnull=False, type__in=document_words.READ, words=None)


def documents_read() -> DocumentsRead:
    """How far the words inside documents are read, for those who run the site; two statements."""
    named = File.objects.filter(post__isnull=False, type__in=document_words.READ)
    return DocumentsRead(read=named.filter(words__isnull=False).count(), waiting=unread_documents().count())


def content(viewer: Person, file_id: str, size: str = "") -> Content:
    """The bytes of a file, or of a smaller size of a picture; NotFound when there is no such size, or they are lost."""
    return stored(policy.require_file(viewer, file_id), size)


def stored(row: File, size: str = "") -> Content:
    """The bytes of a row that somebody may read; NotFound when there is no such size, or they are lost."""
    found = _content(row, size)
    if not found.path.is_file():
        logger.error("The bytes of file %s are missing: restore %s from a backup.", row.id, found.sha256)
        raise NotFound
    return found


def _content(row: File, size: str) -> Content:
    if not size:
        return Content(files.where(row.sha256), row.name, row.type, row.sha256)
    found = {str(one): one for one in _sizes(row)}
    if size not in found:
        raise NotFound
    name = f"{row.name.rpartition('.')[0] or row.name}-{size}.webp"
    return Content(files.where(row.sha256, found[size]), name, SMALLER, f"{row.sha256}-{size}")


def of_posts(post_ids: Sequence[str]) -> dict[str, tuple[Attachment, ...]]:
    """The files of some posts, in the order in which each post names them. Whoever asks has read the posts."""
    found: dict[str, list[Attachment]] = {}
    rows = File.objects.filter(post__in=post_ids).order_by("post", "place", "id") if post_ids else []
    for row in rows:
        found.setdefault(str(row.post_id), []).append(attachment(row))
    return {id_: tuple(some) for id_, some in found.items()}


def of_held(rows: Iterable[File]) -> dict[str, tuple[Attachment, ...]]:
    """The files of what waits for a moderator, by what names them. Whoever asks has read it."""
    found: dict[str, list[Attachment]] = {}
    for row in rows:
        found.setdefault(str(row.held_id), []).append(attachment(row))
    return {id_: tuple(some) for id_, some in found.items()}


def attachment(row: File) -> Attachment:
    """A file as its readers see it; who calls has asked the policy."""
    return Attachment(
        row.id,
        row.name,
        row.type,
        row.bytes,
        row.width,
        row.height,
        row.alt,
        _addresses(row.id, _sizes(row)),
        FirstPage(row.page_width, row.page_height, row.pages)
        if row.pages and row.page_width and row.page_height
        else None,
    )


def alone(row: File) -> FileSummary:
    """A file as its uploader sees it; who calls has asked the policy."""
    return FileSummary(**vars(attachment(row)), post=row.post_id, created_at=row.created_at)


def _sizes(row: File) -> tuple[int, ...]:
    """The sizes that were made of a picture, or of the first page of a document."""
    width, height = row.width or row.page_width, row.height or row.page_height
    return made_sizes(width, height) if width and height else ()


def _addresses(file_id: str, sizes: Iterable[int]) -> dict[str, str]:
    address = ADDRESS.format(id=file_id)
    return {"content": address, **{str(size): f"{address}?size={size}" for size in sizes}}
