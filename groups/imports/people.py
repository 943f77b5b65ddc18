"""The lines of a directory of people: whom each speaks of, and what it would change."""

import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from esn.core import phones
from esn.core.errors import Invalid
from esn.core.importing import RefusedError, Row, refusal
from groups.imports.lines import CHANGED, NEW, REFUSED, UNCHANGED, ImportChange, ImportLine, Read, parts
from people.models import Person, Profile
from people.written import checked_line, checked_name

REQUIRED = ("handle", "name")
OF_PERSON = ("name", "email", "title", "language", "time_zone")
OF_PROFILE = ("department", "place", "phone")
COLUMNS = ("handle", *OF_PERSON, *OF_PROFILE, "partner")
LONGEST = {"handle": 60, "name": 120, "email": 254, "title": 120, "department": 120, "place": 120, "partner": 120}
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True)
class PlannedPerson:
    """A line with the values that may be kept, and the person it speaks of, if there is one."""

    told: ImportLine
    wanted: dict[str, str]
    person: Person | None


@dataclass
class Known:
    """The people of the site whom a table may mean: by handle with their profiles, and who has which mail address."""

    people: dict[str, Person] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)  # in lower case → handle


def plan_people(rows: Read) -> list[PlannedPerson]:
    """What each line would do; reads the site in a few statements for many lines."""
    known = _known([row for _line, row in rows if isinstance(row, Row)])
    taken: dict[str, int] = {}
    return [_plan(line, row, known, taken) for line, row in rows]


def _plan(line: int, row: Row | RefusedError, known: Known, taken: dict[str, int]) -> PlannedPerson:
    try:
        if isinstance(row, RefusedError):
            raise row
        wanted = checked(row.cells)
        require_first(taken, line, wanted)
        person = known.people.get(wanted["handle"])
        require_free_mail(wanted, known.mails.get(wanted.get("email", "").lower()))
        if person is None:
            told = ImportLine(line, NEW, f"{wanted['name']} ({wanted['handle']})")
            return PlannedPerson(told, wanted, None)
        changes = changes_of(person, known.profiles.get(person.id), wanted)
    except RefusedError as reason:
        what = row.cells.get("handle", "") if isinstance(row, Row) else ""
        return PlannedPerson(ImportLine(line, REFUSED, what[:200], reason=str(reason)), {}, None)
    what = f"{person.name} ({person.handle})"
    return PlannedPerson(ImportLine(line, CHANGED if changes else UNCHANGED, what, changes), wanted, person)


def _known(rows: list[Row]) -> Known:
    known = Known()
    handles = {row.cells.get("handle", "").lower() for row in rows}
    for part in parts(sorted(handles)):
        for person in Person.objects.select_related("partner").filter(handle__in=part):
            known.people[person.handle] = person
    for part in parts(person.id for person in known.people.values()):
        known.profiles |= {profile.person_id: profile for profile in Profile.objects.filter(person__in=part)}
    for part in parts(sorted({row.cells.get("email", "").lower() for row in rows} - {""})):
        written = Person.objects.annotate(written=Lower("email")).filter(written__in=part)
        known.mails |= dict(written.values_list("written", "handle"))
    return known


def require_first(taken: dict[str, int], line: int, wanted: Mapping[str, str]) -> None:
    """RefusedError when an earlier line has the same handle or mail address."""
    for what, value in ((_("handle"), wanted["handle"]), (_("mail"), wanted.get("email", "").lower())):
        first = taken.setdefault(f"{what} {value}", line) if value else line
        if first != line:
            told = {"what": what, "value": value, "line": first}
            raise RefusedError(_("the %(what)s %(value)s is already in line %(line)d") % told)


def require_free_mail(wanted: Mapping[str, str], owner: str | None) -> None:
    """RefusedError when somebody else has the mail address."""
    if owner is not None and owner != wanted["handle"]:
        told = {"mail": wanted["email"], "handle": owner}
        raise RefusedError(_("the mail %(mail)s belongs to %(handle)s") % told)


def checked(cells: Mapping[str, str]) -> dict[str, str]:
    """The row as values that may be kept; RefusedError for the first that may not."""
    wanted = {name: " ".join(cells[name].split()) for name in COLUMNS if name in cells}
    for name in REQUIRED:
        if name not in wanted:
            raise RefusedError(_("the %(name)s is empty") % {"name": name})
    for name, longest in LONGEST.items():
        if len(wanted.get(name, "")) > longest:
            raise RefusedError(_("the %(name)s has more than %(most)d characters") % {"name": name, "most": longest})
    wanted["handle"] = wanted["handle"].lower()
    if not _HANDLE.fullmatch(wanted["handle"]):
        raise RefusedError(_("the handle may have letters a to z, digits, dots, hyphens and underscores only"))
    for name, check in _CHECKS.items():
        if name in wanted:
            try:
                wanted[name] = check(wanted[name])
            except Invalid as error:
                raise refusal(error) from None
    return wanted


def _checked_language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise RefusedError(_("the language %(code)s is not offered here") % {"code": code})
    return code


def _checked_zone(name: str) -> str:
    if name not in zoneinfo.available_timezones():
        raise RefusedError(_("the time zone %(name)s is unknown") % {"name": name})
    return name


def _checked_mail(mail: str) -> str:
    try:
        validate_email(mail)
    except ValidationError:
        raise RefusedError(_("this is not a mail address: %(mail)s") % {"mail": mail}) from None
    return mail


def _checked_phone(value: str) -> str:
    kept = phones.kept(checked_line(value, "phone", 40))
    if kept is None:
        raise RefusedError(_("this is not a phone number: %(value)s") % {"value": value})
    return kept


def _line(name: str) -> Callable[[str], str]:
    return lambda value: checked_line(value, name)


_CHECKS: dict[str, Callable[[str], Any]] = {
    "name": checked_name,
    "title": _line("title"),
    "department": _line("department"),
    "place": _line("place"),
    "partner": _line("partner"),
    "language": _checked_language,
    "time_zone": _checked_zone,
    "email": _checked_mail,
    "phone": _checked_phone,
}


def changes_of(person: Person, profile: Profile | None, wanted: Mapping[str, str]) -> tuple[ImportChange, ...]:
    """What the row says otherwise; what somebody is, and for which partner, is not changed by an import."""
    if person.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST):
        raise RefusedError(_("the handle %(handle)s is taken") % {"handle": person.handle})
    partner = person.partner.name if person.partner else ""
    if wanted.get("partner", "") != partner:
        told = {"handle": person.handle, "partner": partner or _("us")}
        raise RefusedError(_("%(handle)s is with %(partner)s, not as it says") % told)
    present = {name: getattr(person, name) for name in OF_PERSON}
    present |= {name: getattr(profile, name) if profile else "" for name in OF_PROFILE}
    changes = tuple(
        ImportChange(name, before, wanted[name])
        for name, before in present.items()
        if name in wanted and wanted[name] != before
    )
    # Whoever reads somebody's mail can have their password: nobody gains a right of the site by a table.
    if person.site_role and any(change.column == "email" for change in changes):
        told = {"handle": person.handle}
        raise RefusedError(_("%(handle)s has a role in the site and changes their own address") % told)
    return changes
