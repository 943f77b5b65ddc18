"""Rules: short cards that exceptions cite; every version is kept, and each names who may depart from it."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import EVERYONE, Audience, Group
from people.models import Person


class Rule(models.Model):
    """A rule as it stands now, owned by a person or a team; all members read it."""

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, default=EVERYONE, db_index=False)
    title = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=400, blank=True)  # the title, folded
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(default=now)  # since when the present version holds
    owner_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner_team = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answer_minutes = models.PositiveIntegerField(default=120)  # how long until an answer is due
    review_after = models.PositiveSmallIntegerField(default=5)  # exceptions granted before a change is proposed
    written_at = models.DateTimeField(default=now)  # when its owner last said that it is so
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_name", "id"], name="cases_rule_sorted", condition=models.Q(retired_at=None))
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(owner_person__isnull=False, owner_team=None)
                | models.Q(owner_person=None, owner_team__isnull=False),
                name="cases_rule_one_owner",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(text=""), name="cases_rule_says_something"
            ),
        ]


class RuleVersion(models.Model):
    """What a rule said from some moment on, and why it was written so; append only."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    since = models.DateTimeField()
    owner = models.JSONField(default=dict)  # kind, id and name of that moment
    deciders = models.JSONField(default=list)  # the same, of each
    answer_minutes = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "version"], name="cases_rule_version_once")
        ]


class RuleDecider(models.Model):
    """Who may decide about exceptions to a rule: a person, or the moderators of a team."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="deciders", db_index=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["rule", "person"], condition=models.Q(team=None), name="cases_rule_decider_person_once"
            ),
            models.UniqueConstraint(
                fields=["rule", "team"], condition=models.Q(person=None), name="cases_rule_decider_team_once"
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, team=None) | models.Q(person=None, team__isnull=False),
                name="cases_rule_decider_is_one",
            ),
        ]


class Waiver(models.Model):
    """A wish to depart from a rule in one case; decided by somebody whom the rule names, and then a precedent."""

    class State(models.TextChoices):
        """Open waits for a decision; conditional was granted with a condition; withdrawn was taken back."""

        OPEN = "open"
        GRANTED = "granted"
        CONDITIONAL = "conditional"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waivers", db_index=False)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="waivers", db_index=False)
    rule_version = models.PositiveIntegerField()
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=300)
    why = models.TextField()
    limit = models.CharField(max_length=100, blank=True)  # an amount or another limit, as it is said
    until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    condition = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=now)
    overdue_at = models.DateTimeField(null=True, blank=True)  # when the clock marked it
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("asked_at").desc(), models.F("id").desc(), name="cases_waiver_newest"),
            models.Index(fields=["until", "id"], name="cases_waiver_waiting", condition=models.Q(state="open")),
            models.Index("rule", models.F("decided_at").desc(), models.F("id").desc(), name="cases_waiver_precedent"),
            models.Index(fields=["asker", "asked_at"], name="cases_waiver_of_asker"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "rule"], condition=models.Q(state="open"), name="cases_waiver_one_waits"
            ),
            models.CheckConstraint(condition=~models.Q(what="") & ~models.Q(why=""), name="cases_waiver_says_why"),
        ]
