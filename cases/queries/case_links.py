"""What other cases are to a case, and what was merged into it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cases import policy
from cases.models import (
    Blocker,
    Case,
    CaseLink,
    CaseMerge,
    Checklist,
    Commitment,
    ContactNote,
    Handoff,
    Huddle,
    Waiver,
)
from cases.queries.cases import inside
from cases.queries.summaries import CaseName, CaseSummary, CustomerRef
from esn.core.errors import Conflict
from people import queries as people
from people.models import Person
from people.queries import PersonRef

MOST = 100


@dataclass(frozen=True)
class CaseLinkSummary:
    """What another case is to this one: the same cause, its parent (the larger matter), its child, or its duplicate."""

    id: str
    kind: str  # same_cause, parent, child, duplicate
    case: CaseName
    status: str
    by: PersonRef
    at: dt.datetime
    can: tuple[str, ...]  # unlink


@dataclass(frozen=True)
class CaseMergeSummary:
    """A case that was put into this one, and whether that was undone."""

    id: str
    merged: CaseName
    by: PersonRef
    at: dt.datetime
    undone_by: PersonRef | None
    undone_at: dt.datetime | None
    can: tuple[str, ...]  # undo


def case_links(viewer: Person, ref: str) -> tuple[CaseLinkSummary, ...]:
    """The cases that belong to a case and that the viewer reads too, the newest link first; at most 100."""
    return links_of(viewer, policy.require_inside(viewer, ref))


def links_of(viewer: Person, here: Case) -> tuple[CaseLinkSummary, ...]:
    """The same, with one statement; the caller has admitted the viewer to the inside."""
    both = policy.inside_at(viewer, "case") & policy.inside_at(viewer, "other")
    rows = CaseLink.objects.filter(both, Q(case=here) | Q(other=here))
    rows = rows.select_related("case__customer", "other__customer", "by").order_by("-at", "-id")
    return tuple(_link(here, row) for row in rows[:MOST])


def case_merges(viewer: Person, ref: str) -> tuple[CaseMergeSummary, ...]:
    """What was put into a case, as far as the viewer reads it, the newest first; at most 100."""
    here = policy.require_inside(viewer, ref)
    rows = CaseMerge.objects.filter(policy.inside_at(viewer, "merged"), kept=here)
    rows = rows.select_related("merged__customer", "by", "undone_by")
    return tuple(
        CaseMergeSummary(
            id=row.id,
            merged=_named(row.merged),
            by=people.ref(row.by),
            at=row.at,
            undone_by=people.ref(row.undone_by) if row.undone_by else None,
            undone_at=row.undone_at,
            can=("undo",) if row.undone_at is None else (),
        )
        for row in rows.order_by("-at", "-id")[:MOST]
    )


@dataclass(frozen=True)
class CaseMergePreview:
    """What would happen if a case were put into another one: what goes along, and who reads what was said."""

    kept: CaseSummary
    merged: CaseSummary
    promises: int
    contacts: int
    blockers: int
    checklists: int
    waivers: int
    huddles: int
    offer: bool  # one that waits is withdrawn


def case_merge_preview(viewer: Person, ref: str, merged_ref: str) -> CaseMergePreview:
    """What putting another case into this one would do; Invalid or Conflict where it cannot be done."""
    kept, merged = policy.require_other_case(viewer, ref, merged_ref)
    policy.require_one_matter(kept, merged)
    if kept.merged_into_id or merged.merged_into_id:
        raise Conflict("merged", _("One of them was merged already. Undo that first."))
    return CaseMergePreview(
        kept=inside(viewer, kept)[0],
        merged=inside(viewer, merged)[0],
        promises=Commitment.objects.filter(case=merged).count(),
        contacts=ContactNote.objects.filter(case=merged).count(),
        blockers=Blocker.objects.filter(case=merged, lifted_at=None).count(),
        checklists=Checklist.objects.filter(case=merged).count(),
        waivers=Waiver.objects.filter(case=merged).count(),
        huddles=Huddle.objects.filter(case=merged).count(),
        offer=Handoff.objects.filter(case=merged, state=Handoff.State.OFFERED).exists(),
    )


def _link(here: Case, row: CaseLink) -> CaseLinkSummary:
    outward = row.case_id == here.id
    other = row.other if outward else row.case
    kind = "child" if row.kind == CaseLink.Kind.PARENT and not outward else row.kind
    return CaseLinkSummary(row.id, kind, _named(other), other.status, people.ref(row.by), row.at, ("unlink",))


def _named(row: Case) -> CaseName:
    return CaseName(row.ref, row.title, CustomerRef(row.customer.id, row.customer.name))
