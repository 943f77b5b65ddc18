"""The way by which people come into the house."""

from django.db import transaction

from esn.core.clock import now
from esn.core.events import record
from groups.models import EVERYONE, Audience, Membership
from people.actions import create_person
from people.events import PersonChanged
from people.models import Person
from people.policy import own_audience


@transaction.atomic
def admit_person(
    actor: Person | None,
    *,
    kind: str,
    handle: str,
    name: str,
    email: str = "",
    language: str = "fr",
    time_zone: str = "Europe/Paris",
    title: str = "",
    partner_id: str | None = None,
    password: str | None = None,
    site_role: str = "",
) -> str:
    """Write down a person with the audience that is only themselves; their id."""
    person = create_person(
        kind=kind,
        handle=handle,
        name=name,
        email=email,
        language=language,
        time_zone=time_zone,
        title=title,
        partner_id=partner_id,
        password=password,
        site_role=site_role,
    )
    own = Audience.objects.create(
        id=own_audience(person.id), kind=Audience.Kind.PERSON, subject_kind="person", subject_ref=person.id
    )
    Membership.objects.create(person=person, audience=own, follows=False)
    if person.is_member:
        Membership.objects.create(person=person, audience_id=EVERYONE, role=Membership.Role.FOLLOWER, read_at=now())
    record(PersonChanged(audience_id=EVERYONE, id=person.id), actor.id if actor else "")
    return person.id
