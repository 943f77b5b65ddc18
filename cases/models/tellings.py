"""What the customer was told, and what they believe since."""

from typing import ClassVar

from django.db import models

from cases.channels import Channel
from cases.models.cases import Case
from cases.models.customers import Customer
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Audience
from people.models import Person


class Subject(models.TextChoices):
    """What can be told: a promise, where the case stands, a fact. Its id is the row's, or the case's reference."""

    COMMITMENT = "commitment"
    STATUS = "status"
    FACT = "fact"


class Telling(models.Model):
    """Who told the customer what, when and how; ``value`` holds the codes and values of that moment. Append only."""

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tellings", db_index=False)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    value = models.JSONField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("at").desc(), models.F("id").desc(), name="cases_telling_newest"),
            models.Index("subject_id", models.F("at").desc(), name="cases_telling_of_subject"),
        ]


class Answer(models.TextChoices):
    """What the customer said to what they were told."""

    AGREED = "agreed"
    REFUSED = "refused"
    UNSURE = "unsure"


class CustomerAnswer(models.Model):
    """What the customer answered to a telling, in a word and as they said it; the newest counts. Append only."""

    id = IdField(primary_key=True, default=new_id)
    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="answers", db_index=False)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("telling", models.F("at").desc(), models.F("id").desc(), name="cases_answer_newest")
        ]


class Belief(models.Model):
    """What the customer believes of one subject: what they were last told, and since when it is not so any more."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="beliefs", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.CharField(max_length=32)
    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="+", db_index=False)
    known = models.JSONField(default=dict)  # what we know instead, while it drifts
    drift_since = models.DateTimeField(null=True, blank=True)
    tell_by = models.DateTimeField(null=True, blank=True)  # when silence becomes everybody's matter
    harm = models.PositiveSmallIntegerField(default=1)  # 0 a broken promise, 1 changed and not told

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["harm", "drift_since", "id"],
                name="cases_belief_drifts",
                condition=models.Q(drift_since__isnull=False),
            ),
            models.Index(fields=["subject", "subject_id"], name="cases_belief_of_subject"),
            models.Index(fields=["customer", "drift_since"], name="cases_belief_of_customer"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "subject", "subject_id"], name="cases_belief_once")
        ]
