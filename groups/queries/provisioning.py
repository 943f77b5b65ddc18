"""The systems that provision people and teams, as those who run the site see them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from esn.core.clock import now
from groups import policy
from groups.models import ProvisionedGroup, ProvisionedPerson, ProvisioningConnection
from people import queries as people
from people.credentials import digest
from people.models import Person
from people.queries import PersonRef

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class ConnectionSummary:
    """A connection without its secret. ``state``: living, ending (within 30 days), expired or revoked."""

    id: str
    name: str
    state: str
    steward: PersonRef
    made_by: PersonRef
    made_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None
    maker_left: bool


def connection_of(secret: str) -> ProvisioningConnection | None:
    """The living connection behind a token, with the person as whom it acts; None for anything else."""
    rows = ProvisioningConnection.objects.select_related("acts_as").filter(digest=digest(secret))
    found = rows.first()
    return found if found is not None and policy.living(found) else None


def connections(viewer: Person) -> tuple[ConnectionSummary, ...]:
    """All connections that there ever were, newest first; NotFound for who does not run the site."""
    policy.require_administration(viewer, "provision")
    return tuple(map(_summary, _rows().order_by("-made_at", "-id")))


def connection(viewer: Person, connection_id: str) -> ConnectionSummary | None:
    """One connection; None when there is none of this id. NotFound for who does not run the site."""
    policy.require_administration(viewer, "provision")
    found = _rows().filter(id=connection_id).first()
    return _summary(found) if found else None


@dataclass(frozen=True)
class Provisioned:
    """How much directories keep here."""

    people: int
    teams: int


def provisioning_counts(viewer: Person) -> Provisioned:
    """How many people and teams come from directories; NotFound for who does not run the site."""
    policy.require_administration(viewer, "provision")
    kept = ProvisionedPerson.objects.filter(removed_at=None).count()
    return Provisioned(kept, ProvisionedGroup.objects.filter(removed_at=None).count())


def _rows() -> QuerySet[ProvisioningConnection]:
    return ProvisioningConnection.objects.select_related("steward", "made_by")


def _summary(row: ProvisioningConnection) -> ConnectionSummary:
    return ConnectionSummary(
        id=row.id,
        name=row.name,
        state=_state(row),
        steward=people.ref(row.steward),
        made_by=people.ref(row.made_by),
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        maker_left=not row.made_by.is_active,
    )


def _state(row: ProvisioningConnection) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= now():
        return "expired"
    return "ending" if row.expires_at - now() < SOON else "living"
