"""Bringing in and correcting people and groups from tables of other systems, in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from esn.core import audit
from esn.core.clock import now
from esn.core.events import record_all
from groups.actions.groups import found_group
from groups.actions.seats import let_in
from groups.imports.groups import PlannedGroups
from groups.imports.lines import IN_ONE_STATEMENT, parts
from groups.imports.people import OF_PERSON, OF_PROFILE
from groups.models import EVERYONE, Audience, Group, Membership
from people.events import PersonChanged
from people.findable import make_findable
from people.models import Partner, Person, PersonSkill, Profile, SpokenLanguage
from people.policy import own_audience


def admit_from_table(rows: Sequence[Mapping[str, str]], actor: Person) -> list[Person]:
    """Write down the people of checked rows, each with the audience that is only themselves; nobody can sign in yet."""
    partners = _partners({row["partner"] for row in rows if "partner" in row})
    at, unusable = now(), make_password(None)
    people = [
        Person(
            kind=Person.Kind.GUEST if "partner" in row else Person.Kind.MEMBER,
            handle=row["handle"],
            partner=partners.get(row.get("partner", "")),
            password=unusable,
            joined_at=at,
            **{name: row[name] for name in OF_PERSON if name in row},
        )
        for row in rows
    ]
    Person.objects.bulk_create(people, batch_size=IN_ONE_STATEMENT)
    _write_profiles(people, rows)
    _give_own_places(people)
    audit.note_each(actor.id, "person.created", "person", {person.id: {"by": "table"} for person in people})
    record_all((PersonChanged(audience_id=EVERYONE, id=person.id) for person in people), actor.id)
    return people


def correct_from_table(changes: Sequence[tuple[Person, Mapping[str, str]]], actor: Person) -> None:
    """Change what the directory of another system knows better; an address that changes is proved anew."""
    people = [person for person, _wanted in changes]
    profiles = _profiles(people)
    skills = _skills(people)
    for person, wanted in changes:
        profile = profiles[person.id]
        for name, value in wanted.items():
            setattr(person if name in OF_PERSON else profile, name, value)
        if "email" in wanted:
            person.email_verified_at = None
        make_findable(person, profile, skills.get(person.id, ()))
    _write_anew(Person, people, [*OF_PERSON, "email_verified_at"], "id")
    made = ("department_key", "sort_name", "name_words", "words")
    _write_anew(Profile, list(profiles.values()), [*OF_PROFILE, *made], "person")
    told = {person.id: {"fields": sorted(wanted)} for person, wanted in changes}
    audit.note_each(actor.id, "person.imported", "person", told)
    record_all((PersonChanged(audience_id=EVERYONE, id=person.id) for person in people), actor.id)


def _write_anew(model: type[Model], rows: Sequence[Any], fields: Sequence[str], key: str) -> None:
    """Write some fields of rows that are there; as an insertion in their place, which is many times faster."""
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[key], update_fields=fields, batch_size=IN_ONE_STATEMENT
    )


def make_from_table(plan: PlannedGroups, actor: Person) -> None:
    """Found the groups of a table, with their owners from the first moment, and give the seats that it names."""
    for wanted in plan.new.values():
        said = {"name": wanted.name, "kind": wanted.kind, "openness": wanted.openness, "purpose": wanted.purpose}
        owner_id = next(person for person, role in wanted.seats.items() if role == Membership.Role.OWNER)
        _seat(found_group(actor, owner_id=owner_id, **said), wanted.seats, actor)
    there = Group.objects.in_bulk(list(plan.seats))
    for group_id, seats in plan.seats.items():
        _seat(there[group_id], seats, actor)


def _seat(group: Group, seats: Mapping[str, str], actor: Person) -> None:
    told = {person_id: {"group": group.id, "role": role} for person_id, role in seats.items()}
    audit.note_each(actor.id, "person.seated", "person", told)
    for role in (Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER):
        people = [person_id for person_id, wanted in seats.items() if wanted == role]
        if people:
            let_in(people, group, role, actor.id)


def _partners(names: Iterable[str]) -> dict[str, Partner]:
    """The partners' organisations by name; those that are new are written down."""
    wanted = set(names)
    known = {partner.name: partner for partner in Partner.objects.filter(name__in=wanted).order_by("-id")}
    new = [Partner(name=name) for name in sorted(wanted - known.keys())]
    Partner.objects.bulk_create(new)
    return known | {partner.name: partner for partner in new}


def _write_profiles(people: Sequence[Person], rows: Sequence[Mapping[str, str]]) -> None:
    profiles = []
    for person, row in zip(people, rows, strict=True):
        profile = Profile(person=person, **{name: row[name] for name in OF_PROFILE if name in row})
        make_findable(person, profile, ())
        profiles.append(profile)
    Profile.objects.bulk_create(profiles, batch_size=IN_ONE_STATEMENT)
    spoken = [SpokenLanguage(person=person, code=person.language) for person in people]
    SpokenLanguage.objects.bulk_create(spoken, batch_size=IN_ONE_STATEMENT)


def _give_own_places(people: Sequence[Person]) -> None:
    """The audience that is only oneself, and for colleagues what everybody reads."""
    Audience.objects.bulk_create(
        [
            Audience(
                id=own_audience(person.id), kind=Audience.Kind.PERSON, subject_kind="person", subject_ref=person.id
            )
            for person in people
        ],
        batch_size=IN_ONE_STATEMENT,
    )
    own = [Membership(person=one, audience_id=own_audience(one.id), follows=False) for one in people]
    everyone = [
        Membership(person=one, audience_id=EVERYONE, role=Membership.Role.FOLLOWER, read_at=one.joined_at)
        for one in people
        if one.is_member
    ]
    Membership.objects.bulk_create([*own, *everyone], batch_size=IN_ONE_STATEMENT)


def _profiles(people: Sequence[Person]) -> dict[str, Profile]:
    """The profiles of people; made for those who have none yet."""
    found: dict[str, Profile] = {}
    for part in parts(people):
        found |= {profile.person_id: profile for profile in Profile.objects.filter(person__in=part)}
    missing = [Profile(person=person) for person in people if person.id not in found]
    Profile.objects.bulk_create(missing)
    return found | {profile.person_id: profile for profile in missing}


def _skills(people: Sequence[Person]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts(people):
        for person_id, name in PersonSkill.objects.filter(person__in=part).values_list("person_id", "skill__name"):
            found.setdefault(person_id, []).append(name)
    return found
