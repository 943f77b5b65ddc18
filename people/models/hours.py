"""When somebody works, and when they are away and who stands in for them."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.people import Person


class WorkingHours(models.Model):
    """One stretch of a week's work, on the wall clock of the person's zone.

    An end that is not later than the start belongs to the next day.
    """

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hours", db_index=False)
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    start = models.TimeField()
    end = models.TimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "weekday", "start"], name="people_workinghours_start_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="people_workinghours_weekday"),
        ]


class Absence(models.Model):
    """A time in which somebody is away. At most one is planned or under way: those that are over stay as history."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences", db_index=False)
    start = models.DateTimeField()
    end = models.DateTimeField()
    delegate = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)
    over_at = models.DateTimeField(null=True, blank=True)  # when it ended, or was taken back before it began

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["delegate"],
                name="people_absence_delegate",
                condition=models.Q(over_at=None, delegate__isnull=False),
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(over_at=None), name="people_absence_one_stands"
            ),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="people_absence_ends_later"),
            models.CheckConstraint(
                condition=models.Q(delegate=None) | ~models.Q(delegate=models.F("person")),
                name="people_absence_somebody_else_stands_in",
            ),
        ]
