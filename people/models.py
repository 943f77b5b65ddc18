"""Who writes and reads: people, partners' organisations, the devices that speak for a person, and their calendar."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from esn.core.clock import now
from esn.core.ids import IdField, new_id


class Partner(models.Model):
    """An organisation whose guests take part in cases."""

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the handle they sign in with, in any case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this handle."""
        return self.get(handle=(username or "").lower())


class Person(AbstractBaseUser):
    """Everyone who can write. Handles and rows are never used again."""

    class Kind(models.TextChoices):
        """A member is staff; a guest is a partner's; a contact is a customer's; system is the clock or an import."""

        MEMBER = "member"
        GUEST = "guest"
        CONTACT = "contact"
        SYSTEM = "system"

    class SiteRole(models.TextChoices):
        """Two roles that nobody holds together, which is why they share a column."""

        NONE = ""
        SITE_ADMIN = "site_admin"
        COMPLIANCE_ADMIN = "compliance_admin"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="fr")
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT)
    site_role = models.CharField(max_length=20, choices=SiteRole.choices, blank=True, default="")
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(default=0)  # raised whenever what the person may read changes
    joined_at = models.DateTimeField(default=now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [models.Index(fields=["kind", "name", "id"], name="people_person_directory")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["member", "guest", "contact", "system"]), name="people_person_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(site_role="") | models.Q(kind="member"), name="people_person_only_members_hold_roles"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="guest", partner__isnull=False)
                | (~models.Q(kind="guest") & models.Q(partner=None)),
                name="people_person_guests_have_a_partner",
            ),
            models.CheckConstraint(condition=models.Q(handle=Lower("handle")), name="people_person_handle_lower"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_member(self) -> bool:
        """Whether the person is staff."""
        return self.kind == Person.Kind.MEMBER

    @property
    def runs_site(self) -> bool:
        """Whether the person is a site administrator."""
        return self.site_role == Person.SiteRole.SITE_ADMIN


class DeviceToken(models.Model):
    """A device that speaks for a person. Only the token's hash is kept."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    device = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class CalendarAddress(models.Model):
    """The secret address at which calendar programs read a person's promises. Only the hash of its secret is kept."""

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at=None), name="people_calendaraddress_one_living"
            )
        ]
