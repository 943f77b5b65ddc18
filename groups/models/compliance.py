"""What somebody who watches over the site reads by that right: one group or case, with a reason, for some hours."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Person


class ComplianceReading(models.Model):
    """A right to read that somebody gave themselves openly. It ends by itself; each item that was read is audited."""

    class Subject(models.TextChoices):
        """What an audience may belong to."""

        GROUP = "group"
        CASE = "case"

    id = IdField(primary_key=True, default=new_id)
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=10, choices=Subject.choices)
    subject_ref = models.CharField(max_length=32)
    reason = models.TextField(max_length=500)
    opened_at = models.DateTimeField(default=now)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("reader", models.F("opened_at").desc(), name="groups_reading_of_reader"),
            models.Index("subject_kind", "subject_ref", name="groups_reading_of_subject"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="groups_reading_has_a_reason"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("opened_at")), name="groups_reading_ends"),
        ]
