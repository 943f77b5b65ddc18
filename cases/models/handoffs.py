"""Handoffs: a case offered to a person or a team with a brief; until they accept, the giver still holds it."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Group
from people.models import Person


class Handoff(models.Model):
    """One offer of a case; a case has at most one that waits."""

    class State(models.TextChoices):
        """Offered waits for an answer; returned came back by the clock; withdrawn was taken back or overtaken."""

        OFFERED = "offered"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handoffs", db_index=False)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    to_team = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    brief = models.TextField()
    expectation = models.TextField()
    until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("given_at").desc(), models.F("id").desc(), name="cases_handoff_newest"),
            models.Index(
                fields=["to_person", "given_at"], name="cases_handoff_to_person", condition=models.Q(state="offered")
            ),
            models.Index(
                fields=["to_team", "given_at"], name="cases_handoff_to_team", condition=models.Q(state="offered")
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="offered"), name="cases_handoff_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(to_person__isnull=False, to_team=None)
                | models.Q(to_person=None, to_team__isnull=False),
                name="cases_handoff_one_receiver",
            ),
        ]
