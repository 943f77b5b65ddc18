"""Noting a contact with the customer, and counting how often they had to tell their story again."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep
from cases.actions.holding import holder_value
from cases.actions.participants import take_part
from cases.models import Case, ContactNote
from esn.core.clock import now
from esn.core.errors import Invalid
from feeds import actions as feeds
from people.models import Person

ALERT_AT = 2  # retellings


@transaction.atomic
def note_contact(
    actor: Person,
    *,
    ref: str,
    channel: str,
    direction: str,
    minutes: int,
    note: str,
    retold: bool,
    missing: str = "",
) -> str:
    """Write down one contact with the customer; its id. The second retelling alerts the holder."""
    case = policy.require_inside(actor, ref, lock=True)
    note = feeds.checked_text(note, "note")
    missing = " ".join(missing.split())
    if missing and not retold:
        raise Invalid.field("missing", "not_retold", _("Say what was missing only where they had to tell it again."))
    take_part(actor, case)
    made = ContactNote.objects.create(
        case=case,
        channel=channel,
        direction=direction,
        minutes=minutes,
        note=note,
        retold=retold,
        missing=missing,
        author=actor,
        at=now(),
    )
    enter(
        actor,
        case,
        "contact",
        body=note,
        id=made.id,
        channel=channel,
        direction=direction,
        minutes=minutes,
        retold=retold,
        missing=missing,
    )
    if retold:
        count_retelling(actor, case)
    keep(actor, case, "retellings")
    return made.id


def count_retelling(actor: Person, case: Case) -> None:
    """Count that the customer had to tell it again; the caller keeps the case."""
    case.retellings += 1
    if case.retellings == ALERT_AT:
        enter(actor, case, "alert", code="retold", count=case.retellings, holder=holder_value(case))
