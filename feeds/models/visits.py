"""How far somebody had seen a feed when they came to it."""

from typing import ClassVar

from django.db import models

from people.models import Person


class Visit(models.Model):
    """Somebody's present visit of a feed: home, or a group by its id. Who is away for a while comes anew."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=32)
    seen_until = models.DateTimeField(null=True)  # when the visit before ended; none before the second one
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "place"], name="feeds_visit_one_for_each_place")
        ]
