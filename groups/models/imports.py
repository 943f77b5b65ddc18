"""A table that waits for the word of whoever looked at what it would do."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, random_id
from people.models import Person


class ImportPlan(models.Model):
    """The bytes of a table and a mark of all that its lines would have done; gone when it is carried out or dropped."""

    class Kind(models.TextChoices):
        """What the lines of a table are about."""

        PEOPLE = "people"
        GROUPS = "groups"

    id = IdField(primary_key=True, default=random_id)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # of the file
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=now)
