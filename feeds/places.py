"""The places where somebody writes: ``home``, ``group-<id>``, ``case-<ref>``, ``reply-<post>``, ``edit-<post>``."""

import re
from dataclasses import dataclass

LONGEST = 48

_PLACE = re.compile(r"(?P<kind>group|reply|edit)-(?P<ref>[0-9a-f]{32})|(?P<case>case)-(?P<number>C-\d{4}-\d{6})|home")


@dataclass(frozen=True)
class Place:
    """Where somebody writes: a kind, and the group, case or post that it is about."""

    kind: str  # home, group, case, reply, edit
    ref: str = ""

    def __str__(self) -> str:
        return f"{self.kind}-{self.ref}" if self.ref else self.kind


def place_of(name: str) -> Place | None:
    """The place of that name; None where it names none."""
    found = _PLACE.fullmatch(name)
    if found is None:
        return None
    if found["case"]:
        return Place("case", found["number"])
    return Place(found["kind"], found["ref"]) if found["kind"] else Place("home")
