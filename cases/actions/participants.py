"""Who takes part in a case, and on which of its sides."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep, make_side
from cases.events import CaseOpened
from cases.models import Case
from cases.sides import family, sides_of
from esn.core import audit
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from feeds import actions as feeds
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person

Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


@transaction.atomic
def add_participant(actor: Person, *, ref: str, person_id: str) -> None:
    """Bring somebody into the case: a member on all its sides, a guest on the side of their organisation."""
    case = policy.require_inside(actor, ref, lock=True)
    person = Person.objects.select_related("partner").filter(id=person_id, is_active=True).first()
    if person is None or person.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST):
        raise Invalid.field("person", "unknown", _("This person is unknown here."))
    take_part(actor, case)
    if person.kind == Person.Kind.GUEST:
        side = _partner_side(actor, case, person)
        if groups.seat(person.id, side, Role.MEMBER, actor.id):
            enter(actor, case, "participant", person=person.id, name=person.name, partner=side.label)
            feeds.write(actor.id, audience=side, kind="participant", detail={"person": person.id, "name": person.name})
    elif seat_everywhere([person.id], case, actor.id):
        enter(actor, case, "participant", person=person.id, name=person.name)
    audit.note(actor.id, "participant.added", "case", case.ref, person=person.id)
    keep(actor, case)


@transaction.atomic
def remove_participant(actor: Person, *, ref: str, person_id: str) -> None:
    """Take somebody out of the case and of what was merged into it; never its holder."""
    case = policy.require_inside(actor, ref, lock=True)
    if case.holder_person_id == person_id:
        raise Conflict("holder", _("The holder stays in the case. Give it to somebody else first."))
    role = reading.role_in(actor, case.audience)
    if actor.id != person_id and not policy.may_restrict(actor, case, role):
        raise NotAllowed
    sides = family(ref)
    seated = Membership.objects.filter(audience__in=sides, person_id=person_id, role__in=reading.SEATS)
    if not seated.exists():
        raise NotFound
    for side in sides:
        groups.unseat(person_id, side, actor.id)
    audit.note(actor.id, "participant.removed", "case", case.ref, person=person_id)
    keep(actor, case)


def take_part(actor: Person, case: Case) -> None:
    """Whoever adds a structured entry becomes a participant."""
    if reading.role_in(actor, case.audience) not in reading.SEATS:
        seat_everywhere([actor.id], case, actor.id)
        enter(actor, case, "participant", person=actor.id, name=actor.name)


def bring_in(actor: Person, case: Case, person: Person) -> None:
    """Whoever is to do something for the case becomes a participant."""
    if seat_everywhere([person.id], case, actor.id):
        enter(actor, case, "participant", person=person.id, name=person.name)


def seat_everywhere(person_ids: Iterable[str], case: Case, actor_id: str) -> set[str]:
    """Give members a seat on every side where they have none; those who are new to the case."""
    people, sides = list(person_ids), list(sides_of(case.ref))
    seated = Membership.objects.filter(audience__in=sides, person__in=people, role__in=reading.SEATS)
    taken = set(seated.values_list("person_id", "audience_id"))
    for side in sides:
        missing = [person_id for person_id in people if (person_id, side.id) not in taken]
        if missing:
            groups.seat_many(dict.fromkeys(missing, Role.MEMBER), side, actor_id)
    return set(people) - {person_id for person_id, _side in taken}


def _partner_side(actor: Person, case: Case, guest: Person) -> Audience:
    """The side of the guest's organisation, made when its first guest comes in."""
    found: Audience | None = sides_of(case.ref).filter(partner_id=guest.partner_id).first()
    if found is not None:
        return found
    name = guest.partner.name if guest.partner else ""
    side = make_side(case.ref, Kind.PARTNER, name, case.public_title, case.restricted, guest.partner_id)
    seated = Membership.objects.filter(audience=case.audience, role__in=reading.SEATS)
    groups.seat_many(dict(seated.values_list("person_id", "role")), side, actor.id)
    record(CaseOpened(audience_id=side.id, id=case.ref), actor.id)
    return side
