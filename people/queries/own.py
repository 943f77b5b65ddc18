"""What one reads of oneself."""

from dataclasses import dataclass

from people.models import Person
from people.queries.people import PersonRef, ref
from people.queries.photos import avatar
from people.queries.profiles import languages_of, said_of, skills_of


@dataclass(frozen=True)
class Me:
    """What a person reads of themselves: the site speaks to them in ``language``, they speak ``languages``.

    ``week_start`` is the first day of their weeks: monday, sunday, saturday, or empty for as their language has it.
    ``theme`` is how it looks to them: light, dark, contrast, or empty for as their system.
    """

    id: str
    name: str
    avatar: str | None
    kind: str
    handle: str
    title: str
    partner: str | None
    email: str
    language: str
    time_zone: str
    week_start: str
    theme: str
    site_role: str
    department: str
    place: str
    phone: str
    about: str
    manager: PersonRef | None
    skills: tuple[str, ...]
    languages: tuple[str, ...]


def me(viewer: Person) -> Me:
    """The viewer's own record."""
    said = said_of(viewer)
    return Me(
        id=viewer.id,
        name=viewer.name,
        avatar=avatar(viewer.id, viewer.photo),
        kind=viewer.kind,
        handle=viewer.handle,
        title=viewer.title,
        partner=viewer.partner.name if viewer.partner else None,
        email=viewer.email,
        language=viewer.language,
        time_zone=viewer.time_zone,
        week_start=viewer.week_start,
        theme=viewer.theme,
        site_role=viewer.site_role,
        department=said.department,
        place=said.place,
        phone=said.phone,
        about=said.about,
        manager=ref(said.manager) if said.manager else None,
        skills=skills_of(viewer.id),
        languages=languages_of(viewer.id),
    )
