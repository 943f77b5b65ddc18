"""The queue of reports: one line for each thing that was reported, the heaviest and then the oldest first."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds import policy
from feeds.models import Complaint, Report
from feeds.queries.moderation.summaries import ReportSummary
from groups import policy as reading
from groups.models import SITE_MODERATORS, Audience
from people import queries as people
from people.models import Person

STATES = ("open", "decided")
EXCERPT = 200  # characters


def reports(
    viewer: Person,
    *,
    group_id: str | None = None,
    state: str = "open",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[ReportSummary]:
    """The reports that the viewer decides, in all their queues or in one group's; NotFound for who has none."""
    rows = Report.objects.filter(policy.readable_reports(viewer), audience__in=_queues(viewer, group_id))
    listing = f"reports:{group_id or ''}:{state}"
    place = unseal(listing, viewer.id, cursor) if cursor is not None else None
    rows = _open(rows, place) if state == "open" else _decided(rows, place)
    found = people.with_people(rows.select_related("place")[: limit + 1], "about", "decided_by")
    shown = found[:limit]
    next_ = seal(listing, viewer.id, _key(shown[-1], state)) if len(found) > limit else None
    return Page(summaries(shown), next_)


def summaries(rows: Iterable[Report]) -> tuple[ReportSummary, ...]:
    """Lines of a queue: two statements for all of them."""
    found = list(rows)
    ids = [row.id for row in found]
    said: dict[str, list[Complaint]] = {}
    for complaint in Complaint.objects.filter(report__in=ids).order_by("at", "id") if ids else []:
        said.setdefault(complaint.report_id, []).append(complaint)
    counts = Report.objects.filter(id__in=ids).annotate(n=Count("notes")).values_list("id", "n") if ids else []
    notes = dict(counts)
    return tuple(_summary(row, said.get(row.id, []), notes.get(row.id, 0)) for row in found)


def _queues(viewer: Person, group_id: str | None) -> "QuerySet[Audience]":
    """The audiences whose reports the viewer decides; NotFound for who has none, also of a group of others."""
    if group_id is not None:
        _group, role = reading.require_group(viewer, group_id)
        if role not in reading.MODERATING:
            raise NotFound
        return Audience.objects.filter(kind=Audience.Kind.MODERATORS, subject_kind="group", subject_ref=group_id)
    mine = Audience.objects.filter(reading.visible(viewer, ""), kind=Audience.Kind.MODERATORS)
    if not mine.exists() and not reading.moderates_somewhere(viewer):
        raise NotFound
    return mine


def _open(rows: "QuerySet[Report]", place: list[Any] | None) -> "QuerySet[Report]":
    rows = rows.filter(state=Report.State.OPEN).order_by("-weight", "filed_at", "id")
    if place is None:
        return rows
    weight, at, last = place[0], dt.datetime.fromisoformat(place[1]), place[2]
    later = Q(filed_at__gt=at) | Q(filed_at=at, id__gt=last)
    return rows.filter(Q(weight__lt=weight) | (Q(weight=weight) & later))


def _decided(rows: "QuerySet[Report]", place: list[Any] | None) -> "QuerySet[Report]":
    rows = rows.exclude(state=Report.State.OPEN).order_by("-decided_at", "-id")
    if place is None:
        return rows
    at = dt.datetime.fromisoformat(place[0])
    return rows.filter(Q(decided_at__lt=at) | Q(decided_at=at, id__lt=place[1]))


def _key(row: Report, state: str) -> list[Any]:
    if state == "open":
        return [row.weight, row.filed_at.isoformat(), row.id]
    return [row.decided_at.isoformat() if row.decided_at else "", row.id]


def _summary(row: Report, said: list[Complaint], notes: int) -> ReportSummary:
    place = row.place
    in_group = place is not None and place.kind == Audience.Kind.GROUP
    return ReportSummary(
        id=row.id,
        subject=row.subject_kind,
        subject_id=row.subject_id,
        about=people.ref(row.about),
        queue="site" if row.audience_id == SITE_MODERATORS else "group",
        group=place.subject_ref if place and in_group else None,
        place=(place.label or place.title) if place and in_group else "",
        weight=row.weight,
        reasons=tuple(dict.fromkeys(one.reason for one in said)),
        excerpt=shortened(said[-1].said) if said else "",
        filed_at=row.filed_at,
        state=row.state,
        decided_by=people.ref(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        notes_count=notes,
    )


def shortened(text: str) -> str:
    """The beginning of a text."""
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else f"{flat[: EXCERPT - 1].rstrip()}…"
