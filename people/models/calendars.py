"""The secret address of a person's calendar."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.people import Person


class CalendarAddress(models.Model):
    """The secret address at which calendar programs read a person's promises. Only the hash of its secret is kept."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at=None), name="people_calendaraddress_one_living"
            )
        ]
