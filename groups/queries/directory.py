"""The directory: the people whom a viewer may know, found by what is said of them, and what one may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When

from esn.core.errors import NotFound
from esn.core.folding import folded, sort_key
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from groups import policy
from groups.models import Audience, Group, Membership
from groups.queries.people import known_people
from people import queries as people
from people.models import Person, PersonSkill, Profile, SpokenLanguage
from people.queries import PersonSummary

MOST_CHOICES = 60  # of each kind that the directory offers
_WORDS = 6  # of what is looked for
_DIGITS = 4  # that begin to look like a phone number
_COLUMNS = (
    "person__name", "person__photo", "person__kind", "person__handle", "person__title", "person__partner__name",
    "person__language", "person__time_zone", "person__is_active", "department", "place", "sort_name",
)  # fmt: skip


@dataclass(frozen=True)
class DirectoryEntry(PersonSummary):
    """A person in the directory; what is said of them beside their title is for colleagues."""

    department: str
    place: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """Something by which the directory is narrowed: as it is asked for, as it is said, and how many it names."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Choices:
    """What the directory can be narrowed by: teams by their id, languages by their code."""

    teams: tuple[Choice, ...]
    skills: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    departments: tuple[Choice, ...]


@dataclass(frozen=True)
class Wanted:
    """Whom one looks for: words, and whatever narrows them."""

    q: str = ""
    team: str = ""
    skill: str = ""
    language: str = ""
    department: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether more than words was asked for."""
        return bool(self.team or self.skill or self.language or self.department)


def directory(
    viewer: Person,
    *,
    q: str = "",
    team: str = "",
    skill: str = "",
    language: str = "",
    department: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[DirectoryEntry]:
    """The active people that the viewer may know, whose name begins with the words first, then by name.

    ``q`` looks for beginnings of words in names, handles and titles, and for colleagues also in departments, places,
    skills and phone numbers. NotFound for a team that the viewer does not read.
    """
    wanted = Wanted(q, team, skill, language, department)
    listing = f"people:{q}:{team}:{skill}:{language}:{department}"
    order = ("rank", "sort_name", "person_id") if q.strip() else ("sort_name", "person_id")  # this one is an index
    rows = _found(viewer, wanted).annotate(rank=_rank(q)).order_by(*order)
    if cursor is not None:
        rows = rows.filter(_beyond(*unseal(listing, viewer.id, cursor)))
    found = list(rows.values_list("rank", "person_id", *_COLUMNS)[: limit + 1])
    shown = found[:limit]
    next_ = None
    if len(found) > limit:
        last = shown[-1]
        next_ = seal(listing, viewer.id, [last[0], last[-1], last[1]])
    return Page(_entries(viewer, [row[1:-1] for row in shown]), next_)


def people_by_id(viewer: Person, person_ids: Sequence[str]) -> tuple[DirectoryEntry, ...]:
    """People by their ids, in this order, without those that the viewer may not know; also those who have left."""
    columns = (
        column.removeprefix("person__") if column.startswith("person__") else f"profile__{column}"
        for column in _COLUMNS[:-1]
    )
    rows = known_people(viewer).filter(id__in=person_ids).values_list("id", *columns)
    by_id = {one.id: one for one in _entries(viewer, list(rows))}
    return tuple(by_id[id_] for id_ in person_ids if id_ in by_id)


def directory_size(viewer: Person, wanted: Wanted) -> int:
    """How many people a search in the directory finds."""
    return _found(viewer, wanted).count()


def directory_choices(viewer: Person) -> Choices:
    """What the directory can be narrowed by, the most frequent first; nothing for who knows no directory."""
    if not policy.readable(viewer).all_open:
        return Choices((), (), (), ())
    skills = PersonSkill.objects.filter(person__is_active=True).values_list("skill__key", "skill__name")
    spoken = SpokenLanguage.objects.filter(person__is_active=True).values_list("code", "code")
    departments = Profile.objects.filter(person__is_active=True).exclude(department_key="").values("department_key")
    return Choices(
        teams=_teams(viewer),
        skills=_counted(skills.annotate(number=Count("id"))),
        languages=_counted(spoken.annotate(number=Count("id"))),
        departments=_counted(
            departments.annotate(label=Max("department"), number=Count("person")).values_list(
                "department_key", "label", "number"
            )
        ),
    )


def _found(viewer: Person, wanted: Wanted) -> "QuerySet[Any]":
    """The profiles of the people who are listed for the viewer and have all that is wanted.

    Staff and guests have a profile, nobody else: nothing is asked of the person but whether they are here.
    """
    colleague = policy.readable(viewer).all_open
    rows = Profile.objects.filter(person__is_active=True)
    if not colleague:
        if wanted.narrowed:
            return rows.none()  # what they may not read of a person finds nobody
        rows = rows.filter(person__in=known_people(viewer))
    if wanted.q.strip():
        rows = rows.filter(_matches(wanted.q, "words" if colleague else "name_words"))
    if wanted.team:
        rows = rows.filter(person__in=_seated(viewer, wanted.team))
    if wanted.skill:
        rows = rows.filter(person__in=PersonSkill.objects.filter(skill__key=folded(wanted.skill)).values("person"))
    if wanted.language:
        rows = rows.filter(person__in=SpokenLanguage.objects.filter(code=wanted.language).values("person"))
    if wanted.department:
        rows = rows.filter(department_key=folded(wanted.department))
    return rows


def _matches(q: str, column: str) -> Q:
    """Each word begins a word of the column; digits alone are looked for within phone numbers."""
    digits = "".join(filter(str.isdigit, q))
    if len(digits) >= _DIGITS and not any(letter.isalpha() for letter in q):
        return Q(**{f"{column}__contains": digits.removeprefix("00")})
    words = folded(q).split()[:_WORDS]
    if not words:
        return Q(pk__in=())
    return Q(*(Q(**{f"{column}__contains": f" {word}"}) for word in words))


def _rank(q: str) -> Any:
    """0 where the name begins with what is looked for, 1 where each word begins one of the name, 2 otherwise."""
    words = folded(q).split()[:_WORDS]
    if not words:
        return Value(0)
    named = Q(*(Q(sort_name__startswith=word) | Q(sort_name__contains=f" {word}") for word in words))
    begun = Q(sort_name__startswith=" ".join(words))
    return Case(When(begun, then=Value(0)), When(named, then=Value(1)), default=Value(2))


def _beyond(rank: int, name: str, id_: str) -> Q:
    same = Q(sort_name__gt=name) | Q(sort_name=name, person_id__gt=id_)
    return Q(rank__gt=rank) | (Q(rank=rank) & same)


def _seated(viewer: Person, team_id: str) -> QuerySet[Any]:
    """Who has a seat in a team; NotFound when the viewer does not read it."""
    team = Group.objects.filter(policy.visible(viewer), id=team_id, kind=Group.Kind.TEAM).first()
    if team is None:
        raise NotFound
    return Membership.objects.filter(audience=team.audience_id, role__in=policy.SEATS).values("person_id")


def _entries(viewer: Person, rows: list[Any]) -> tuple[DirectoryEntry, ...]:
    colleague = policy.readable(viewer).all_open
    skills: dict[str, list[str]] = {}
    if colleague:
        held = PersonSkill.objects.filter(person__in=[row[0] for row in rows]).order_by("skill__key")
        for person_id, name in held.values_list("person_id", "skill__name"):
            skills.setdefault(person_id, []).append(name)
    return tuple(_entry(row, colleague, tuple(skills.get(row[0], ()))) for row in rows)


def _entry(row: Any, colleague: bool, skills: tuple[str, ...]) -> DirectoryEntry:
    id_, name, photo, kind, handle, title, partner, language, time_zone, active, department, place = row
    return DirectoryEntry(
        id=id_,
        name=name,
        avatar=people.avatar(id_, photo),
        kind=kind,
        handle=handle,
        title=title,
        partner=partner,
        language=language,
        time_zone=time_zone,
        active=active,
        department=(department or "") if colleague else "",  # who is no member and no guest has no profile
        place=(place or "") if colleague else "",
        skills=skills,
    )


def _teams(viewer: Person) -> tuple[Choice, ...]:
    """The teams that the viewer reads, without the secret ones: a list of them would name what is not to be named."""
    rows = Group.objects.filter(policy.visible(viewer), kind=Group.Kind.TEAM).exclude(openness=Group.Openness.SECRET)
    found = rows.annotate(number=F("audience__members_count")).order_by("-number", "sort_name", "id")
    return tuple(Choice(*row) for row in found.values_list("id", "name", "number")[:MOST_CHOICES])


def _counted(rows: Any) -> tuple[Choice, ...]:
    """The most frequent values, in the order of their words."""
    found = [Choice(*row) for row in rows.order_by("-number")[:MOST_CHOICES]]
    return tuple(sorted(found, key=lambda one: (sort_key(one.label), one.value)))


def named_readers(
    viewer: Person, audience: Audience, q: str, *, seated_only: bool = False, limit: int = PAGE_SIZE
) -> tuple[DirectoryEntry, ...]:
    """The active readers of an audience whose name begins like this: who sits there first. Two statements."""
    seats = Membership.objects.filter(audience=audience, role__in=policy.SEATS)
    readers = (
        policy.readers(audience).filter(id__in=seats.values("person")) if seated_only else policy.readers(audience)
    )
    rows = Profile.objects.filter(person__in=readers).exclude(person=viewer)
    if q.strip():
        rows = rows.filter(_matches(q, "name_words"))
    ranked = rows.annotate(rank=_rank(q), outside=~Exists(seats.filter(person=OuterRef("person"))))
    order = ("outside", "rank", "sort_name", "person_id")
    return _entries(viewer, list(ranked.order_by(*order).values_list("person_id", *_COLUMNS[:-1])[:limit]))
