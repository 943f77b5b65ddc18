"""Files: what their readers know of them, and where their bytes lie."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from esn.core import files
from esn.core.errors import NotFound
from esn.core.pictures import made_sizes
from feeds import policy
from feeds.models import File
from feeds.queries.summaries import Attachment
from people.models import Person

ADDRESS = "/api/v1/files/{id}/content/"
SMALLER = "image/webp"  # what the smaller sizes of a picture are


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


def file(viewer: Person, file_id: str) -> FileSummary:
    """One file; NotFound when the viewer does not read it."""
    return _summary(policy.require_file(viewer, file_id))


def waiting(viewer: Person, file_ids: Iterable[str]) -> tuple[FileSummary, ...]:
    """Those of some files that the viewer sent and no post names yet, in the order of the ids."""
    ids = list(file_ids)
    rows = File.objects.filter(id__in=ids, uploader=viewer, post=None) if ids else []
    found = {row.id: _summary(row) for row in rows}
    return tuple(found[id_] for id_ in dict.fromkeys(ids) if id_ in found)


def content(viewer: Person, file_id: str, size: str = "") -> Content:
    """The bytes of a file, or of a smaller size of a picture; NotFound when there is no such size."""
    row = policy.require_file(viewer, file_id)
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
        found.setdefault(str(row.post_id), []).append(_attachment(row))
    return {id_: tuple(some) for id_, some in found.items()}


def _attachment(row: File) -> Attachment:
    return Attachment(
        row.id, row.name, row.type, row.bytes, row.width, row.height, row.alt, _addresses(row.id, _sizes(row))
    )


def _summary(row: File) -> FileSummary:
    return FileSummary(**vars(_attachment(row)), post=row.post_id, created_at=row.created_at)


def _sizes(row: File) -> tuple[int, ...]:
    return made_sizes(row.width, row.height) if row.width and row.height else ()


def _addresses(file_id: str, sizes: Iterable[int]) -> dict[str, str]:
    address = ADDRESS.format(id=file_id)
    return {"content": address, **{str(size): f"{address}?size={size}" for size in sizes}}
