"""A company of 5,000: the directory while one types, and joining a group where all of them are.

Run: ``python -m benchmarks.people [--people 5000]``; DATABASE_URL names PostgreSQL, whose database is emptied.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.site import fresh_site
from benchmarks.table import elapsed_ms, head, row

if TYPE_CHECKING:
    from groups.models import Group
    from people.models import Person

FIRST = ("Anne", "Benoît", "Chloé", "Dinh", "Élodie", "Farid", "Gaëlle", "Hugo", "Inès", "Jérôme", "Khadija", "Loïc")
LAST = ("Aubert", "Bénard", "Chevallier", "Diallo", "Estève", "Fournier", "Guérin", "Haddad", "Jacquet", "Lemaître")
TITLES = ("Vendeuse", "Conseiller", "Chauffeur", "Responsable de magasin", "Service client")
DEPARTMENTS = ("Ventes", "Service", "Logistique", "Magasins")
SKILLS = ("Cuisines", "Retours", "Allemand technique", "Montage", "Devis", "Litiges")
TYPED = ("be", "benoit", "benoit che", "cuisines", "logist", "respons", "zzz", "hu gu", "e")


def main() -> None:
    """Fill a company and ask."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=5_000)
    number = options.parse_args().people
    with fresh_site():
        _measure(number)


def _measure(number: int) -> None:
    from django.db import connection

    from groups.queries import directory, directory_choices

    crowd, group = _company(number)
    viewer = crowd[0]
    head(f"People on {connection.vendor}, a company of {number:,}")
    for typed in TYPED:
        taken = elapsed_ms(partial(directory, viewer, q=typed))
        _line(f"directory, “{typed}”", taken, 50)
    _line("directory by skill", elapsed_ms(partial(directory, viewer, skill="cuisines")), 50)
    _line("directory by language", elapsed_ms(partial(directory, viewer, language="fr")), 50)
    _line("what the directory is narrowed by", elapsed_ms(partial(directory_choices, viewer)), 50)
    _join(crowd, group)


def _join(crowd: list[Person], group: Group) -> None:
    """Join a group of all the others, and read it at once; then leave it."""
    from feeds.queries import group_feed
    from groups.actions import join, leave

    joined, read = [], []
    for person in crowd[1:41]:
        begun = time.perf_counter()
        join(person, group_id=group.id)
        there = time.perf_counter()
        assert len(group_feed(person, group_id=group.id).results) == 20
        read.append((time.perf_counter() - there) * 1e3)
        joined.append((there - begun) * 1e3)
        leave(person, group_id=group.id)
    _line(f"join a group of {len(crowd) - 1:,}", joined, 50)
    _line("and read its feed at once", read, 50)


def _company(number: int) -> tuple[list[Person], Group]:
    """People with names, work, skills and languages; a group of all but the first 41, with a few posts."""
    from benchmarks import company
    from groups.actions import create_group
    from groups.models import Audience, Group, Membership
    from people.importing import write_profiles
    from people.models import Person, PersonSkill, Profile, Skill, SpokenLanguage

    draw = random.Random(7)
    crowd = company.people(number)
    PersonSkill.objects.all().delete()
    SpokenLanguage.objects.all().delete()
    Profile.objects.all().delete()
    for place, person in enumerate(crowd):
        person.name = f"{draw.choice(FIRST)} {draw.choice(LAST)} {place:04d}"
        person.title = draw.choice(TITLES)
    Person.objects.bulk_update(crowd, ["name", "title"], batch_size=500)
    write_profiles(crowd)
    known = [Skill.objects.create(name=name, key=name.lower()) for name in SKILLS]
    PersonSkill.objects.bulk_create(
        [PersonSkill(person=one, skill=skill) for one in crowd for skill in draw.sample(known, 2)], batch_size=500
    )
    _work(crowd, draw)
    group = Group.objects.get(id=create_group(crowd[-1], name="Everybody", kind="community", openness="open"))
    seated = crowd[41:-1]
    Membership.objects.bulk_create(
        [Membership(person=one, audience_id=group.audience_id, role="member") for one in seated], batch_size=500
    )
    Audience.objects.filter(id=group.audience_id).update(members_count=len(seated) + 1)
    company.posts(200, crowd[50:60], [group.audience_id])
    return crowd, group


def _work(crowd: list[Person], draw: random.Random) -> None:
    """Departments, and all of it findable."""
    from people.findable import make_findable
    from people.models import PersonSkill, Profile

    skills: dict[str, list[str]] = {}
    for person_id, name in PersonSkill.objects.values_list("person_id", "skill__name"):
        skills.setdefault(person_id, []).append(name)
    profiles = {one.person_id: one for one in Profile.objects.all()}
    for person in crowd:
        profile = profiles[person.id]
        profile.department = draw.choice(DEPARTMENTS)
        profile.department_key = profile.department.lower()
        make_findable(person, profile, skills[person.id])
    fields = ["department", "department_key", "words", "name_words", "sort_name"]
    Profile.objects.bulk_update(profiles.values(), fields, batch_size=500)


def _line(name: str, taken: list[float], target: float) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    row(name, f"p50 {statistics.median(taken):.1f}, p95 {p95:.1f} ms", f"p95 < {target:.0f} ms", p95 < target)


if __name__ == "__main__":
    main()
