"""The browsers and phones to which somebody lets the site send a notification."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.devices import DeviceToken
from people.models.people import Person
from people.models.sessions import BrowserSession


class PushSubscription(models.Model):
    """Where a notification reaches one device of a person; it ends with what let the device in."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(BrowserSession, null=True, on_delete=models.CASCADE, related_name="+")
    token = models.ForeignKey(DeviceToken, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=2048)
    digest = models.CharField(max_length=64, unique=True)  # of the endpoint
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=30)
    created_at = models.DateTimeField(default=now)
    told_up_to = models.DateTimeField(default=now)  # what happened up to here was told on this device
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # since it was reached last

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, token=None) | Q(session=None, token__isnull=False),
                name="people_push_of_one_device",
            )
        ]
