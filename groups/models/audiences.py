"""Audiences decide who reads, memberships seat people in them."""

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Partner, Person

EVERYONE = "0" * 31 + "1"  # the audience of all members, made by a migration
SITE_MODERATORS = "0" * 31 + "2"  # the audience of those who moderate the site, made by a migration


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

    class Voice(models.TextChoices):
        """Who of those who may write there begins: everybody answers."""

        MEMBERS = "members"
        MODERATORS = "moderators"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    open_to_members = models.BooleanField(default=False)
    subject_kind = models.CharField(max_length=10, blank=True)  # group, case or person: what it belongs to
    subject_ref = models.CharField(max_length=32, blank=True)
    label = models.CharField(max_length=200, blank=True)  # whose it is: the group, the partner, the customer
    title = models.CharField(max_length=200, blank=True)  # what it is about, as its readers may know it
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT)
    closed_at = models.DateTimeField(null=True, blank=True)  # a former audience takes nothing new
    published_at = models.DateTimeField(null=True, blank=True)  # a former audience that its owner gave to the group
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.MEMBERS)
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
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref"],
                condition=models.Q(kind="moderators"),
                name="groups_audience_one_of_moderators",
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

    class Tells(models.TextChoices):
        """What of it reaches the person by mail and sound; what needs a deed of them always does."""

        ALL = "all"
        MENTIONS = "mentions"
        NOTHING = "nothing"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    follows = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)  # everything up to this moment has been read
    since = models.DateTimeField(default=now)
    muted_until = models.DateTimeField(null=True, blank=True)  # reads until then, and writes nothing
    tells = models.CharField(max_length=10, choices=Tells.choices, default=Tells.ALL)  # by mail and sound

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "audience"], name="groups_membership_one_seat"),
            models.CheckConstraint(
                condition=models.Q(tells__in=["all", "mentions", "nothing"]), name="groups_membership_tells"
            ),
        ]
        indexes = [models.Index(fields=["audience", "role"], name="groups_membership_seats")]
