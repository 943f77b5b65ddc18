"""What is reported, what moderators did about it and why, whom they told, and what waits for them before it is said."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from feeds.models.posts import Post
from groups.models import Audience, Group, Sanction
from people.models import Person


class Report(models.Model):
    """One thing that somebody found wrong, in the queue of the moderators who are its audience.

    Only what is reported lies here; who reported it, and why, are its complaints.
    """

    class Subject(models.TextChoices):
        """A note is one about a customer."""

        POST = "post"
        PERSON = "person"
        NOTE = "note"

    class State(models.TextChoices):
        """Whether something was done."""

        OPEN = "open"
        ACTED = "acted"
        DISMISSED = "dismissed"

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = IdField()
    context = models.CharField(max_length=32, blank=True)  # the customer of a note
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Audience, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    weight = models.PositiveIntegerField(default=1)  # how many people reported it
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    filed_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "audience",
                models.F("weight").desc(),
                "filed_at",
                "id",
                name="feeds_report_queue",
                condition=models.Q(state="open"),
            ),
            models.Index("audience", models.F("decided_at").desc(), "id", name="feeds_report_decided"),
            models.Index("about", name="feeds_report_about"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(state="open"),
                name="feeds_report_one_open_line",
            )
        ]


class Complaint(models.Model):
    """Why one person reported something, with what it said at that moment: no later edit changes it."""

    id = IdField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="complaints")
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    text = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=now)
    said = models.TextField(blank=True)  # the words of that moment
    revision = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=list, blank=True)  # their names

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "reporter"], name="feeds_complaint_once")
        ]


class ReportNote(models.Model):
    """What moderators say to each other about a report."""

    id = IdField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField(default=now)


class Act(models.Model):
    """What a moderator did, with the reason that the person concerned reads."""

    class Verb(models.TextChoices):
        """The closed list of what moderators do."""

        HIDE = "hide"
        RESTORE = "restore"
        LOCK = "lock"
        UNLOCK = "unlock"
        MOVE = "move"
        SPLIT = "split"
        WARN = "warn"
        MUTE = "mute"
        REMOVE = "remove"
        BAN = "ban"
        LIFT = "lift"  # a mute or a ban, before its end
        DECLINE = "decline"  # a post that waited

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)  # about whom
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="acts")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    sanction = models.ForeignKey(Sanction, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    detail = models.JSONField(default=dict, blank=True)  # ids, codes and values
    at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("person", models.F("at").desc(), "id", name="feeds_act_person"),
        ]


class Notice(models.Model):
    """What moderators have to say to one person, in that person's own audience: a code, and what it is about."""

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="notices", db_index=False)
    detail = models.JSONField(default=dict, blank=True)  # ids, codes and values
    text = models.TextField(blank=True)  # what a moderator wrote to this person
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("audience", models.F("at").desc(), models.F("id").desc(), name="feeds_notice_mine"),
            models.Index("audience", name="feeds_notice_unread", condition=models.Q(read_at=None)),
        ]


class Appeal(models.Model):
    """The person concerned asks other moderators to look again: once for each act."""

    class State(models.TextChoices):
        """Whether the act stands."""

        OPEN = "open"
        UPHELD = "upheld"
        UNDONE = "undone"

    id = IdField(primary_key=True, default=new_id)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="appeal")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("audience", "at", "id", name="feeds_appeal_queue", condition=models.Q(state="open"))
        ]


class HeldPost(models.Model):
    """Words that wait for a moderator before they become a post: read by their author and the moderators alone."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        PUBLISHED = "published"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    root = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.TextField(blank=True)
    manner = models.JSONField(default=dict, blank=True)  # what it will be besides its words: a question, a poll, …
    why = models.CharField(max_length=10)  # new: a new member's; words: one of them is flagged
    word = models.CharField(max_length=100, blank=True)  # the flagged one
    at = models.DateTimeField(default=now)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    post = models.OneToOneField(Post, null=True, on_delete=models.PROTECT, related_name="+")  # what became of it

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("audience", "at", "id", name="feeds_held_queue", condition=models.Q(state="waiting")),
            models.Index("author", "at", "id", name="feeds_held_mine", condition=models.Q(state="waiting")),
        ]
