"""The customer's window: links by which one of the customer's people sees one case, and nothing else."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from cases.models.customers import CustomerContact
from esn.core.clock import now
from esn.core.ids import IdField, random_id
from people.models import Person


class PortalLink(models.Model):
    """A way for one contact into the window of one case, until its end. Only the hash of its secret is kept."""

    id = IdField(primary_key=True, default=random_id)  # stands in the address
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="portal_links", db_index=False)
    contact = models.ForeignKey(CustomerContact, on_delete=models.PROTECT, related_name="portal_links")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)  # when it was first exchanged for the window
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case", models.F("made_at").desc(), models.F("id").desc(), name="cases_portal_link_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="cases_portal_link_expires_later"
            )
        ]
