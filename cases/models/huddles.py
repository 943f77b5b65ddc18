"""Huddles: a question put to people and teams until a moment, with options, opinions and a decision."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from cases.models.commitments import Commitment
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Group
from people.models import Person


class Huddle(models.Model):
    """A consultation in one case that ends at its deadline, decided or not."""

    class State(models.TextChoices):
        """Closed was called off; undecided ended by the clock."""

        OPEN = "open"
        DECIDED = "decided"
        CLOSED = "closed"
        UNDECIDED = "undecided"

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="huddles", db_index=False)
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(max_length=500)
    deadline = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    chosen = models.ForeignKey(
        "HuddleOption", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)
    called_at = models.DateTimeField(default=now)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("called_at").desc(), models.F("id").desc(), name="cases_huddle_newest"),
            models.Index(fields=["deadline", "id"], name="cases_huddle_open", condition=models.Q(state="open")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(question=""), name="cases_huddle_asks_something"),
            models.CheckConstraint(
                condition=~models.Q(state="decided") | models.Q(chosen__isnull=False),
                name="cases_huddle_decision_is_an_option",
            ),
        ]


class HuddleInvite(models.Model):
    """Who is asked: a colleague, or everybody in a team."""

    huddle = models.ForeignKey(Huddle, on_delete=models.CASCADE, related_name="invites")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, team=None) | models.Q(person=None, team__isnull=False),
                name="cases_huddle_invite_is_one",
            )
        ]


class HuddleOption(models.Model):
    """One way out; with a promise and a window, deciding for it changes the promise."""

    id = IdField(primary_key=True, default=new_id)
    huddle = models.ForeignKey(Huddle, on_delete=models.CASCADE, related_name="options", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    wall_start = models.CharField(max_length=19, blank=True)
    wall_end = models.CharField(max_length=19, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["huddle", "number"], name="cases_huddle_option_once"),
            models.CheckConstraint(
                condition=models.Q(commitment=None, start=None, end=None)
                | models.Q(commitment__isnull=False, start__isnull=False, end__gt=models.F("start")),
                name="cases_huddle_option_window",
            ),
        ]


class HuddleOpinion(models.Model):
    """What one of those in the huddle thinks of an option; the last word stands."""

    class Stance(models.TextChoices):
        """Whether they are for it."""

        FOR = "for"
        AGAINST = "against"

    option = models.ForeignKey(HuddleOption, on_delete=models.CASCADE, related_name="opinions", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    stance = models.CharField(max_length=7, choices=Stance.choices)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["option", "person"], name="cases_huddle_opinion_once")
        ]
