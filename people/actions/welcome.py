"""Going through the first visit."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.events import record
from people.events import WelcomeChanged
from people.models import Person
from people.policy import own_audience
from people.welcome import steps_of


def go_to_step(actor: Person, *, step: str) -> None:
    """Be at a step of the first visit, from where one goes on the next time; Invalid for one that is none of theirs."""
    if step not in steps_of(actor.kind):
        raise Invalid.field("step", "unknown_choice", _("Your first visit has no such step."))
    _write(actor, step)


def end_welcome(actor: Person) -> None:
    """Be through with the first visit, at its end or before: it is not shown by itself again."""
    _write(actor, "")


@transaction.atomic
def _write(actor: Person, step: str) -> None:
    actor.welcome_step = step
    if Person.objects.filter(id=actor.id).exclude(welcome_step=step).update(welcome_step=step):
        record(WelcomeChanged(audience_id=own_audience(actor.id), id=actor.id, step=step), actor.id)
