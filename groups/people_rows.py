"""One row of a directory of people: who it speaks of, what it would change, and changing it."""

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from esn.core.importing import CHANGED, NEW, UNCHANGED, Effect, RefusedError, Row, difference
from groups.actions import admit_person
from groups.models import EVERYONE
from people.actions import create_partner
from people.importing import correct_person
from people.models import Partner, Person

REQUIRED = ("handle", "name")
COLUMNS = (*REQUIRED, "email", "title", "language", "time_zone", "partner")
LONGEST = {"handle": 60, "name": 120, "email": 254, "title": 120, "partner": 120}
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass
class PeopleRows:
    """The rows of one file; what an earlier row has taken, a later one cannot take again."""

    _lines: dict[str, int] = field(default_factory=dict)  # handle or mail → line

    def effect(self, row: Row) -> Effect:
        """What the row would do; RefusedError when it cannot be used."""
        wanted = _checked(row.cells)
        self._take(row.line, "handle", wanted["handle"])
        if "email" in wanted:
            self._take(row.line, "mail", wanted["email"].lower())
        person = Person.objects.select_related("partner").filter(handle=wanted["handle"]).first()
        _require_unused_mail(wanted, person)
        if person is None:
            return Effect(NEW, f"{wanted['name']} ({wanted['handle']})")
        changes = _changes(person, wanted)
        told = tuple(difference(name, getattr(person, name), value) for name, value in changes.items())
        return Effect(CHANGED if changes else UNCHANGED, f"{person.name} ({person.handle})", told)

    @transaction.atomic
    def carry_out(self, actor: Person, row: Row) -> None:
        """Do what ``effect`` said of the row."""
        wanted = _checked(row.cells)
        person = Person.objects.select_related("partner").filter(handle=wanted["handle"]).first()
        if person is not None:
            changes = _changes(person, wanted)
            correct_person(person, everyone=EVERYONE, actor_id=actor.id, **changes)
            return
        partner = wanted.pop("partner", "")
        admit_person(
            actor,
            kind=Person.Kind.GUEST if partner else Person.Kind.MEMBER,
            partner_id=_partner_id(actor, partner) if partner else None,
            **wanted,
        )

    def _take(self, line: int, what: str, value: str) -> None:
        first = self._lines.setdefault(f"{what} {value}", line)
        if first != line:
            raise RefusedError(f"the {what} {value} is already in line {first}")


def _checked(cells: Mapping[str, str]) -> dict[str, str]:
    """The row as values that may be kept."""
    wanted = {name: " ".join(cells[name].split()) for name in COLUMNS if name in cells}
    for name in REQUIRED:
        if name not in wanted:
            raise RefusedError(f"the {name} is empty")
    for name, longest in LONGEST.items():
        if len(wanted.get(name, "")) > longest:
            raise RefusedError(f"the {name} has more than {longest} characters")
    wanted["handle"] = wanted["handle"].lower()
    if not _HANDLE.fullmatch(wanted["handle"]):
        raise RefusedError("the handle may have letters a to z, digits, dots, hyphens and underscores only")
    if wanted.get("language", "fr") not in dict(settings.LANGUAGES):
        raise RefusedError(f"the language {wanted['language']} is not offered here")
    if wanted.get("time_zone", "UTC") not in zoneinfo.available_timezones():
        raise RefusedError(f"the time zone {wanted['time_zone']} is unknown")
    if "email" in wanted:
        _require_mail(wanted["email"])
    return wanted


def _require_mail(mail: str) -> None:
    try:
        validate_email(mail)
    except ValidationError:
        raise RefusedError(f"this is not a mail address: {mail}") from None


def _require_unused_mail(wanted: Mapping[str, str], person: Person | None) -> None:
    others = Person.objects.filter(email__iexact=wanted.get("email", "")).exclude(email="")
    if person is not None:
        others = others.exclude(id=person.id)
    other = others.first()
    if other is not None:
        raise RefusedError(f"the mail {wanted['email']} belongs to {other.handle}")


def _changes(person: Person, wanted: Mapping[str, str]) -> dict[str, str]:
    """What the row says otherwise; what somebody is, and for which partner, is not changed by an import."""
    if person.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST):
        raise RefusedError(f"the handle {person.handle} is taken")
    if wanted.get("partner", "") != (person.partner.name if person.partner else ""):
        raise RefusedError(f"{person.handle} is with {person.partner.name if person.partner else 'us'}, not as it says")
    named = ("name", "email", "title", "language", "time_zone")
    return {name: wanted[name] for name in named if name in wanted and wanted[name] != getattr(person, name)}


def _partner_id(actor: Person, name: str) -> str:
    found = Partner.objects.filter(name=name).values_list("id", flat=True).first()
    return found or create_partner(actor, name=name)
