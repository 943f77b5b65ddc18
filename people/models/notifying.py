"""How and when somebody wants to be told of what needs them, and what mail has told them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models.people import Person


class Notifying(models.Model):
    """What a person chose; who has no row has chosen nothing, and the defaults hold.

    Times are on the wall clock of the person's zone. ``region`` is whose public holidays are free: empty is the
    site's, ``none`` is none.
    """

    class Mail(models.TextChoices):
        """By impact: what harms a customer at once within one's hours, and the rest once a day."""

        NEVER = "never"
        IMPACT = "impact"
        HOURLY = "hourly"
        DAILY = "daily"
        WEEKLY = "weekly"

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="notifying")
    region = models.CharField(max_length=20, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)  # not later than the start: on the next day
    mail = models.CharField(max_length=10, choices=Mail.choices, default=Mail.IMPACT)
    mail_hour = models.PositiveSmallIntegerField(default=8)  # of a daily or weekly mail
    mail_weekday = models.PositiveSmallIntegerField(default=0)  # of a weekly mail; 0 is Monday
    sound = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="people_notifying_quiet_hours_end",
            ),
            models.CheckConstraint(
                condition=Q(mail__in=["never", "impact", "hourly", "daily", "weekly"]), name="people_notifying_mail"
            ),
            models.CheckConstraint(
                condition=Q(mail_hour__lte=23, mail_weekday__lte=6), name="people_notifying_mail_moment"
            ),
        ]


class Mailing(models.Model):
    """A mail of what needs somebody that has left: how much they had, and when. Nothing of what it said."""

    class Kind(models.TextChoices):
        """One mail of many lines, of one line that could not wait, or somebody's urgent call."""

        DIGEST = "digest"
        IMPACT = "impact"
        URGENT = "urgent"

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    lines = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "at"], name="people_mailing_recent")]


class Mailed(models.Model):
    """Up to which moment mail has told somebody of one line of their inbox: the next mail does not repeat it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    about = IdField()
    up_to = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "about"], name="people_mailed_once")
        ]
