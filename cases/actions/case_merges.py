"""Putting one case into another, and taking it out again; what was said stays in the audiences where it was said."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep
from cases.actions.handoffs import decide
from cases.actions.links import require_two
from cases.actions.moving import move, move_back
from cases.actions.participants import seat_everywhere, take_part
from cases.actions.steps import weigh_case
from cases.models import (
    Belief,
    Blocker,
    Case,
    CaseMerge,
    Checklist,
    Commitment,
    ContactNote,
    Handoff,
    Huddle,
    Subject,
    Telling,
    Waiver,
)
from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, NotFound
from groups import policy as reading
from groups.models import Membership
from people.models import Person


@transaction.atomic
def merge_cases(actor: Person, *, ref: str, merged_ref: str) -> str:
    """Put another case of the same customer into this one; the id of the merge, by which it can be undone."""
    kept, merged = require_two(actor, ref, merged_ref)
    policy.require_one_matter(kept, merged)
    take_part(actor, kept)
    _withdraw_offers(actor, merged)
    moved = move(_rows_of(kept, merged), "case", kept)
    # What was merged into it before follows, so that nobody has to walk a chain.
    moved |= move([Case.objects.filter(merged_into=merged)], "merged_into", kept)
    merge = CaseMerge.objects.create(
        kept=kept, merged=merged, retellings=merged.retellings, moved=moved, by=actor, at=now()
    )
    merged.merged_into = kept
    kept.retellings += merged.retellings
    seated = Membership.objects.filter(audience=merged.audience_id, role__in=reading.SEATS)
    seat_everywhere(seated.values_list("person_id", flat=True), kept, actor.id)
    enter(actor, kept, "merged", id=merge.id, state="merged", ref=merged.ref, title=merged.title)
    enter(actor, merged, "merged", id=merge.id, state="merged")
    audit.note(actor.id, "case.merged", "case", kept.ref, merged=merged.ref)
    _keep_both(actor, kept, merged)
    return merge.id


@transaction.atomic
def undo_case_merge(actor: Person, *, ref: str, merge_id: str) -> None:
    """Give the merged case back what came from it; what came since stays."""
    kept = policy.require_inside(actor, ref, lock=True)
    merge = CaseMerge.objects.select_for_update().filter(id=merge_id, kept=kept).first()
    if merge is None:
        raise NotFound
    merged = Case.objects.select_for_update(of=("self",)).get(id=merge.merged_id)
    if merge.undone_at is not None or merged.merged_into_id != kept.id:
        raise Conflict("undone", _("This merge does not stand any more."))
    move_back(merge.moved, since=kept, to=merged)
    merged.merged_into = None
    kept.retellings -= merge.retellings
    merge.undone_by, merge.undone_at = actor, now()
    merge.save(update_fields=["undone_by", "undone_at"])
    enter(actor, kept, "merged", id=merge.id, state="undone", ref=merged.ref, title=merged.title)
    enter(actor, merged, "merged", id=merge.id, state="undone")
    audit.note(actor.id, "case.merge_undone", "case", kept.ref, merged=merged.ref)
    _keep_both(actor, kept, merged)


def _rows_of(kept: Case, merged: Case) -> list[QuerySet[Any]]:
    """What goes with a case: not its story, nor where it stood, nor a blocker or a question that the other has too."""
    causes = Blocker.objects.filter(case=kept, lifted_at=None).values_list("cause_key", flat=True)
    asked = Waiver.objects.filter(case=kept, state=Waiver.State.OPEN).values_list("rule", flat=True)
    return [
        Commitment.objects.filter(case=merged),
        Telling.objects.filter(case=merged).exclude(subject=Subject.STATUS),
        Belief.objects.filter(case=merged).exclude(subject=Subject.STATUS),
        ContactNote.objects.filter(case=merged),
        Checklist.objects.filter(case=merged),
        Blocker.objects.filter(case=merged).exclude(lifted_at=None, cause_key__in=list(causes)),
        Waiver.objects.filter(case=merged).exclude(state=Waiver.State.OPEN, rule__in=list(asked)),
        Huddle.objects.filter(case=merged),
    ]


def _withdraw_offers(actor: Person, merged: Case) -> None:
    for offer in Handoff.objects.filter(case=merged, state=Handoff.State.OFFERED):
        decide(actor, offer, Handoff.State.WITHDRAWN)


def _keep_both(actor: Person, kept: Case, merged: Case) -> None:
    for case in (kept, merged):
        case.drifts = Belief.objects.filter(case=case, drift_since__isnull=False).count()
        weigh_case(actor, case)
        keep(actor, case, "merged_into", "retellings", "drifts")
