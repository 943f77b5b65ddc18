"""What another system, the company's directory of people, keeps here by SCIM: its connection, its people, its teams."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models.groups import Group
from people.models import Person


class ProvisioningConnection(models.Model):
    """One system that provisions people and teams. Only the hash of its token is kept.

    It acts as a person of the system's kind, so that the logs say who did it. The steward owns the teams it makes.
    """

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    acts_as = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="provisioning")
    steward = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-made_at", "-id"], name="groups_provisioning_newest")
        ]


class ProvisionedPerson(models.Model):
    """What a directory calls somebody of the staff, and what it said of them as long as it holds."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="provisioned")
    connection = models.ForeignKey(ProvisioningConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    user_name = models.CharField(max_length=254)
    user_name_key = models.CharField(max_length=254, unique=True)  # in lower case, composed
    external_id = models.CharField(max_length=254, blank=True)
    said = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)  # when the directory deleted them

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["external_id"], name="groups_provisioned_external")
        ]


class ProvisionedGroup(models.Model):
    """A team that a directory keeps. Each change of the directory raises its revision."""

    group = models.OneToOneField(Group, primary_key=True, on_delete=models.CASCADE, related_name="provisioned")
    connection = models.ForeignKey(ProvisioningConnection, on_delete=models.PROTECT, related_name="+", db_index=False)
    external_id = models.CharField(max_length=254, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["external_id"], name="groups_provisioned_team")]


class ProvisionedSeat(models.Model):
    """A seat that a directory asked for: the only seats that it takes away again."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="provisioned_seats", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="provisioned_seats")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "person"], name="groups_provisionedseat_once")
        ]
