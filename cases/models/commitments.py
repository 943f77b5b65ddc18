"""Promises: what was promised, for which window, by whom and kept by whom; every version and every step is kept."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from cases.models.customers import Customer
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Audience, Group
from people.models import Partner, Person

WALL = "%Y-%m-%dT%H:%M:%S"  # how a wall time is stored, beside its instant


class Commitment(models.Model):
    """A promise as it stands now. What boards ask for is kept here, so that they read one index and no history."""

    class Kind(models.TextChoices):
        """What was promised."""

        DELIVERY = "delivery"
        VISIT = "visit"
        CALL_BACK = "call_back"
        REFUND = "refund"
        ANSWER = "answer"
        OTHER = "other"

    class State(models.TextChoices):
        """What is stored; due, at risk and untold are derived."""

        OPEN = "open"
        KEPT = "kept"
        BROKEN = "broken"
        WITHDRAWN = "withdrawn"

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commitments", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="commitments", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)  # of the case
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=500)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    start = models.DateTimeField()
    end = models.DateTimeField()
    zone = models.CharField(max_length=40)
    wall_start = models.CharField(max_length=19)
    wall_end = models.CharField(max_length=19)
    keeper_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    keeper_team = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    keeper_partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=now)
    from_post = IdField(blank=True)
    changed_at = models.DateTimeField(default=now)  # since when the present version stands
    told_version = models.PositiveIntegerField(null=True, blank=True)
    told_end = models.DateTimeField(null=True, blank=True)  # when the window ends that the customer was told
    untold = models.BooleanField(default=True)  # the present version was never told
    drift_since = models.DateTimeField(null=True, blank=True)  # since when the customer believes something else
    warned_at = models.DateTimeField(null=True, blank=True)  # the keeper's word that it may not hold
    at_risk = models.BooleanField(default=False)  # a proposal, a blocker, or the keeper's word
    ended_at = models.DateTimeField(null=True, blank=True)  # when it was kept, broken or withdrawn
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "made_at", "id"], name="cases_commitment_of_case"),
            models.Index(fields=["customer", "state", "start", "id"], name="cases_commitment_of_customer"),
            models.Index(fields=["state", "start", "id"], name="cases_commitment_open"),
            models.Index(fields=["at_risk", "state", "start", "id"], name="cases_commitment_at_risk"),
            models.Index(fields=["untold", "state", "changed_at", "id"], name="cases_commitment_untold"),
            models.Index(fields=["state", "ended_at", "id"], name="cases_commitment_ended"),
            models.Index(fields=["keeper_person", "state", "start"], name="cases_commitment_of_person"),
            # Most promises are kept by people: an index with them all would look useless to whoever asks for a team's.
            models.Index(
                fields=["keeper_team", "state", "start"],
                name="cases_commitment_by_team",
                condition=models.Q(keeper_team__isnull=False),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(keeper_person__isnull=False, keeper_team=None, keeper_partner=None)
                | models.Q(keeper_person=None, keeper_team__isnull=False, keeper_partner=None)
                | models.Q(keeper_person=None, keeper_team=None, keeper_partner__isnull=False),
                name="cases_commitment_one_keeper",
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="cases_commitment_window"),
            models.CheckConstraint(condition=~models.Q(text=""), name="cases_commitment_says_something"),
        ]


class CommitmentStep(models.Model):
    """One step in the life of a promise, with the window and the version that it left behind; append only."""

    class Verb(models.TextChoices):
        """The first three make a version."""

        MADE = "made"
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"
        KEPT = "kept"
        BROKEN = "broken"
        REOPENED = "reopened"
        WARNED = "warned"
        ESCALATED = "escalated"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="steps", db_index=False)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Commitment.State.choices)
    start = models.DateTimeField()
    end = models.DateTimeField()
    zone = models.CharField(max_length=40)
    wall_start = models.CharField(max_length=19)
    wall_end = models.CharField(max_length=19)
    reason = models.TextField(blank=True)
    options = models.JSONField(default=list, blank=True)  # the windows that were weighed
    against = models.JSONField(default=list, blank=True)  # ids of the facts that it went against
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["commitment", "id"], name="cases_step_order")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["commitment", "version"],
                condition=models.Q(verb__in=["made", "changed", "withdrawn"]),
                name="cases_step_one_a_version",
            )
        ]


class Proposal(models.Model):
    """A wish to change the window of a promise; until a colleague accepts it, the promise stands as it is."""

    class State(models.TextChoices):
        """Overtaken: the promise changed or ended otherwise."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        OVERTAKEN = "overtaken"

    id = IdField(primary_key=True, default=new_id)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)  # its side
    version = models.PositiveIntegerField()  # of the promise that it speaks about
    start = models.DateTimeField()
    end = models.DateTimeField()
    zone = models.CharField(max_length=40)
    wall_start = models.CharField(max_length=19)
    wall_end = models.CharField(max_length=19)
    options = models.JSONField(default=list, blank=True)  # other windows that would do as well
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["commitment", "state", "at"], name="cases_proposal_of_promise")
        ]


class ShownCommitment(models.Model):
    """Which version of a promise a partner was shown on their side."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="shown", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Commitment.State.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["commitment", "audience"], name="cases_shown_once")
        ]
