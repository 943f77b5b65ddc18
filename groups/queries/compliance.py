"""What is read by right of watching over the site: one's own readings, and for owners that it happened."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from esn.core.clock import now
from esn.core.pages import PAGE_SIZE, Page
from groups import policy
from groups.models import Audience, ComplianceReading, Group
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

AT_ONCE = 20


@dataclass(frozen=True)
class Readable:
    """A group or case that may be read for a reason: its name, and how open it is."""

    kind: str  # group, case
    ref: str
    name: str
    openness: str  # open, closed, secret; of a case: open, restricted


@dataclass(frozen=True)
class ComplianceReadingSummary:
    """One's own reading: of what, why, and until when; ``living`` while it lasts."""

    id: str
    subject: Readable
    reason: str
    opened_at: dt.datetime
    until: dt.datetime
    living: bool


@dataclass(frozen=True)
class ReadByRight:
    """That somebody read a group by right of watching over the site, told when it was over."""

    reader: PersonRef
    opened_at: dt.datetime
    until: dt.datetime


def compliance_readings(
    viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[ComplianceReadingSummary]:
    """The viewer's readings, the newest first."""
    policy.require_administration(viewer, "read_content")
    rows = ComplianceReading.objects.filter(reader=viewer)
    page = newest(rows, "opened_at", listing="readings", viewer=viewer, cursor=cursor, limit=limit)
    return Page(tuple(_summaries(page.results)), page.next)


def compliance_reading(viewer: Person, reading_id: str) -> ComplianceReadingSummary:
    """One of the viewer's readings that has not ended; NotFound otherwise."""
    return _summaries([policy.require_compliance_reading(viewer, reading_id)])[0]


def read_by_right(viewer: Person, group_id: str) -> tuple[ReadByRight, ...]:
    """When a group was read by right of watching over the site, to its owners, once that is over; the newest 20."""
    group, role = policy.require_group(viewer, group_id)
    if not policy.may_in_group(role, "edit"):
        return ()
    rows = ComplianceReading.objects.filter(subject_kind="group", subject_ref=group.id, until__lte=now())
    shown = list(rows.select_related("reader").order_by("-opened_at", "-id")[:AT_ONCE])
    return tuple(ReadByRight(people.ref(row.reader), row.opened_at, row.until) for row in shown)


def named(text: str) -> tuple[Readable, ...]:
    """The groups whose name holds a text, and the case with this reference; for who has given a reason."""
    found = Group.objects.filter(name__icontains=text).order_by("sort_name", "id")
    groups = found.values_list("id", flat=True)[:AT_ONCE]
    cases = Audience.objects.filter(subject_kind="case", subject_ref=text.upper())
    refs = set(cases.values_list("subject_ref", flat=True))
    wanted = [("case", ref) for ref in sorted(refs)] + [("group", id_) for id_ in groups]
    known = _known(wanted)
    return tuple(known[one] for one in wanted)


def _summaries(rows: Iterable[ComplianceReading]) -> list[ComplianceReadingSummary]:
    rows = list(rows)
    known = _known([(row.subject_kind, row.subject_ref) for row in rows])
    return [
        ComplianceReadingSummary(
            row.id,
            known[row.subject_kind, row.subject_ref],
            row.reason,
            row.opened_at,
            row.until,
            row.until > now(),
        )
        for row in rows
    ]


def _known(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Readable]:
    """What groups and cases are called, in one statement for each kind that there is."""
    wanted = set(wanted)
    groups = [ref for kind, ref in wanted if kind == "group"]
    cases = [ref for kind, ref in wanted if kind == "case"]
    found: dict[tuple[str, str], Readable] = {}
    if groups:
        for id_, name, openness in Group.objects.filter(id__in=groups).values_list("id", "name", "openness"):
            found["group", id_] = Readable("group", id_, name, openness)
    if cases:
        inside = Audience.objects.filter(
            subject_kind="case", subject_ref__in=cases, kind=Audience.Kind.INTERNAL
        ).values_list("subject_ref", "title", "open_to_members")
        for ref, title, is_open in inside:
            found["case", ref] = Readable("case", ref, title, "open" if is_open else "restricted")
    return found
