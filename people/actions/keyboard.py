"""How the keyboard acts for somebody."""

from django.db import transaction

from esn.core.events import record
from people.events import KeyboardChanged
from people.models import Person
from people.policy import own_audience


@transaction.atomic
def set_letter_keys(actor: Person, *, letters: bool) -> None:
    """Let single letters act on pages, or not: who dictates, or slips, does not want it (WCAG 2.1.4)."""
    actor.letter_keys = letters
    if Person.objects.filter(id=actor.id, letter_keys=not letters).update(letter_keys=letters):
        record(KeyboardChanged(audience_id=own_audience(actor.id), id=actor.id, letters=letters), actor.id)
