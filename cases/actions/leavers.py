"""Letting somebody go with what they hold, and what cases end by themselves then."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.clockwork import clock
from cases.actions.entries import keep
from cases.actions.handoffs import send_back
from cases.actions.handover import hand_over
from cases.actions.holding import Holder
from cases.models import Case, Handoff
from cases.queries.holdings import held_cases, held_promises
from esn.core.errors import Conflict
from groups import actions as groups
from people.models import Person


@transaction.atomic
def release_person(
    actor: Person, *, person_id: str, reason: str = "", rest: Holder | None = None, leave_rest: bool = False
) -> None:
    """Deactivate somebody; what they still hold goes to ``rest``, or stays where that is said."""
    groups.deactivate_person(actor, person_id=person_id, reason=reason)
    if rest is not None:
        left, before = _held(actor, person_id), -1
        while left and left != before:
            hand_over(actor, person_id=person_id, rest=rest)
            left, before = _held(actor, person_id), left
    elif not leave_rest and _held(actor, person_id):
        raise Conflict(
            "holds", _("They still hold cases or promises. Hand them over first, or say to whom the rest goes.")
        )


@transaction.atomic
def return_offers_to_leavers(person_ids: Sequence[str]) -> None:
    """Offers that wait for people who were let go are back with who made them."""
    waiting = Handoff.objects.filter(to_person__in=person_ids, state=Handoff.State.OFFERED)
    for offer_id, case_id in list(waiting.order_by("case_id", "id").values_list("id", "case_id")):
        case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
        offer = Handoff.objects.select_related("to_person", "to_team").get(id=offer_id)
        if offer.state == Handoff.State.OFFERED:
            send_back(clock(), case, offer)
            keep(clock(), case)


def _held(actor: Person, person_id: str) -> int:
    return held_cases(actor, person_id).count() + held_promises(actor, person_id).count()
