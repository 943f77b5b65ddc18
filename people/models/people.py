"""People and partners' organisations."""

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

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

    class Theme(models.TextChoices):
        """How the site looks to them; empty is as their system. High contrast follows its light and dark."""

        SYSTEM = ""
        LIGHT = "light"
        DARK = "dark"
        CONTRAST = "contrast"

    class WeekStart(models.TextChoices):
        """The first day of their weeks; empty is as their language has it."""

        LANGUAGE = ""
        MONDAY = "monday"
        SUNDAY = "sunday"
        SATURDAY = "saturday"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    handle = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="fr")
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    week_start = models.CharField(max_length=10, choices=WeekStart.choices, blank=True, default="")
    theme = models.CharField(max_length=10, choices=Theme.choices, blank=True, default="")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT)
    site_role = models.CharField(max_length=20, choices=SiteRole.choices, blank=True, default="")
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(default=0)  # raised whenever what the person may read changes
    joined_at = models.DateTimeField(default=now)
    email_verified_at = models.DateTimeField(null=True, blank=True)  # when they proved that the address is theirs
    has_second_factor = models.BooleanField(default=False)  # an app for codes, or a passkey
    sessions_round = models.PositiveIntegerField(default=0)  # raised to end every browser session at once
    photo = models.CharField(max_length=64, null=True, blank=True)  # SHA-256 of its largest size
    muted_until = models.DateTimeField(null=True, blank=True)  # until then they say nothing anywhere
    letter_keys = models.BooleanField(default=True)  # whether single letters act on pages (WCAG 2.1.4)
    welcome_step = models.CharField(max_length=10, blank=True, default="")  # of the first visit; empty once it is over
    focus_until = models.DateTimeField(null=True, blank=True)  # works undisturbed until then

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
            models.CheckConstraint(
                condition=models.Q(theme__in=["", "light", "dark", "contrast"]), name="people_person_theme_known"
            ),
            models.CheckConstraint(
                condition=models.Q(week_start__in=["", "monday", "sunday", "saturday"]),
                name="people_person_week_start_known",
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

    @property
    def in_focus(self) -> bool:
        """Whether the person works undisturbed now."""
        return self.focus_until is not None and self.focus_until > now()

    def get_session_auth_hash(self) -> str:
        """What a browser session must carry: it follows from the password, and from how often all were ended."""
        return self._session_hash(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same with the secret keys of before."""
        yield from map(self._session_hash, super().get_session_auth_fallback_hash())

    def _session_hash(self, of_password: str) -> str:
        if not self.sessions_round:
            return of_password
        return salted_hmac("esn.sessions", f"{of_password}:{self.sessions_round}", algorithm="sha256").hexdigest()
