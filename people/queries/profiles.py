"""What is said of a person beside their name."""

from django.db.models import Max, Q

from esn.core.folding import folded
from people.models import Person, PersonSkill, Profile, Skill, SpokenLanguage


def said_of(person: Person) -> Profile:
    """What colleagues read of a person, with who leads them; empty where nobody has said anything."""
    return Profile.objects.select_related("manager").filter(person=person).first() or Profile(person=person)


def skills_of(person_id: str) -> tuple[str, ...]:
    """What somebody knows how to do, by name."""
    held = PersonSkill.objects.filter(person=person_id).order_by("skill__key")
    return tuple(held.values_list("skill__name", flat=True))


def languages_of(person_id: str) -> tuple[str, ...]:
    """The languages that somebody speaks, by their code."""
    return tuple(SpokenLanguage.objects.filter(person=person_id).order_by("code").values_list("code", flat=True))


def skills_like(beginning: str, limit: int = 12) -> tuple[str, ...]:
    """Skills that somebody has and in which a word begins like this, by name."""
    rows = Skill.objects.filter(people__person__is_active=True)
    key = folded(beginning)
    if key:
        rows = rows.filter(Q(key__startswith=key) | Q(key__contains=f" {key}"))
    return tuple(rows.distinct().order_by("key").values_list("name", flat=True)[:limit])


def departments(limit: int = 100) -> tuple[str, ...]:
    """The departments that active people have said they are in, each in one of its spellings, by name."""
    rows = Profile.objects.filter(person__is_active=True).exclude(department_key="").values("department_key")
    return tuple(
        rows.annotate(name=Max("department")).order_by("department_key").values_list("name", flat=True)[:limit]
    )
