"""What the directory says of a person: of oneself, and of another where one runs the site."""

import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit, phones
from esn.core.errors import Invalid
from esn.core.events import record
from people import policy
from people.actions.leading import checked_manager
from people.actions.skills import checked_languages, checked_skills, keep_languages, keep_skills
from people.events import PersonChanged
from people.findable import make_findable
from people.models import Person, PersonSkill, Profile
from people.written import NAME_LIMIT, checked_line, checked_lines, checked_name

ABOUT_LIMIT = 1000  # characters


@dataclass(frozen=True, kw_only=True)
class ProfileChange:
    """What shall be said otherwise; None leaves a field as it is, and an empty ``manager`` means nobody."""

    name: str | None = None
    title: str | None = None
    department: str | None = None
    place: str | None = None
    phone: str | None = None
    about: str | None = None
    manager: str | None = None
    skills: Sequence[str] | None = None
    languages: Sequence[str] | None = None
    language: str | None = None
    time_zone: str | None = None
    week_start: str | None = None
    theme: str | None = None


_OF_PERSON = ("name", "title", "language", "time_zone", "week_start", "theme")
# What who runs the site says of others; the rest is theirs alone to say.
KNOWN_BY_THE_HOUSE = ("name", "title", "department", "place", "phone", "manager")


def edit_profile(actor: Person, *, everyone: str, **said: Any) -> None:
    """Change what the directory shows of oneself and how the site speaks and looks; ``everyone`` is who hears of it."""
    _edit(actor, actor, ProfileChange(**said), everyone)


@transaction.atomic
def edit_person(actor: Person, *, person_id: str, everyone: str, **said: Any) -> None:
    """Change what the house knows better of somebody; ``everyone`` is who hears of it.

    NotAllowed unless the actor runs the site; NotFound for who is neither of the staff nor a guest.
    """
    person = policy.require_editable(actor, person_id)
    wanted = {field: value for field, value in said.items() if field in KNOWN_BY_THE_HOUSE}
    changed = _edit(actor, person, ProfileChange(**wanted), everyone)
    if changed:
        audit.note(actor.id, "person.edited", "person", person.id, fields=changed)


def write_profile(actor: Person, person: Person, *, everyone: str, **said: Any) -> list[str]:
    """Write what a system that knows better says of somebody; who calls has asked. The fields that changed."""
    return _edit(actor, person, ProfileChange(**said), everyone)


@transaction.atomic
def _edit(actor: Person, person: Person, said: ProfileChange, everyone: str) -> list[str]:
    """Write what was said otherwise; the names of the fields that changed."""
    values = _checked(said)
    profile = Profile.objects.select_for_update().filter(person=person).first() or Profile(person=person)
    if "manager" in values:
        values["manager"] = checked_manager(person, values["manager"])
    changed = [name for name in _OF_PERSON if _differs(person, name, values)]
    told = [name for name in ("department", "place", "phone", "about", "manager") if _differs(profile, name, values)]
    if changed:
        person.save(update_fields=changed)
    listed = [name for name, keep in _LISTS.items() if name in values and keep(person, values[name])]
    if not (changed or told or listed):
        return []
    known = PersonSkill.objects.filter(person=person).values_list("skill__name", flat=True)
    make_findable(person, profile, known)
    profile.save()
    record(PersonChanged(audience_id=everyone, id=person.id), actor.id)
    return sorted([*changed, *told, *listed])


_LISTS: dict[str, Callable[[Person, Any], bool]] = {"skills": keep_skills, "languages": keep_languages}


def _differs(row: Person | Profile, name: str, values: dict[str, Any]) -> bool:
    """Set a field of a row to what was said of it; whether that is anything else."""
    if name not in values or getattr(row, name) == values[name]:
        return False
    setattr(row, name, values[name])
    return True


def _checked(said: ProfileChange) -> dict[str, Any]:
    """What was said, as it may be kept; Invalid with everything that is wrong with it."""
    values: dict[str, Any] = {}
    problems: dict[str, Any] = {}
    for field in fields(said):
        value = getattr(said, field.name)
        if value is None:
            continue
        try:
            values[field.name] = _CHECKS[field.name](value)
        except Invalid as wrong:
            problems |= wrong.fields
    if problems:
        raise Invalid(problems)
    return values


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise Invalid.field("language", "unknown_choice", _("This language is not offered here."))
    return code


def _time_zone(name: str) -> str:
    if name not in zoneinfo.available_timezones():
        raise Invalid.field("time_zone", "unknown_choice", _("This time zone is unknown."))
    return name


def _week_start(code: str) -> str:
    if code not in Person.WeekStart:
        raise Invalid.field("week_start", "unknown_choice", _("A week begins on Monday, Sunday or Saturday here."))
    return code


def _theme(code: str) -> str:
    if code not in Person.Theme:
        raise Invalid.field("theme", "unknown_choice", _("This look is not offered here."))
    return code


def _phone(value: str) -> str:
    number = checked_line(value, "phone", 40)
    kept = phones.kept(number) if number else ""
    if kept is None:
        raise Invalid.field("phone", "not_a_phone", _("This is not a phone number: %(value)s") % {"value": number})
    return kept


_CHECKS: dict[str, Any] = {
    "name": checked_name,
    "title": lambda value: checked_line(value, "title", NAME_LIMIT),
    "department": lambda value: checked_line(value, "department", NAME_LIMIT),
    "place": lambda value: checked_line(value, "place", NAME_LIMIT),
    "phone": _phone,
    "about": lambda value: checked_lines(value, "about", ABOUT_LIMIT),
    "manager": str,
    "skills": checked_skills,
    "languages": checked_languages,
    "language": _language,
    "time_zone": _time_zone,
    "week_start": _week_start,
    "theme": _theme,
}
