"""Writing people and partners' organisations down."""

from esn.core.clock import now
from people.findable import make_findable
from people.models import Partner, Person, Profile, SpokenLanguage
from people.welcome import steps_of
from people.written import checked_line, checked_name


def create_partner(actor: Person | None, *, name: str) -> str:
    """Write down an organisation that we work with; its id."""
    return Partner.objects.create(name=name).id


def create_person(
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
) -> Person:
    """Write down a person, without a seat anywhere yet. Invalid for a name or title that cannot be shown as it is."""
    if kind in _IN_DIRECTORY:
        name, title = checked_name(name), checked_line(title, "title")
    person = Person(
        kind=kind,
        handle=handle.lower(),
        name=name,
        email=email,
        language=language,
        time_zone=time_zone,
        title=title,
        partner_id=partner_id,
        site_role=site_role,
        joined_at=now(),
        welcome_step=next(iter(steps_of(kind)), ""),
    )
    person.set_password(password)
    person.save(force_insert=True)
    if kind in _IN_DIRECTORY:
        profile = Profile(person=person)
        make_findable(person, profile, ())
        profile.save(force_insert=True)
        SpokenLanguage.objects.create(person=person, code=language)
    return person


_IN_DIRECTORY = (Person.Kind.MEMBER, Person.Kind.GUEST)
