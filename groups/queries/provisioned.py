"""People and teams, as a directory that provisions them reads them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from esn.core.errors import NotFound
from groups import policy
from groups.models import Group, Membership, ProvisionedGroup
from people.models import Person

PEOPLE_ORDERS = {"id": "id", "userName": "called"}
TEAM_ORDERS = {"id": "group_id", "displayName": "group__name"}


@dataclass(frozen=True)
class DirectoryPerson:
    """Somebody of the staff; ``said`` is what the directory said of them, None for whom none has spoken of yet."""

    id: str
    user_name: str
    external_id: str
    name: str
    title: str
    email: str
    language: str
    time_zone: str
    active: bool
    department: str
    phone: str
    manager: tuple[str, str] | None  # id and name, of who is still here
    teams: tuple[tuple[str, str], ...]  # ids and names
    said: dict[str, Any] | None
    created_at: dt.datetime
    changed_at: dt.datetime


@dataclass(frozen=True)
class DirectoryTeam:
    """A team that a directory made; ``members`` are those whom a directory seated, None when nobody asked for them."""

    id: str
    name: str
    external_id: str
    members: tuple[str, ...] | None
    version: str
    created_at: dt.datetime
    changed_at: dt.datetime


@dataclass(frozen=True)
class Part:
    """A part of a list: where it begins, how many, in which order; ``narrowed`` leaves some out for sure."""

    order: str = "id"
    descending: bool = False
    start: int = 0
    count: int | None = None
    narrowed: Q | None = None


def directory_person(actor: Person, person_id: str) -> DirectoryPerson:
    """Somebody of the staff; NotFound for anybody else."""
    policy.require_connection(actor)
    row = _people().filter(id=person_id).first()
    if row is None:
        raise NotFound
    return _persons([row])[0]


def directory_people(actor: Person, wanted: Part) -> tuple[int, list[DirectoryPerson]]:
    """How many of the staff there are, and a part of them."""
    policy.require_connection(actor)
    rows = _people().annotate(called=Coalesce("provisioned__user_name_key", "handle"))
    return _part(rows, wanted, PEOPLE_ORDERS, "id", _persons)


def directory_team(actor: Person, group_id: str, *, with_members: bool = True) -> DirectoryTeam:
    """A team that a directory made; NotFound for any other group."""
    policy.require_connection(actor)
    row = _teams().filter(group_id=group_id).first()
    if row is None:
        raise NotFound
    return _directory_teams([row], with_members)[0]


def directory_teams(actor: Person, wanted: Part, *, with_members: bool = True) -> tuple[int, list[DirectoryTeam]]:
    """How many teams directories made, and a part of them."""
    policy.require_connection(actor)
    return _part(_teams(), wanted, TEAM_ORDERS, "group_id", lambda rows: _directory_teams(rows, with_members))


def called(name: str) -> Q:
    """Whom a directory, or without one the house, calls by a name, in lower case."""
    return Q(provisioned__user_name_key=name) | Q(provisioned=None, handle=name)


def seated(group_ids: Iterable[str]) -> QuerySet[Membership]:
    """The seats that directories gave in groups and that are still taken."""
    return Membership.objects.filter(
        audience__group__in=list(group_ids),
        role__in=policy.SEATS,
        person__provisioned_seats__group=F("audience__group"),
    )


def _part(rows: Any, wanted: Part, orders: dict[str, str], key: str, shown: Any) -> tuple[int, list[Any]]:
    if wanted.narrowed is not None:
        rows = rows.filter(wanted.narrowed)
    total = rows.count()
    sign = "-" if wanted.descending else ""
    ordered = rows.order_by(f"{sign}{orders[wanted.order]}", f"{sign}{key}")
    end = None if wanted.count is None else wanted.start + wanted.count
    return total, [] if end == wanted.start else shown(list(ordered[wanted.start : end]))


def _people() -> QuerySet[Person]:
    return policy.provisioned_people().select_related("provisioned", "profile__manager")


def _persons(rows: list[Person]) -> list[DirectoryPerson]:
    teams: dict[str, list[tuple[str, str]]] = defaultdict(list)
    kept = policy.provisioned_groups().filter(group__provisioned_seats__person__in=rows).values("group_id")
    for person_id, group_id, name in (
        seated([row["group_id"] for row in kept])
        .filter(person__in=rows)
        .order_by("audience__group__sort_name", "audience__group")
        .values_list("person_id", "audience__group", "audience__group__name")
    ):
        teams[person_id].append((group_id, name))
    return [_person(row, tuple(teams[row.id])) for row in rows]


def _person(row: Person, teams: tuple[tuple[str, str], ...]) -> DirectoryPerson:
    kept = getattr(row, "provisioned", None)
    profile = getattr(row, "profile", None)
    manager = profile.manager if profile else None
    return DirectoryPerson(
        id=row.id,
        user_name=kept.user_name if kept else row.handle,
        external_id=kept.external_id if kept else "",
        name=row.name,
        title=row.title,
        email=row.email,
        language=row.language,
        time_zone=row.time_zone,
        active=row.is_active,
        department=profile.department if profile else "",
        phone=profile.phone if profile else "",
        manager=(manager.id, manager.name) if manager and manager.is_active else None,
        teams=teams,
        said=kept.said if kept else None,
        created_at=row.joined_at,
        changed_at=kept.changed_at if kept else row.joined_at,
    )


def _teams() -> QuerySet[ProvisionedGroup]:
    return policy.provisioned_groups().select_related("group")


def _directory_teams(rows: list[ProvisionedGroup], with_members: bool) -> list[DirectoryTeam]:
    ids = [row.group_id for row in rows]
    seats = seated(ids)
    sums = {
        group: f"{number}.{total}.{latest.timestamp()}"
        for group, number, total, latest in seats.values_list("audience__group")
        .annotate(number=Count("id"), total=Sum("id"), latest=Max("since"))
        .values_list("audience__group", "number", "total", "latest")
    }
    members: dict[str, list[str]] = defaultdict(list)
    if with_members:
        for group_id, person_id in seats.order_by("id").values_list("audience__group", "person_id"):
            members[group_id].append(person_id)
    return [
        _team(row, tuple(members[row.group_id]) if with_members else None, sums.get(row.group_id, "")) for row in rows
    ]


def _team(row: ProvisionedGroup, members: tuple[str, ...] | None, seats: str) -> DirectoryTeam:
    group: Group = row.group
    return DirectoryTeam(
        id=group.id,
        name=group.name,
        external_id=row.external_id,
        members=members,
        version=f"{row.revision}.{group.name}.{seats}",
        created_at=group.created_at,
        changed_at=row.changed_at,
    )
