"""The devices that speak for a person."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import Model, QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from people.credentials import digest
from people.models import DeviceCode, DeviceToken, Person
from people.policy import may_sign_in, owes_second_factor


@dataclass(frozen=True)
class Device:
    """One of a person's devices, without its secret."""

    id: str
    device: str
    scope: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None
    expires_at: dt.datetime


@dataclass(frozen=True)
class ShownCode:
    """A code that a person shows to a device, without its secret: ``waiting``, ``taken`` or ``over``."""

    id: str
    state: str
    scope: str
    days: int
    expires_at: dt.datetime
    device: Device | None


def devices(viewer: Person) -> tuple[Device, ...]:
    """The viewer's devices that may still speak for them, newest first."""
    rows = _living(DeviceToken.objects.filter(person=viewer)).order_by("-created_at")
    return tuple(_shown(row) for row in rows)


def shown_code(viewer: Person, code_id: str) -> ShownCode:
    """How a code of the viewer stands; NotFound for another's, and for one that later codes have replaced."""
    code = DeviceCode.objects.select_related("token").filter(person=viewer, id=code_id).first()
    if code is None:
        raise NotFound
    over = code.token is None and code.expires_at <= now()
    state = "taken" if code.token else "over" if over else "waiting"
    return ShownCode(code.id, state, code.scope, code.days, code.expires_at, _shown(code.token) if code.token else None)


def _shown(row: DeviceToken) -> Device:
    return Device(row.id, row.device, row.scope, row.created_at, row.last_used_at, row.expires_at)


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
    lives = held.revoked_at is None and held.expires_at > now() and may_sign_in(held.person)
    lives = lives and not owes_second_factor(held.person)
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


def _living(tokens: QuerySet[DeviceToken]) -> QuerySet[DeviceToken]:
    return tokens.filter(revoked_at=None, expires_at__gt=now())
