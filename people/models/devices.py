"""The devices that speak for a person, and the codes by which one more comes in."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.people import Person


class Scope(models.TextChoices):
    """How much a device may do; never more than its person."""

    EVERYTHING = "everything"
    READ = "read"
    SEND = "send"


class DeviceToken(models.Model):
    """A device that speaks for a person. Only the token's hash is kept."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    device = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.EVERYTHING)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="people_devicetoken_scope_known")
        ]


class DeviceCode(models.Model):
    """A code that a signed-in person shows to a device, once, for a minute. Only its hash is kept."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="device_codes")
    session = models.CharField(max_length=32, blank=True)  # the mark of the browser session that shows it
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    days = models.PositiveSmallIntegerField()  # how long the device will speak
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    token = models.OneToOneField(DeviceToken, on_delete=models.CASCADE, null=True, related_name="code")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="people_devicecode_scope_known")
        ]
