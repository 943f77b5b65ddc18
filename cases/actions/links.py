"""Saying that cases belong together: the same cause, part of a larger matter, or the same matter twice."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep
from cases.actions.participants import take_part
from cases.models import Case, CaseLink
from esn.core.clock import now
from esn.core.errors import Conflict, NotFound
from people.models import Person

Kind = CaseLink.Kind
CHILD = "child"  # a parent, seen from the larger matter
KINDS = (*Kind.values, CHILD)
DEEPEST = 50  # generations of matters within matters


@transaction.atomic
def link_cases(actor: Person, *, ref: str, other_ref: str, kind: str) -> str:
    """Say what another case is to this one; the link's id."""
    case, other = require_two(actor, ref, other_ref)
    if kind == CHILD:
        case, other, kind = other, case, Kind.PARENT
    known = CaseLink.objects.filter(case=case, other=other, kind=kind)
    if kind != Kind.PARENT:
        known |= CaseLink.objects.filter(case=other, other=case, kind=kind)
    if known.exists():
        raise Conflict("linked", _("These cases are linked like this already."))
    if kind == Kind.PARENT and case.id in _above(other):
        raise Conflict("circle", _("This case is a part of the other one already."))
    link = CaseLink.objects.create(case=case, other=other, kind=kind, by=actor, at=now())
    take_part(actor, case if case.ref == ref else other)
    _enter(actor, link, case, other, "linked")
    return link.id


@transaction.atomic
def unlink_cases(actor: Person, *, ref: str, link_id: str) -> None:
    """Say that two cases do not belong together."""
    here = policy.require_inside(actor, ref)
    found = CaseLink.objects.filter(id=link_id).select_related("case", "other").first()
    if found is None or here.id not in (found.case_id, found.other_id):
        raise NotFound
    case, other = (policy.require_inside(actor, one.ref, lock=True) for one in (found.case, found.other))
    _enter(actor, found, case, other, "unlinked")
    found.delete()


def require_two(actor: Person, ref: str, other_ref: str) -> tuple[Case, Case]:
    """Two different cases that the actor reads, held for a change in one order; Invalid for the second."""
    policy.require_other_case(actor, ref, other_ref)
    held = {one: policy.require_inside(actor, one, lock=True) for one in sorted((ref, other_ref))}
    return held[ref], held[other_ref]


def _above(case: Case) -> set[str]:
    """The ids of a case and of all matters that it is a part of."""
    found, level = {case.id}, {case.id}
    for _generation in range(DEEPEST):
        parents = CaseLink.objects.filter(case__in=level, kind=Kind.PARENT).values_list("other_id", flat=True)
        level = set(parents) - found
        if not level:
            break
        found |= level
    return found


def _enter(actor: Person, link: CaseLink, case: Case, other: Case, state: str) -> None:
    """One entry in each of the two; it does not name the other case, which not all readers may know of."""
    enter(actor, case, "link", id=link.id, kind=str(link.kind), state=state)
    enter(actor, other, "link", id=link.id, kind=CHILD if link.kind == Kind.PARENT else str(link.kind), state=state)
    keep(actor, case)
    keep(actor, other)
