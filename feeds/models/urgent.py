"""Calling somebody urgently: outside their hours too, for a reason from a closed list."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from feeds.models.posts import Post
from people.models import Person


class UrgentCall(models.Model):
    """Somebody was called to a post or an entry of a case; the caller stands for the reason."""

    class Reason(models.TextChoices):
        """What does not wait for somebody's hours."""

        CUSTOMER_WAITS = "customer_waits"
        PROMISE_BREAKS = "promise_breaks"
        SAFETY = "safety"

    id = IdField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "at"], name="feeds_urgent_of_caller"),
            models.Index(fields=["person", "at"], name="feeds_urgent_of_called"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(person=models.F("by")), name="feeds_urgent_somebody_else"),
            models.CheckConstraint(
                condition=models.Q(reason__in=["customer_waits", "promise_breaks", "safety"]),
                name="feeds_urgent_reason",
            ),
        ]
