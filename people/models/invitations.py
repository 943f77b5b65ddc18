"""Invitations by mail into the house."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.people import Partner, Person


class Invitation(models.Model):
    """Somebody is asked by mail to come into the house: once, at one address, until a moment, as one kind of person.

    Only the hash of its secret is kept; sending it again makes another one. The group is named by its bare id.
    """

    id = IdField(primary_key=True, default=new_id)
    email = models.EmailField()
    kind = models.CharField(max_length=10, choices=Person.Kind.choices)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5)
    group_id = IdField(blank=True)
    group_role = models.CharField(max_length=10, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    sending = models.PositiveIntegerField(default=1)  # how often it was sent; only the last one opens
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations_sent", db_index=False)
    sent_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["by"], condition=Q(used_at=None, revoked_at=None), name="people_invitation_sender"),
            models.Index(fields=["-sent_at", "-id"], name="people_invitation_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(used_at=None, revoked_at=None),
                name="people_invitation_one_to_an_address",
            ),
            models.CheckConstraint(
                condition=Q(kind="guest", partner__isnull=False, group_id="") | Q(kind="member", partner=None),
                name="people_invitation_guests_have_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, person=None) | Q(used_at__isnull=False, person__isnull=False),
                name="people_invitation_used_by_somebody",
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(revoked_at=None), name="people_invitation_ends_once"),
        ]
