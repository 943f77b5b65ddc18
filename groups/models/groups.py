"""Groups, and who asks to join one."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models.audiences import Audience
from people.models import Person


class Group(models.Model):
    """A team, a community or a project; its audience says who reads it now."""

    class Kind(models.TextChoices):
        """Only a team may hold cases."""

        TEAM = "team"
        COMMUNITY = "community"
        PROJECT = "project"

    class Openness(models.TextChoices):
        """Open: all members read and join. Closed: they see that it is there and ask. Secret: only its members know."""

        OPEN = "open"
        CLOSED = "closed"
        SECRET = "secret"  # noqa: S105 - a degree of openness

    id = IdField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=400, blank=True)  # the name, folded
    kind = models.CharField(max_length=10, choices=Kind.choices)
    openness = models.CharField(max_length=10, choices=Openness.choices)
    purpose = models.TextField(blank=True, max_length=1000)
    rules = models.TextField(blank=True, max_length=4000)
    ends_on = models.DateField(null=True, blank=True)  # the last day before it is archived
    archived_at = models.DateTimeField(null=True, blank=True)
    audience = models.OneToOneField(Audience, on_delete=models.PROTECT, related_name="group")
    created_at = models.DateTimeField(default=now)
    approval_days = models.PositiveSmallIntegerField(default=0)  # so long posts of a new member wait for a moderator
    flagged_words = models.JSONField(default=list, blank=True)  # posts with one of them wait too
    quiet_from = models.TimeField(null=True, blank=True)  # nobody is disturbed by what happens here, on their own clock
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="groups_group_by_name"),  # for imports and blockers that name one
            models.Index(fields=["sort_name", "id"], name="groups_group_sorted"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="groups_group_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_until")),
                name="groups_group_quiet_hours_end",
            ),
        ]


class JoinRequest(models.Model):
    """A person asks to join a closed group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="groups_request_once")]


class GroupInvitation(models.Model):
    """Somebody is asked to come into a group; until they answer they know its name and purpose."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="group_invitations")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=500, blank=True)
    invited_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="groups_invitation_once")]
