"""Which system may provision people and teams, and which of both it sees."""

from django.db.models import Q, QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from groups.models import ProvisionedGroup, ProvisioningConnection
from people.models import Person


def living(connection: ProvisioningConnection) -> bool:
    """Whether the token of a connection opens anything now."""
    return connection.revoked_at is None and connection.expires_at > now()


def require_connection(actor: Person) -> ProvisioningConnection:
    """The living connection that acts as this person; NotFound for anybody else."""
    found = ProvisioningConnection.objects.filter(acts_as=actor.id).first()
    if found is None or not living(found):
        raise NotFound
    return found


def provisioned_people() -> QuerySet[Person]:
    """The staff, but for those whom a directory deleted and nobody let in again. Guests are nobody's employees here."""
    return Person.objects.filter(
        Q(is_active=True) | Q(provisioned=None) | Q(provisioned__removed_at=None), kind=Person.Kind.MEMBER
    )


def provisioned_groups() -> QuerySet[ProvisionedGroup]:
    """The teams that directories made and did not delete; groups that people made are none of theirs."""
    return ProvisionedGroup.objects.filter(removed_at=None)
