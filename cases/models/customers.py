"""Customers, and the ways to reach them."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import EVERYONE, Audience
from people.models import Person


class Customer(models.Model):
    """A person or an organisation that we serve; all members read it."""

    class Kind(models.TextChoices):
        """Whether the customer is one human being."""

        PERSON = "person"
        ORGANISATION = "organisation"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=400, blank=True)  # the name, folded
    language = models.CharField(max_length=5, default="fr")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, default=EVERYONE, db_index=False)
    created_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)  # when we learnt that they are no longer our customer
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_name", "id"], name="cases_customer_sorted"),
            models.Index(
                fields=["merged_into"], name="cases_customer_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(name=""), name="cases_customer_has_a_name")
        ]


class CustomerContact(models.Model):
    """A human being through whom we reach a customer: a person of kind contact, who does not sign in."""

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contact_of")
    role = models.CharField(max_length=120, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)


class ContactPoint(models.Model):
    """A phone, a mail or postal address or a reference in another system; ``key`` is its one spelling for finding."""

    class Kind(models.TextChoices):
        """A phone's key is E.164, an address's and a mail's are lower case, a reference's is upper case."""

        PHONE = "phone"
        MAIL = "mail"
        ADDRESS = "address"
        REFERENCE = "reference"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    contact = models.ForeignKey(
        CustomerContact, null=True, blank=True, on_delete=models.CASCADE, related_name="contact_points"
    )  # None: the customer's own
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=200)
    key = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # PostgreSQL compares by bytes in it, so that it finds beginnings too; elsewhere the class says nothing.
            models.Index(fields=["key"], name="cases_contact_point_begins", opclasses=["varchar_pattern_ops"])
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer", "kind", "key"], condition=models.Q(contact=None), name="cases_contact_point_once"
            ),
            models.UniqueConstraint(
                fields=["contact", "kind", "key"],
                condition=models.Q(contact__isnull=False),
                name="cases_contact_point_once_each",
            ),
        ]


class ReferenceSystem(models.Model):
    """Another system whose records customers refer to, ``ERP:4711``; ``{id}`` in the template is what follows ``:``."""

    id = IdField(primary_key=True, default=new_id)
    code = models.CharField(max_length=20, unique=True)  # upper case
    name = models.CharField(max_length=100)
    template = models.CharField(max_length=500)


class CustomerNote(models.Model):
    """Why a customer stays with us, why they left, or that they came back."""

    class Kind(models.TextChoices):
        """A loss says what we learn from it."""

        STAYS = "stays"
        LOSS = "loss"
        RETURN = "return"

    class Reason(models.TextChoices):
        """Why a customer left, as far as we know."""

        PRICE = "price"
        PROMISE = "promise"  # one that was not kept
        QUALITY = "quality"
        SERVICE = "service"
        NEED = "need"  # they need it no more
        UNKNOWN = "unknown"

    id = IdField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    text = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)


class CustomerMerge(models.Model):
    """One customer found to be another: ``moved`` names the rows that went over, by model, so that it can be undone."""

    id = IdField(primary_key=True, default=new_id)
    kept = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    undone_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="cases_customer_merge_once"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="cases_customer_merge_of_two"),
        ]
