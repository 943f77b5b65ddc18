"""Blockers: why a case cannot move, who can lift it, and what the customer gets meanwhile."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Partner, Person


class Blocker(models.Model):
    """One cause that holds up one case; ``cause_key`` is its one spelling, by which cases share a cause."""

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blockers", db_index=False)
    cause = models.CharField(max_length=200)
    cause_key = models.CharField(max_length=200)
    system = models.CharField(max_length=100, blank=True)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lifter = models.CharField(max_length=200)
    meanwhile = models.TextField()
    next_check = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    lifted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)  # what was said when it was lifted

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("at").desc(), name="cases_blocker_newest"),
            models.Index(fields=["cause_key", "at"], name="cases_blocker_board", condition=models.Q(lifted_at=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "cause_key"], condition=models.Q(lifted_at=None), name="cases_blocker_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(cause="") & ~models.Q(lifter="") & ~models.Q(meanwhile=""),
                name="cases_blocker_says_what_the_customer_gets",
            ),
        ]
