"""One row of a directory of people: who it speaks of, what it would change, and changing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from esn.core.importing import CHANGED, NEW, UNCHANGED, Effect, Row, difference
from groups.actions.directories import admit_from_table, correct_from_table
from groups.imports.people import COLUMNS, REQUIRED, changes_of, checked, require_first, require_free_mail
from people.models import Person, Profile

__all__ = ["COLUMNS", "REQUIRED", "PeopleRows"]


@dataclass
class PeopleRows:
    """The rows of one file; what an earlier row has taken, a later one cannot take again."""

    _lines: dict[str, int] = field(default_factory=dict)  # handle or mail → line

    def effect(self, row: Row) -> Effect:
        """What the row would do; RefusedError when it cannot be used."""
        wanted = checked(row.cells)
        require_first(self._lines, row.line, wanted)
        person = _found(wanted)
        require_free_mail(wanted, _mail_owner(wanted, person))
        if person is None:
            return Effect(NEW, f"{wanted['name']} ({wanted['handle']})")
        changes = changes_of(person, _profile(person), wanted)
        told = tuple(difference(change.column, change.before, change.after) for change in changes)
        return Effect(CHANGED if changes else UNCHANGED, f"{person.name} ({person.handle})", told)

    @transaction.atomic
    def carry_out(self, actor: Person, row: Row) -> None:
        """Do what ``effect`` said of the row."""
        wanted = checked(row.cells)
        person = _found(wanted)
        if person is None:
            admit_from_table([wanted], actor)
            return
        changes = changes_of(person, _profile(person), wanted)
        correct_from_table([(person, {change.column: change.after for change in changes})], actor)


def _found(wanted: Mapping[str, str]) -> Person | None:
    return Person.objects.select_related("partner").filter(handle=wanted["handle"]).first()


def _profile(person: Person) -> Profile | None:
    return Profile.objects.filter(person=person).first()


def _mail_owner(wanted: Mapping[str, str], person: Person | None) -> str | None:
    others = Person.objects.filter(email__iexact=wanted.get("email", "")).exclude(email="")
    if person is not None:
        others = others.exclude(id=person.id)
    return others.values_list("handle", flat=True).first()
