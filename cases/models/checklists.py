"""Checklists of a case, begun from templates."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Person


class ChecklistTemplate(models.Model):
    """The steps of something that is done often; cases that began with them keep their own copy."""

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120, unique=True)
    steps = models.JSONField(default=list)  # texts, in order
    revision = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(name=""), name="cases_template_has_a_name")
        ]


class Checklist(models.Model):
    """What is to be done in one case, step by step."""

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checklists")
    name = models.CharField(max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)


class ChecklistStep(models.Model):
    """One step, and who did it when."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()  # from 1
    text = models.CharField(max_length=200)
    done_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["checklist", "number"], name="cases_step_once")
        ]
