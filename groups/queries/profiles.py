"""One person's page: what they say of themselves, as far as the viewer may know it."""

from dataclasses import dataclass, fields

from esn.core.errors import NotFound
from groups import policy
from groups.queries.people import known_people, teams_of
from people import queries as people
from people.models import Person
from people.policy import may_correct
from people.queries import PersonRef, PersonSummary
from people.queries.photos import LARGE

MOST_REPORTS = 100


@dataclass(frozen=True)
class TeamRef:
    """A team as it is named on somebody's page."""

    id: str
    name: str


@dataclass(frozen=True)
class PersonProfile(PersonSummary):
    """A person with all that a colleague reads of them; guests read the summary alone.

    ``photo`` is the address of the large photo, ``languages`` are codes of ISO 639, ``reports`` the active people whom
    they lead, ``can`` what the viewer may do: edit.
    """

    photo: str | None = None
    email: str = ""
    phone: str = ""
    department: str = ""
    place: str = ""
    about: str = ""
    manager: PersonRef | None = None
    reports: tuple[PersonRef, ...] = ()
    teams: tuple[TeamRef, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    can: tuple[str, ...] = ()


def profile(viewer: Person, person_id: str) -> PersonProfile:
    """One person's page; NotFound when the viewer may not know them."""
    row = known_people(viewer).select_related("partner").filter(id=person_id).first()
    if row is None:
        raise NotFound
    summary = people.summarised(row)
    known = {field.name: getattr(summary, field.name) for field in fields(summary)}
    photo = people.avatar(row.id, row.photo, LARGE)
    if not policy.readable(viewer).all_open or row.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST):
        return PersonProfile(**known, photo=photo)
    said = people.said_of(row)
    return PersonProfile(
        **known,
        photo=photo,
        email=row.email,
        phone=said.phone,
        department=said.department,
        place=said.place,
        about=said.about,
        manager=people.ref(said.manager) if said.manager else None,
        reports=_reports(row),
        teams=tuple(TeamRef(team.id, team.name) for team in teams_of(viewer, row.id)),
        skills=people.skills_of(row.id),
        languages=people.languages_of(row.id),
        can=("edit",) if may_correct(viewer) else (),
    )


def photo(viewer: Person, person_id: str, digest: str, size: str) -> people.PhotoBytes:
    """The bytes of the photo that somebody has now; NotFound for any other, and for who may not know the person."""
    if not known_people(viewer).filter(id=person_id, photo=digest).exists():
        raise NotFound
    return people.photo_bytes(digest, size)


def _reports(person: Person) -> tuple[PersonRef, ...]:
    rows = Person.objects.filter(profile__manager=person, is_active=True).order_by("profile__sort_name", "id")
    return tuple(map(people.ref, rows[:MOST_REPORTS]))
