"""What ends with an account, and what a person who comes back begins with: for ``groups.actions.deactivate_person``."""

from allauth.mfa.models import Authenticator
from django.db.models import F

from esn.core import audit, mail
from esn.core.alarms import cancel
from esn.core.clock import now
from esn.core.events import record, record_all
from people.actions.absences import END, START
from people.actions.passwords import end_credentials
from people.events import (
    AvailabilityChanged,
    DelegationChanged,
    PersonChanged,
    PersonDeactivated,
    PersonReactivated,
)
from people.models import Absence, Invitation, Person
from people.policy import own_audience


def shut_account(actor: Person, person: Person, *, everyone: str) -> None:
    """End everything by which a person acts, or somebody acts for them; coming back brings none of it to life.

    Sessions, what they remember, sockets and cursors hang on the person being active and on the round of their
    sessions; a link to reset the password or to change the address hangs on the password; the rest has rows.
    """
    person.set_unusable_password()
    person.is_active, person.site_role, person.has_second_factor, person.focus_until = False, "", False, None
    person.save(update_fields=["password", "is_active", "site_role", "has_second_factor", "focus_until"])
    Person.objects.filter(id=person.id).update(epoch=F("epoch") + 1)
    end_credentials(actor, person)
    Authenticator.objects.filter(user=person).delete()
    sent = Invitation.objects.filter(by=person, used_at=None, revoked_at=None)
    for invitation_id in list(sent.values_list("id", flat=True)):
        audit.note(actor.id, "invitation.revoked", "invitation", invitation_id)
    sent.update(revoked_at=now())
    mail.forget_mails_to(person.id)
    _end_absences(actor, person, everyone)
    record(PersonChanged(audience_id=everyone, id=person.id), actor.id)
    record(PersonDeactivated(audience_id=everyone, id=person.id), actor.id)


def reopen_account(actor: Person, person: Person, *, everyone: str) -> None:
    """Let a person act again, with what they read and wrote; they choose a new password by a link."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    Person.objects.filter(id=person.id).update(epoch=F("epoch") + 1)
    record(PersonChanged(audience_id=everyone, id=person.id), actor.id)
    record(PersonReactivated(audience_id=everyone, id=person.id), actor.id)


def _end_absences(actor: Person, person: Person, everyone: str) -> None:
    """Nobody stands in for them any more, and they stand in for nobody."""
    at = now()
    own = list(Absence.objects.filter(person=person, over_at=None))
    for row in own:
        cancel(START, row.id)
        cancel(END, row.id)
    Absence.objects.filter(id__in=[row.id for row in own]).update(over_at=at)
    delegates = sorted({row.delegate_id for row in own if row.delegate_id})
    record_all(
        [DelegationChanged(audience_id=own_audience(delegate), id=person.id) for delegate in delegates], actor.id
    )
    helped = Absence.objects.filter(delegate=person, over_at=None)
    absent = sorted(helped.values_list("person_id", flat=True))
    helped.update(delegate=None)
    record_all([AvailabilityChanged(audience_id=everyone, id=one) for one in absent], actor.id)
