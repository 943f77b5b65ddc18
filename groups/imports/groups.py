"""The lines of a list of groups and their members: each names a group, and perhaps a person with a role in it.

A table makes groups. What an existing group is called and for is its owners' to say; a seat in one is given by a table
where whoever imports could give it by hand, or where everybody may join.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.importing import RefusedError, Row, refusal
from groups import policy
from groups.imports.lines import NEW, REFUSED, UNCHANGED, ImportLine, Read, parts
from groups.models import Group, Membership, Sanction
from people.models import Person
from people.written import checked_line, checked_lines

REQUIRED = ("group",)
COLUMNS = ("group", "kind", "openness", "purpose", "person", "role")
MOST_NEW = 200  # groups of one table
_LONGEST_NAME, _LONGEST_PURPOSE = 100, 1000
_ROLES = (Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER)


@dataclass(frozen=True)
class PlannedGroup:
    """A group that the table makes: what is said of it, and who gets which seat, by their ids."""

    name: str
    kind: str
    openness: str
    purpose: str
    seats: dict[str, str] = field(default_factory=dict)


@dataclass
class PlannedGroups:
    """What a table does: to its lines, new groups by name, and new seats in groups that are there, by their ids."""

    told: list[ImportLine] = field(default_factory=list)
    new: dict[str, PlannedGroup] = field(default_factory=dict)
    seats: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Wanted:
    """A line as values that may be kept; empty where it says nothing."""

    name: str
    kind: str
    openness: str
    purpose: str
    person: str
    role: str


@dataclass
class _Known:
    """The groups, people and seats of the site whom a table may mean."""

    groups: dict[str, list[Group]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)  # audience → the role of whoever imports
    seats: dict[tuple[str, str], str] = field(default_factory=dict)  # audience and person → role
    banned: set[tuple[str, str]] = field(default_factory=set)  # group and person


def plan_groups(actor: Person, rows: Read) -> PlannedGroups:
    """What each line would do; reads the site in a few statements for many lines."""
    known = _known(actor, [row for _line, row in rows if isinstance(row, Row)])
    plan, first = PlannedGroups(), _First()
    read: list[tuple[int, _Wanted | RefusedError]] = []
    for line, row in rows:
        try:
            if isinstance(row, RefusedError):
                raise row
            read.append((line, _checked(row.cells)))
        except RefusedError as reason:
            read.append((line, reason))
    for line, wanted in read:
        plan.told.append(_plan(plan, known, first, line, wanted))
    return _without_ownerless(plan, first)


class _First:
    """In which line a group and a seat stood first; the lines of each new group."""

    def __init__(self) -> None:
        self.groups: dict[str, tuple[int, _Wanted]] = {}
        self.seats: dict[tuple[str, str], int] = {}
        self.lines: dict[str, list[int]] = {}


def _plan(plan: PlannedGroups, known: _Known, first: _First, line: int, wanted: _Wanted | RefusedError) -> ImportLine:
    if isinstance(wanted, RefusedError):
        return ImportLine(line, REFUSED, "", reason=str(wanted))
    what = f"{wanted.name} · {wanted.person}" if wanted.person else wanted.name
    try:
        person = _person(known, first, line, wanted)
        there = known.groups.get(wanted.name, [])
        if there:
            return ImportLine(line, _existing(plan, known, there, wanted, person), what)
        _make(plan, first, line, wanted)
    except RefusedError as reason:
        return ImportLine(line, REFUSED, what, reason=str(reason))
    if person is not None:
        plan.new[wanted.name].seats[person.id] = wanted.role
    first.lines.setdefault(wanted.name, []).append(line)
    return ImportLine(line, NEW, what)


def _person(known: _Known, first: _First, line: int, wanted: _Wanted) -> Person | None:
    if not wanted.person:
        return None
    before = first.seats.setdefault((wanted.name, wanted.person), line)
    if before != line:
        raise RefusedError(_("this person is in this group already in line %(line)d") % {"line": before})
    person = known.people.get(wanted.person)
    if person is None:
        raise RefusedError(_("nobody here has the handle %(handle)s") % {"handle": wanted.person})
    if not person.is_member or not person.is_active:
        raise RefusedError(_("%(handle)s is no active colleague") % {"handle": wanted.person})
    return person


def _existing(plan: PlannedGroups, known: _Known, there: list[Group], wanted: _Wanted, person: Person | None) -> str:
    """What a line does to a group that is there."""
    if len(there) > 1:
        raise RefusedError(_("several groups have this name"))
    group = there[0]
    said = {"kind": wanted.kind, "openness": wanted.openness, "purpose": wanted.purpose}
    if any(value and value != getattr(group, name) for name, value in said.items()):
        raise RefusedError(_("the group is there already, and only its owners change it"))
    if person is None:
        return UNCHANGED
    own = known.own.get(group.audience_id)
    may_add = policy.may_in_group(own, "add_member")
    if group.openness != Group.Openness.OPEN and not may_add:  # whoever has a seat there is not told either
        raise RefusedError(_("the group is there already, and its moderators let people in"))
    present = known.seats.get((group.audience_id, person.id))
    if present == wanted.role:
        return UNCHANGED
    if present is not None or (wanted.role != Membership.Role.MEMBER and not policy.may_in_group(own, "promote")):
        raise RefusedError(_("the group is there already, and its owners say who has which role"))
    if group.archived_at is not None:
        raise RefusedError(_("the group is archived"))
    if (group.id, person.id) in known.banned:
        raise RefusedError(_("%(handle)s was excluded from this group") % {"handle": wanted.person})
    plan.seats.setdefault(group.id, {})[person.id] = wanted.role
    return NEW


def _make(plan: PlannedGroups, first: _First, line: int, wanted: _Wanted) -> None:
    """The group of a line among those that the table makes."""
    if wanted.name in plan.new:
        before, said = first.groups[wanted.name]
        for name in ("kind", "openness", "purpose"):
            value = getattr(wanted, name)
            if value and value != getattr(said, name):
                told = {"name": name, "line": before}
                raise RefusedError(_("the %(name)s is another one than in line %(line)d") % told)
        return
    for name in ("kind", "openness"):
        if not getattr(wanted, name):
            raise RefusedError(_("the group is new, and the %(name)s is empty") % {"name": name})
    if len(plan.new) == MOST_NEW:
        raise RefusedError(_("a table makes at most %(most)d groups") % {"most": MOST_NEW})
    plan.new[wanted.name] = PlannedGroup(wanted.name, wanted.kind, wanted.openness, wanted.purpose)
    first.groups[wanted.name] = (line, wanted)


def _without_ownerless(plan: PlannedGroups, first: _First) -> PlannedGroups:
    """A group needs an owner from its first day: without one none of its lines is used."""
    ownerless = {name for name, group in plan.new.items() if Membership.Role.OWNER not in group.seats.values()}
    refused = {line for name in ownerless for line in first.lines.get(name, ())}
    reason = _("no line that can be used names an owner of this group")
    plan.told = [replace(one, outcome=REFUSED, reason=reason) if one.line in refused else one for one in plan.told]
    plan.new = {name: group for name, group in plan.new.items() if name not in ownerless}
    return plan


def _known(actor: Person, rows: list[Row]) -> _Known:
    known = _Known()
    for part in parts(sorted({" ".join(row.cells.get("group", "").split()) for row in rows})):
        for group in Group.objects.filter(name__in=part).order_by("created_at", "id"):
            known.groups.setdefault(group.name, []).append(group)
    for part in parts(sorted({row.cells.get("person", "").lower() for row in rows} - {""})):
        known.people |= {person.handle: person for person in Person.objects.filter(handle__in=part)}
    there = [group for found in known.groups.values() for group in found]
    own = Membership.objects.filter(person=actor, role__in=policy.SEATS)
    known.own = dict(own.values_list("audience_id", "role"))
    people = [person.id for person in known.people.values()]
    for groups in parts(there, 100):
        for some in parts(people):
            seats = Membership.objects.filter(
                audience__in=[group.audience_id for group in groups], person__in=some, role__in=policy.SEATS
            )
            known.seats |= {
                (audience, person): role
                for audience, person, role in seats.values_list("audience_id", "person_id", "role")
            }
    banned = Sanction.objects.filter(policy.holding(), kind=Sanction.Kind.BAN, group__isnull=False)
    known.banned = set(banned.values_list("group_id", "person_id")) if there else set()
    return known


def _checked(cells: Mapping[str, str]) -> _Wanted:
    """A line as values that may be kept; RefusedError for the first that may not."""
    name = " ".join(cells.get("group", "").split())
    if not name:
        raise RefusedError(_("the %(name)s is empty") % {"name": "group"})
    try:
        name = checked_line(name, "group", _LONGEST_NAME)
        purpose = checked_lines(cells.get("purpose", ""), "purpose", _LONGEST_PURPOSE)
    except Invalid as error:
        raise refusal(error) from None
    person = cells.get("person", "").lower()
    if not person and "role" in cells:
        raise RefusedError(_("there is a role, and no person"))
    return _Wanted(
        name=name,
        kind=_one_of(cells, "kind", tuple(Group.Kind)),
        openness=_one_of(cells, "openness", tuple(Group.Openness)),
        purpose=purpose,
        person=person,
        role=_one_of(cells, "role", _ROLES) or Membership.Role.MEMBER,
    )


def _one_of(cells: Mapping[str, str], name: str, codes: tuple[str, ...]) -> str:
    value = cells.get(name, "").lower()
    if value and value not in codes:
        told = {"name": name, "value": value[:40], "codes": ", ".join(codes)}
        raise RefusedError(_("the %(name)s “%(value)s” is not one of: %(codes)s") % told)
    return value
