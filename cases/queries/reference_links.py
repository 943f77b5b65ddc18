"""The address of a customer's record in another system, from its reference."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from cases import policy
from cases.models import ReferenceSystem
from esn.core.errors import NotFound
from people.models import Person


@dataclass(frozen=True)
class ReferenceLink:
    """A reference such as ``ERP:4711`` and where its record is."""

    reference: str
    system: str
    url: str


@dataclass(frozen=True)
class ReferenceSystemSummary:
    """Another system; ``{id}`` in its template is what follows the colon of a reference."""

    id: str
    code: str
    name: str
    template: str
    can: tuple[str, ...]  # edit, remove


def reference_systems(viewer: Person) -> tuple[ReferenceSystemSummary, ...]:
    """All systems that references may point to, by code."""
    policy.require_staff(viewer)
    can = tuple(verb for verb in reference_verbs(viewer) if verb != "add")
    rows = ReferenceSystem.objects.order_by("code")
    return tuple(ReferenceSystemSummary(row.id, row.code, row.name, row.template, can) for row in rows)


def reference_system(viewer: Person, system_id: str) -> ReferenceSystemSummary:
    """One system; NotFound where there is none like it."""
    found = next((system for system in reference_systems(viewer) if system.id == system_id), None)
    if found is None:
        raise NotFound
    return found


def reference_verbs(viewer: Person) -> tuple[str, ...]:
    """What the viewer may do with these systems: add, edit, remove."""
    policy.require_staff(viewer)
    return policy.reference_verbs(viewer)


def keeps_references(viewer: Person) -> bool:
    """Whether the viewer says which systems there are."""
    return viewer.is_member and bool(policy.reference_verbs(viewer))


def links(references: Iterable[str]) -> dict[str, ReferenceLink]:
    """The references whose system is known, with their links; one statement, none without references."""
    parted = {reference: reference.partition(":") for reference in references if ":" in reference}
    if not parted:
        return {}
    known = {row.code: row for row in ReferenceSystem.objects.all()}
    found = {}
    for reference, (code, _colon, ident) in parted.items():
        system = known.get("".join(code.upper().split()))
        if system is not None and ident.strip():
            url = system.template.replace("{id}", quote(ident.strip(), safe=""))
            found[reference] = ReferenceLink(reference, system.name, url)
    return found
