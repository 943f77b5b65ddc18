"""Why a customer stays or left, and what they were merged with."""

import datetime as dt
from dataclasses import dataclass

from cases import policy
from cases.models import CustomerMerge, CustomerNote
from cases.queries.summaries import CustomerRef
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class CustomerNoteSummary:
    """A note about a customer; only a loss has a reason."""

    id: str
    kind: str  # stays, loss, return
    reason: str  # price, promise, quality, service, need, unknown
    text: str
    author: PersonRef
    at: dt.datetime
    edited_at: dt.datetime | None
    revision: int
    can: tuple[str, ...]  # edit, remove


@dataclass(frozen=True)
class CustomerMergeSummary:
    """One customer found to be another, and whether that was undone."""

    id: str
    kept: CustomerRef
    merged: CustomerRef
    by: PersonRef
    at: dt.datetime
    undone_by: PersonRef | None
    undone_at: dt.datetime | None
    can: tuple[str, ...]  # undo


def customer_notes(
    viewer: Person, customer_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[CustomerNoteSummary]:
    """The notes about a customer, the newest first; for staff."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    rows = CustomerNote.objects.filter(customer=customer).select_related("author")
    listing = f"customer_notes:{customer_id}"
    page = newest(rows, "at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return page.map(lambda row: _note(viewer, row))


def customer_note(viewer: Person, customer_id: str, note_id: str) -> CustomerNoteSummary:
    """One note; NotFound when the viewer does not read it."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    return _note(viewer, policy.require_note(viewer, customer, note_id))


def customer_merges(
    viewer: Person, customer_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[CustomerMergeSummary]:
    """The merges into a customer, the newest first; for staff."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    rows = CustomerMerge.objects.filter(kept=customer).select_related("kept", "merged", "by", "undone_by")
    listing = f"customer_merges:{customer_id}"
    page = newest(rows, "at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return page.map(_merge)


def customer_merge(viewer: Person, customer_id: str, merge_id: str) -> CustomerMergeSummary:
    """One merge; NotFound when the viewer does not read its customer."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    rows = CustomerMerge.objects.filter(kept=customer, id=merge_id)
    found = rows.select_related("kept", "merged", "by", "undone_by").first()
    if found is None:
        raise NotFound
    return _merge(found)


def _note(viewer: Person, row: CustomerNote) -> CustomerNoteSummary:
    return CustomerNoteSummary(
        id=row.id,
        kind=row.kind,
        reason=row.reason,
        text=row.text,
        author=people.ref(row.author),
        at=row.at,
        edited_at=row.edited_at,
        revision=row.revision,
        can=policy.note_verbs(viewer, row),
    )


def _merge(row: CustomerMerge) -> CustomerMergeSummary:
    return CustomerMergeSummary(
        id=row.id,
        kept=CustomerRef(row.kept.id, row.kept.name),
        merged=CustomerRef(row.merged.id, row.merged.name),
        by=people.ref(row.by),
        at=row.at,
        undone_by=people.ref(row.undone_by) if row.undone_by else None,
        undone_at=row.undone_at,
        can=("undo",) if row.undone_at is None and row.merged.merged_into_id == row.kept_id else (),
    )
