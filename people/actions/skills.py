"""What people know how to do, and which languages they speak."""

from collections.abc import Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.folding import folded
from people import spoken
from people.models import Person, PersonSkill, Skill, SpokenLanguage
from people.written import checked_line

SKILL_LIMIT = 60  # characters
MOST = 20  # of each, for one person

Chosen: TypeAlias = dict[str, str]  # skills as they are written, by their one spelling


def checked_skills(names: Sequence[str]) -> Chosen:
    """Skills as they may be kept, each once; Invalid for one that cannot be."""
    chosen: Chosen = {}
    for written in names:
        name = checked_line(written, "skills", SKILL_LIMIT)
        key = folded(name)[:200]
        if name and not key:
            raise Invalid.field("skills", "no_letter", _("A skill needs at least one letter."))
        if key:
            chosen.setdefault(key, name)
    if len(chosen) > MOST:
        raise Invalid.field("skills", "too_many", _("At most 20 skills can be named."))
    return chosen


def checked_languages(codes: Sequence[str]) -> list[str]:
    """Languages that can be chosen, each once; Invalid for a code that is none of them."""
    chosen = list(dict.fromkeys(codes))
    if not spoken.codes().issuperset(chosen):
        raise Invalid.field("languages", "unknown_choice", _("This language is unknown."))
    if len(chosen) > MOST:
        raise Invalid.field("languages", "too_many", _("At most 20 languages can be named."))
    return chosen


def keep_skills(person: Person, chosen: Chosen) -> bool:
    """Say what somebody knows how to do, in the words of whoever said it first; whether that is anything else."""
    held = dict(PersonSkill.objects.filter(person=person).values_list("skill__key", "id"))
    new = chosen.keys() - held.keys()
    gone = [id_ for key, id_ in held.items() if key not in chosen]
    if new:
        Skill.objects.bulk_create([Skill(name=chosen[key], key=key) for key in sorted(new)], ignore_conflicts=True)
        known = Skill.objects.filter(key__in=new)
        PersonSkill.objects.bulk_create([PersonSkill(person=person, skill=skill) for skill in known])
    if gone:
        PersonSkill.objects.filter(id__in=gone).delete()
    return bool(new or gone)


def keep_languages(person: Person, codes: Sequence[str]) -> bool:
    """Say which languages somebody speaks; whether that is anything else."""
    held = dict(SpokenLanguage.objects.filter(person=person).values_list("code", "id"))
    new = [code for code in codes if code not in held]
    gone = [id_ for code, id_ in held.items() if code not in codes]
    if new:
        SpokenLanguage.objects.bulk_create([SpokenLanguage(person=person, code=code) for code in new])
    if gone:
        SpokenLanguage.objects.filter(id__in=gone).delete()
    return bool(new or gone)
