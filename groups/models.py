"""Where things are said: audiences decide who reads, memberships seat people in them, groups use them most."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Partner, Person

EVERYONE = "0" * 31 + "1"  # the audience of all members, made by a migration


class Audience(models.Model):
    """The one thing that decides who can read: every readable row has exactly one."""

    class Kind(models.TextChoices):
        """Whom an audience is made of."""

        EVERYONE = "everyone"
        GROUP = "group"
        INTERNAL = "internal"
        PARTNER = "partner"
        CUSTOMER = "customer"
        MODERATORS = "moderators"
        PERSON = "person"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    open_to_members = models.BooleanField(default=False)
    subject_kind = models.CharField(max_length=10, blank=True)  # group, case or person: what it belongs to
    subject_ref = models.CharField(max_length=32, blank=True)
    label = models.CharField(max_length=200, blank=True)  # whose it is: the group, the partner, the customer
    title = models.CharField(max_length=200, blank=True)  # what it is about, as its readers may know it
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT)
    closed_at = models.DateTimeField(null=True, blank=True)  # a former audience takes nothing new
    epoch = models.PositiveIntegerField(default=0)  # raised whenever who may read it changes
    head_at = models.DateTimeField(null=True, blank=True)  # its newest activity
    members_count = models.PositiveIntegerField(default=0)  # seats that are more than following

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="groups_audience_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="partner", partner__isnull=False)
                | (~models.Q(kind="partner") & models.Q(partner=None)),
                name="groups_audience_partner_sides_name_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(open_to_members=True, kind__in=["person", "moderators"]),
                name="groups_audience_private_kinds_stay_closed",
            ),
        ]


class Membership(models.Model):
    """A person's seat in an audience, what they follow and how far they have read."""

    class Role(models.TextChoices):
        """A follower has no seat: they only follow what is open to them anyway."""

        OWNER = "owner"
        MODERATOR = "moderator"
        MEMBER = "member"
        FOLLOWER = "follower"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    follows = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)  # everything up to this moment has been read
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "audience"], name="groups_membership_one_seat")]
        indexes = [models.Index(fields=["audience", "role"], name="groups_membership_seats")]


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
    kind = models.CharField(max_length=10, choices=Kind.choices)
    openness = models.CharField(max_length=10, choices=Openness.choices)
    purpose = models.TextField(blank=True, max_length=1000)
    audience = models.OneToOneField(Audience, on_delete=models.PROTECT, related_name="group")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="groups_group_by_name")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="groups_group_has_a_name"),
        ]


class JoinRequest(models.Model):
    """A person asks to join a closed group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="groups_request_once")]
