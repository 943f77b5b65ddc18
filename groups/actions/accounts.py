"""What those who run the site do with the accounts of others: never their own, and each time with the reason."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record_all
from groups import policy
from groups.actions.moderators import tell_of_requests
from groups.actions.reasons import checked_reason
from groups.events import AppointmentChanged, JoinAsked, MembershipChanged
from groups.models import (
    EVERYONE,
    SITE_MODERATORS,
    Appointment,
    Audience,
    Group,
    GroupInvitation,
    JoinRequest,
    Membership,
)
from people import actions as people
from people.events import PersonChanged
from people.models import Person
from people.policy import own_audience

_WITH_ACCOUNTS = (Person.Kind.MEMBER, Person.Kind.GUEST)


@transaction.atomic
def deactivate_person(actor: Person, *, person_id: str, reason: str = "") -> None:
    """Let somebody act no more, from this moment on: every credential of theirs ends with it, and for good."""
    person = _another(actor, person_id)
    if not person.is_active:
        raise Conflict("inactive", _("This account is deactivated already."))
    end_account(actor, person, reason=checked_reason(reason))


def end_account(actor: Person, person: Person, *, reason: str) -> None:
    """The one way by which an account ends; who calls holds the person and has asked. Conflict for the last admin."""
    require_other_administrator(person)
    audit.note(
        actor.id,
        "person.deactivated",
        "person",
        person.id,
        reason=reason,
        **({"role": person.site_role} if person.site_role else {}),
    )
    people.shut_account(actor, person, everyone=EVERYONE)
    _end_what_groups_keep(actor, person)


@transaction.atomic
def reactivate_person(actor: Person, *, person_id: str, reason: str = "") -> None:
    """Let somebody act again, without any credential of before: they get a link to choose a password."""
    person = _another(actor, person_id)
    if person.is_active:
        raise Conflict("active", _("This account is active already."))
    reopen(actor, person, reason=checked_reason(reason))
    people.ask_for_reset(asked=person.handle)


def reopen(actor: Person, person: Person, *, reason: str) -> None:
    """The one way by which an account lives again; who calls holds the person and has asked."""
    if Person.objects.filter(email__iexact=person.email, is_active=True).exclude(email="").exists():
        raise Conflict("taken", _("Their address belongs to another account by now."))
    audit.note(actor.id, "person.reactivated", "person", person.id, reason=reason)
    people.reopen_account(actor, person, everyone=EVERYONE)


@transaction.atomic
def end_sessions_of(actor: Person, *, person_id: str, reason: str = "") -> None:
    """Sign somebody out of every browser and every device."""
    person = _another(actor, person_id)
    people.end_credentials(actor, person)
    audit.note(actor.id, "sessions.ended", "person", person.id, reason=checked_reason(reason))


@transaction.atomic
def reset_second_factor_of(actor: Person, *, person_id: str, reason: str = "") -> None:
    """Take the second factors of somebody away who lost them, and sign them out; they hear of it by mail."""
    person = _another(actor, person_id)
    if not person.has_second_factor:
        raise Conflict("no_second_factor", _("They have no second factor."))
    audit.note(actor.id, "second_factor.reset_for", "person", person.id, reason=checked_reason(reason))
    people.reset_second_factor(actor, person)


@transaction.atomic
def correct_address(actor: Person, *, person_id: str, email: str, reason: str = "") -> None:
    """Say where somebody's mail goes; an address that is given here is not proven, and the former one hears of it.

    They are signed out everywhere: nobody else becomes them unnoticed, by a password that is reset at the new address.
    """
    person = _another(actor, person_id, "edit_people")
    address = checked_address(email, other_than=person.id)
    if address == person.email:
        return
    if person.site_role:  # otherwise one administrator could become the other by a reset of the password
        raise NotAllowed(_("Who has a role in the site changes their address themselves."))
    former, person.email, person.email_verified_at = person.email, address, None
    person.save(update_fields=["email", "email_verified_at"])
    audit.note(actor.id, "email.corrected", "person", person.id, reason=checked_reason(reason))
    people.end_credentials(actor, person)
    if former:
        people.tell(person, "email_changed", to=former)


@transaction.atomic
def give_role_back(actor: Person) -> None:
    """Run the site or watch over it no more; the last one who runs it finds somebody else first."""
    person = Person.objects.select_for_update().get(id=actor.id)
    if not person.site_role:
        raise NotFound
    require_other_administrator(person)
    audit.note(actor.id, "role.given_back", "person", person.id, role=person.site_role)
    write_role(actor, person, "")


def write_role(actor: Person, person: Person, role: str) -> None:
    """Give somebody a role in the site, or none; who calls has asked. Their sessions go on with the new rights."""
    person.site_role = role
    person.save(update_fields=["site_role"])
    Person.objects.filter(id=person.id).update(epoch=F("epoch") + 1)
    facts = [
        PersonChanged(audience_id=EVERYONE, id=person.id),
        MembershipChanged(audience_id=own_audience(person.id), id=own_audience(person.id)),
    ]
    record_all(facts, actor.id)


def require_other_administrator(person: Person) -> None:
    """Conflict when nobody else runs the site; held, so that two who let each other go take turns."""
    if not person.runs_site:
        return
    running = Person.objects.select_for_update().filter(site_role=Person.SiteRole.SITE_ADMIN, is_active=True)
    if {one.id for one in running.order_by("id")} <= {person.id}:
        raise Conflict("last_administrator", _("Nobody else runs the site. Let somebody else be appointed first."))


def checked_address(email: str, *, other_than: str = "") -> str:
    """A mail address that no active account has; Invalid otherwise."""
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid.field("email", "not_an_address", _("This is not a mail address.")) from None
    if len(address) > 254:
        raise Invalid.field("email", "too_long", _("This is not a mail address."))
    if Person.objects.filter(email__iexact=address, is_active=True).exclude(id=other_than).exists():
        raise Invalid.field("email", "taken", _("This address belongs to another account."))
    return address


def _another(actor: Person, person_id: str, verb: str = "deactivate_people") -> Person:
    """Somebody else who has an account, held for a change."""
    policy.require_administration(actor, verb)
    rows = Person.objects.select_for_update(of=("self",)).filter(id__in=sorted({actor.id, person_id})).order_by("id")
    held = {one.id: one for one in rows}
    policy.require_administration(held.get(actor.id, actor), verb)
    person = held.get(person_id)
    if person is None or person.kind not in _WITH_ACCOUNTS:
        raise NotFound
    if person.id == actor.id:
        raise NotAllowed(_("Nobody does this to their own account. Ask another administrator."))
    return person


def _end_what_groups_keep(actor: Person, person: Person) -> None:
    """What they asked for, were asked or proposed is over, and they moderate the site no more; their seats stay."""
    asked = list(JoinRequest.objects.filter(person=person).values_list("group_id", flat=True))
    JoinRequest.objects.filter(person=person).delete()
    record_all([JoinAsked(audience_id=own_audience(person.id), id=one) for one in asked], actor.id)
    for group in Group.objects.filter(id__in=asked).order_by("id"):
        tell_of_requests(group, actor.id)
    GroupInvitation.objects.filter(Q(person=person) | Q(by=person)).delete()
    gone, _rows = Membership.objects.filter(person=person, audience=SITE_MODERATORS).delete()
    if gone:
        Audience.objects.filter(id=SITE_MODERATORS).update(members_count=F("members_count") - 1)
        audit.note(actor.id, "site_moderator.dismissed", "person", person.id)
    waiting = Appointment.objects.filter(Q(person=person) | Q(by=person), state=Appointment.State.PROPOSED)
    ids = list(waiting.values_list("id", flat=True))
    waiting.update(state=Appointment.State.WITHDRAWN, decided_at=now())
    tell_administrators([AppointmentChanged(audience_id="", id=one) for one in ids], actor.id)


def tell_administrators(facts: list[AppointmentChanged], actor_id: str) -> None:
    """Record facts in the own audience of everybody whom a proposal may concern."""
    if not facts:
        return
    roles = [Person.SiteRole.SITE_ADMIN, Person.SiteRole.COMPLIANCE_ADMIN]
    ids = Person.objects.filter(site_role__in=roles, is_active=True).order_by("id").values_list("id", flat=True)
    told = [AppointmentChanged(audience_id=own_audience(one), id=fact.id) for one in list(ids) for fact in facts]
    record_all(told, actor_id)
