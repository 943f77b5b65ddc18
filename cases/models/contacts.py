"""Contacts with the customer: what was said, and whether they had to tell it again."""

from typing import ClassVar

from django.db import models

from cases.channels import Channel
from cases.models.cases import Case
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Person


class ContactNote(models.Model):
    """One contact with the customer about a case."""

    class Direction(models.TextChoices):
        """Who reached whom: ``in`` is the customer to us."""

        IN = "in"
        OUT = "out"

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    minutes = models.PositiveSmallIntegerField()
    note = models.TextField()
    retold = models.BooleanField()  # the customer had to tell it again
    missing = models.CharField(max_length=500, blank=True)  # what we should have known
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("at").desc(), models.F("id").desc(), name="cases_contact_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(note=""), name="cases_contact_says_something")
        ]
