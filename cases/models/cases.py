"""Cases, and the versions of their story.

The sides of a case are audiences whose subject is the case: ``internal``, ``customer``, and ``partner`` once a partner.
"""

from typing import ClassVar

from django.db import models

from cases.models.customers import Customer
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Audience, Group
from people.models import Person


class Case(models.Model):
    """One matter of one customer, held by a person, or by a team until one of them takes it; never by nobody."""

    class Status(models.TextChoices):
        """Where the matter stands, in words that a customer understands."""

        NEW = "new"
        IN_HAND = "in_hand"
        WAITING_CUSTOMER = "waiting_customer"
        WAITING_PARTNER = "waiting_partner"
        SOLVED = "solved"
        CLOSED = "closed"

    class Severity(models.TextChoices):
        """How much it matters."""

        LOW = "low"
        NORMAL = "normal"
        HIGH = "high"
        CRITICAL = "critical"

    id = IdField(primary_key=True, default=new_id)
    ref = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cases", db_index=False)
    audience = models.OneToOneField(Audience, on_delete=models.PROTECT, related_name="case")  # the internal side
    title = models.CharField(max_length=200)
    public_title = models.CharField(max_length=200, blank=True)  # what partners and the customer read
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.NORMAL)
    holder_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="held_cases", db_index=False
    )
    holder_team = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="held_cases", db_index=False
    )
    restricted = models.BooleanField(default=False)
    next_news_due = models.DateTimeField(null=True, blank=True)
    drifts = models.PositiveSmallIntegerField(default=0)  # of how much the customer believes something else
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_cases", db_index=False
    )
    retellings = models.PositiveSmallIntegerField(default=0)  # how often the customer had to tell it again
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opened_cases", db_index=False)
    opened_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("holder_person", models.F("updated_at").desc(), models.F("id").desc(), name="cases_case_mine"),
            models.Index("holder_team", models.F("updated_at").desc(), models.F("id").desc(), name="cases_case_team"),
            models.Index("customer", models.F("updated_at").desc(), models.F("id").desc(), name="cases_case_customer"),
            models.Index(models.F("updated_at").desc(), models.F("id").desc(), name="cases_case_newest"),
            models.Index(
                fields=["merged_into"], name="cases_case_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(holder_person__isnull=False, holder_team=None)
                | models.Q(holder_person=None, holder_team__isnull=False),
                name="cases_case_one_holder",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="cases_case_has_a_title"),
        ]


class StoryVersion(models.Model):
    """What happened, what the customer wants, what was tried, refused and constrains them; never rewritten."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stories")
    version = models.PositiveIntegerField()
    happened = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    refused = models.TextField(blank=True)
    constraints = models.TextField(blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="cases_story_version_once")
        ]
