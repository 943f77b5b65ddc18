"""What we know of a customer, from whom, and how long it holds."""

from typing import ClassVar

from django.db import models

from cases.models.customers import Customer
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Person


class Fact(models.Model):
    """One thing known of a customer. What was noted is never rewritten: it is verified again, disputed or withdrawn."""

    class Kind(models.TextChoices):
        """A constraint and a form of address hold codes that a machine can check, in ``detail``."""

        CONSTRAINT = "constraint"
        ADDRESS_FORM = "address_form"
        LANGUAGE = "language"
        CHANNEL = "channel"
        HOURS = "hours"
        ACCESS = "access"
        OTHER = "other"

    class Sensitivity(models.TextChoices):
        """How carefully it is spoken of: a sensitive fact is in no greeting and on no printed page."""

        NORMAL = "normal"
        PERSONAL = "personal"
        SENSITIVE = "sensitive"

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="facts", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict, blank=True)  # codes: see cases.facts
    source = models.CharField(max_length=200)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, default=Sensitivity.NORMAL)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField(default=now)
    verified_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)
    disputed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.CharField(max_length=500, blank=True)  # why it is doubted
    withdrawn_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "withdrawn_at", "noted_at"], name="cases_fact_of_customer")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(source=""), name="cases_fact_has_a_source")
        ]
