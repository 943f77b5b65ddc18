"""Reads about people."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.db import connection
from django.db.models import F, Model, QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from people.credentials import digest
from people.models import CalendarAddress, DeviceToken, Person

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class PersonRef:
    """A person as named beside what they wrote. ``kind``: member, guest, contact or system."""

    id: str
    name: str
    avatar: str | None
    kind: str


@dataclass(frozen=True)
class PersonSummary:
    """A person in the directory; ``partner`` names a guest's organisation."""

    id: str
    name: str
    avatar: str | None
    kind: str
    handle: str
    title: str
    partner: str | None
    language: str
    time_zone: str
    active: bool


@dataclass(frozen=True)
class Me:
    """What a person reads about themselves."""

    id: str
    name: str
    avatar: str | None
    kind: str
    handle: str
    title: str
    partner: str | None
    email: str
    language: str
    time_zone: str
    site_role: str


@dataclass(frozen=True)
class Device:
    """One of a person's devices, without its secret."""

    id: str
    device: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None
    expires_at: dt.datetime


@dataclass(frozen=True)
class CalendarAccess:
    """The address of a person's calendar, without its secret."""

    id: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None


def ref(person: Person) -> PersonRef:
    """A person as named beside what they wrote."""
    return PersonRef(person.id, person.name, None, person.kind)


def refs(person_ids: Iterable[str]) -> dict[str, PersonRef]:
    """People by id, as named beside what they wrote."""
    rows = Person.objects.filter(id__in=set(person_ids)).values_list("id", "name", "kind")
    return {id_: PersonRef(id_, name, None, kind) for id_, name, kind in rows}


_met: ContextVar[dict[str, Person]] = ContextVar("people met")


@contextmanager
def each_met_once() -> Iterator[None]:
    """While it lasts, each person is read once, however many rows name them."""
    before = _met.set({})
    try:
        yield
    finally:
        _met.reset(before)


def with_people(rows: Iterable[Row], *fields: str) -> list[Row]:
    """Rows with the people whom they name in these fields: one statement, and less than joining whole records."""
    found = list(rows)
    ids = {getattr(row, f"{field}_id") for row in found for field in fields} - {None}
    known = _met.get({})
    unknown = ids - known.keys()
    if unknown:
        known |= Person.objects.only("id", "name", "kind", "title", "language").in_bulk(unknown)
    for row in found:
        for field in fields:
            setattr(row, field, known.get(getattr(row, f"{field}_id")))
    return found


def summaries(person_ids: Iterable[str]) -> dict[str, PersonSummary]:
    """People by id, as the directory shows them."""
    rows = (
        Person.objects.filter(id__in=set(person_ids))
        .annotate(partner_name=F("partner__name"))
        .values_list("id", "name", "kind", "handle", "title", "partner_name", "language", "time_zone", "is_active")
    )
    return {row[0]: PersonSummary(row[0], row[1], None, *row[2:]) for row in rows}


def me(viewer: Person) -> Me:
    """The viewer's own record."""
    return Me(
        id=viewer.id,
        name=viewer.name,
        avatar=None,
        kind=viewer.kind,
        handle=viewer.handle,
        title=viewer.title,
        partner=viewer.partner.name if viewer.partner else None,
        email=viewer.email,
        language=viewer.language,
        time_zone=viewer.time_zone,
        site_role=viewer.site_role,
    )


def devices(viewer: Person) -> tuple[Device, ...]:
    """The viewer's devices that may still speak for them, newest first."""
    rows = _living(DeviceToken.objects.filter(person=viewer)).order_by("-created_at")
    return tuple(Device(row.id, row.device, row.created_at, row.last_used_at, row.expires_at) for row in rows)


def token(secret: str) -> DeviceToken | None:
    """The living token behind a secret, with its person; None for anything else."""
    with connection.cursor() as run:
        run.execute(_token_statement(), [digest(secret)])
        values = run.fetchone()
    if values is None:
        return None
    named = [value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value for value in values]
    held = DeviceToken.from_db(connection.alias, _columns(DeviceToken), named)
    held.person = Person.from_db(connection.alias, _columns(Person), named[len(_columns(DeviceToken)) :])
    lives = held.revoked_at is None and held.expires_at > now() and held.person.is_active
    return held if lives else None


@cache
def _token_statement() -> str:
    """Written by hand because every request of a device begins with it: building it cost four times its run."""
    columns = [f"t.{name}" for name in _columns(DeviceToken)] + [f"p.{name}" for name in _columns(Person)]
    joined = "people_devicetoken t JOIN people_person p ON p.id = t.person_id"
    return f"SELECT {', '.join(columns)} FROM {joined} WHERE t.digest = %s"  # noqa: S608 - names alone


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def calendar_accesses(viewer: Person) -> tuple[CalendarAccess, ...]:
    """The address at which the viewer's calendar is read, when they have given it one."""
    rows = CalendarAddress.objects.filter(person=viewer, revoked_at=None)
    return tuple(CalendarAccess(row.id, row.created_at, row.last_used_at) for row in rows)


def calendar_access(viewer: Person, address_id: str) -> CalendarAccess:
    """One's living address by its id; NotFound for any other."""
    found = next((one for one in calendar_accesses(viewer) if one.id == address_id), None)
    if found is None:
        raise NotFound
    return found


def calendar_address(secret: str) -> CalendarAddress | None:
    """The living address behind a secret, with its person; None for anything else."""
    rows = CalendarAddress.objects.filter(digest=digest(secret), revoked_at=None, person__is_active=True)
    return rows.select_related("person").first()


def _living(tokens: QuerySet[DeviceToken]) -> QuerySet[DeviceToken]:
    return tokens.filter(revoked_at=None, expires_at__gt=now())
