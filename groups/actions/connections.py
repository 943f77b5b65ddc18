"""Connecting a system that provisions people and teams: its token is told once, and opens nothing else."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.ids import new_id
from groups import policy
from groups.models import ProvisioningConnection
from people.credentials import LAST_USED_GRAIN, digest
from people.models import Person
from people.written import checked_line

NAME_LIMIT = 80  # characters
MOST_DAYS = 730
_PREFIX = "esn_scim_"  # lets a secret scanner recognise a leaked token


@transaction.atomic
def open_connection(actor: Person, *, name: str, days: int, steward: str = "") -> tuple[str, str]:
    """Let a system provision for so many days; the connection's id, and its token that is told this once.

    The steward, by id or handle, else oneself, owns the teams that it makes.
    """
    policy.require_administration(actor, "provision")
    called = checked_line(name, "name", NAME_LIMIT)
    if not called:
        raise Invalid.field("name", "blank", _("A name is needed."))
    if not 1 <= days <= MOST_DAYS:
        raise Invalid.field("days", "out_of_range", _("A connection lasts from 1 to 730 days."))
    owner = _steward(steward.strip().lower() or actor.id)
    connection_id, secret = new_id(), _PREFIX + secrets.token_urlsafe(32)
    ProvisioningConnection.objects.create(
        id=connection_id,
        name=called,
        acts_as=_acting(connection_id, called),
        steward=owner,
        digest=digest(secret),
        made_by=actor,
        made_at=now(),
        expires_at=now() + dt.timedelta(days=days),
    )
    audit.note(actor.id, "provisioning.opened", "connection", connection_id, days=days, steward=owner.id)
    return connection_id, secret


@transaction.atomic
def close_connection(actor: Person, *, connection_id: str) -> None:
    """Take a connection's token back at once and for good; what it provisioned stays. Twice changes nothing."""
    policy.require_administration(actor, "provision")
    row = ProvisioningConnection.objects.select_for_update().filter(id=connection_id).first()
    if row is None:
        raise NotFound
    if row.revoked_at is not None:
        return
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    audit.note(actor.id, "provisioning.closed", "connection", connection_id)


def touch_connection(connection: ProvisioningConnection) -> None:
    """Remember that a connection was used, at most once in five minutes."""
    if connection.last_used_at is None or now() - connection.last_used_at > LAST_USED_GRAIN:
        ProvisioningConnection.objects.filter(id=connection.id).update(last_used_at=now())


def _steward(named: str) -> Person:
    members = Person.objects.filter(kind=Person.Kind.MEMBER, is_active=True)
    steward = members.filter(Q(id=named) | Q(handle=named)).first()
    if steward is None:
        raise Invalid.field("steward", "unknown", _("This person is unknown here."))
    return steward


def _acting(connection_id: str, name: str) -> Person:
    """The one as whom a connection acts: nobody can sign in as them, and no directory of people shows them."""
    person = Person(kind=Person.Kind.SYSTEM, handle=f"(scim {connection_id})", name=name, is_active=False)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person
