"""What the viewer is writing, everywhere."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds.models import Draft, File, Post
from feeds.places import Place, place_of
from feeds.queries.files import FileSummary, alone
from groups import policy as reading
from groups.models import Audience
from groups.queries.paging import newest
from people.models import Person
from people.policy import own_audience


@dataclass(frozen=True)
class DraftSummary:
    """What is being written at a place.

    ``kind`` says where (``home``, ``group``, ``case``, ``reply``, ``edit``), ``ref`` names the group, case or post, and
    ``label`` is whose place it is: empty where the writer does not read it any more. ``other`` is what another device
    had written when this was written over it.
    """

    place: str
    kind: str
    ref: str
    label: str
    body: str
    attachments: tuple[FileSummary, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    updated_at: dt.datetime | None = None
    other: str = ""
    other_at: dt.datetime | None = None

    @property
    def chosen(self) -> str:
        """The readers that were chosen: an audience, or a side of a case."""
        return str(self.extra.get("audience") or self.extra.get("side") or "")


def drafts(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[DraftSummary]:
    """Everything that the viewer is writing, the newest first."""
    rows = Draft.objects.filter(reading.visible(viewer), audience=own_audience(viewer.id))
    page = newest(rows, "updated_at", listing="drafts", viewer=viewer, cursor=cursor, limit=limit)
    labels, files = _labels(viewer, page.results), _files(page.results)
    return page.map(lambda row: _summary(row, labels.get(row.place, ""), files.get(row.id, ())))


def draft(viewer: Person, place: str) -> DraftSummary:
    """What the viewer is writing at a place; NotFound where nothing is."""
    row = _own(viewer, place)
    if row is None:
        raise NotFound
    return _summary(row, _labels(viewer, [row]).get(place, ""), _files([row]).get(row.id, ()))


def being_written(viewer: Person, place: str) -> DraftSummary:
    """What the viewer is writing at a place, for its composer: empty where nothing is. One statement mostly."""
    row = _own(viewer, place)
    if row is None:
        return nothing_written(place)
    return _summary(row, "", _files([row]).get(row.id, ()))


def nothing_written(place: str) -> DraftSummary:
    """An empty composer."""
    found = place_of(place) or Place("home")
    return DraftSummary(place, found.kind, found.ref, "", "")


def _own(viewer: Person, place: str) -> Draft | None:
    return Draft.objects.filter(audience=own_audience(viewer.id), place=place).first() if viewer.is_active else None


def _files(rows: Sequence[Draft]) -> dict[str, tuple[FileSummary, ...]]:
    found: dict[str, tuple[FileSummary, ...]] = {}
    if rows:
        for file in File.objects.filter(draft__in=[row.id for row in rows], post=None).order_by("place", "id"):
            found[str(file.draft_id)] = (*found.get(str(file.draft_id), ()), alone(file))
    return found


def _labels(viewer: Person, rows: Iterable[Draft]) -> dict[str, str]:
    """Whose places they are, as far as the viewer reads them: two statements at most."""
    places = {row.place: found for row in rows if (found := place_of(row.place))}
    subjects = [one for one in places.values() if one.kind in ("group", "case")]
    posts = [one.ref for one in places.values() if one.kind in ("reply", "edit")]
    names: dict[str, str] = {}
    if subjects:
        wanted = Q()
        for one in subjects:
            wanted |= Q(subject_kind=one.kind, subject_ref=one.ref)
        told = Audience.objects.filter(wanted, reading.visible(viewer, ""))
        for kind, ref, label, title in told.values_list("subject_kind", "subject_ref", "label", "title"):
            names[f"{kind}-{ref}"] = title or label
    if posts:
        read = Post.objects.filter(reading.visible(viewer), id__in=posts)
        for id_, label, title in read.values_list("id", "audience__label", "audience__title"):
            names[f"reply-{id_}"] = names[f"edit-{id_}"] = title or label
    return names


def _summary(row: Draft, label: str, files: tuple[FileSummary, ...]) -> DraftSummary:
    place = place_of(row.place) or Place("home")
    return DraftSummary(
        place=row.place,
        kind=place.kind,
        ref=place.ref,
        label=label,
        body=row.body,
        attachments=files,
        extra=row.extra,
        version=row.version,
        updated_at=row.updated_at,
        other=row.other,
        other_at=row.other_at,
    )
