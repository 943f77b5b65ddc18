"""The customer's answer to what they were told: a promise that they refused is at risk until it changes."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep
from cases.actions.participants import take_part
from cases.actions.steps import weigh
from cases.events import CommitmentChanged, TellingAnswered
from cases.models import Case, Commitment, CustomerAnswer, Subject, Telling
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.events import record
from feeds.text import TEXT_LIMIT
from people.models import Person


@transaction.atomic
def record_answer(actor: Person, *, telling_id: str, answer: str, note: str = "") -> str:
    """Note what the customer answered to a telling: agreed, refused or unsure, and in which words. The answer's id."""
    ref = Telling.objects.filter(id=telling_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = policy.require_inside(actor, ref, lock=True)
    telling = Telling.objects.get(id=telling_id)
    note = note.replace("\r\n", "\n").strip()
    if len(note) > TEXT_LIMIT:
        raise Invalid.field("note", "too_long", _("A text has at most 20,000 characters."))
    take_part(actor, case)
    row = write_answer(actor, case, telling, answer, note)
    if telling.subject == Subject.COMMITMENT:
        promise = Commitment.objects.select_for_update().get(id=telling.subject_id)
        weigh(promise)
        promise.revision += 1
        promise.save(update_fields=["at_risk", "revision"])
        record(CommitmentChanged(audience_id=case.audience_id, id=promise.id, case=case.ref), actor.id)
    keep(actor, case)
    return row.id


def write_answer(actor: Person, case: Case, telling: Telling, answer: str, note: str = "") -> CustomerAnswer:
    """The answer and its entry in the timeline."""
    row = CustomerAnswer.objects.create(telling=telling, answer=answer, note=note, by=actor, at=now())
    about = {"subject": telling.subject, "subject_id": telling.subject_id, "value": telling.value}
    enter(actor, case, "answer", body=note, id=row.id, telling=telling.id, answer=answer, **about)
    record(TellingAnswered(audience_id=case.audience_id, id=telling.id, case=case.ref), actor.id)
    return row
