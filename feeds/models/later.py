"""What is not said yet: the words that somebody is writing, and those that wait for their moment."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from feeds.models.posts import Post
from groups.models import Audience
from people.models import Person


class Draft(models.Model):
    """What a person is writing at one place, in their own audience: the same on all their devices."""

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=48)  # ``feeds.places``
    body = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)  # the other fields of the composer, as they were filled in
    other = models.TextField(blank=True)  # what another device had written when this was written over it
    other_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["audience", "place"], name="feeds_draft_one_in_a_place")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("audience", models.F("updated_at").desc(), models.F("id").desc(), name="feeds_draft_newest")
        ]


class ScheduledPost(models.Model):
    """Words that become a post at a stored moment, as their author may say them then."""

    class State(models.TextChoices):
        """What was refused at its moment is kept for its author."""

        WAITING = "waiting"
        REFUSED = "refused"

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(
        Audience, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # the author's own
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    target = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    root = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.TextField(blank=True)
    manner = models.JSONField(default=dict, blank=True)  # what it will be besides its words: a question, a poll, …
    send_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=20, blank=True)  # the code of why it was refused
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("audience", "send_at", "id", name="feeds_scheduled_next")]


class Bookmark(models.Model):
    """A post that a person wants to find again, with a word to themselves, in their own audience."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["audience", "post"], name="feeds_bookmark_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("audience", models.F("at").desc(), models.F("id").desc(), name="feeds_bookmark_newest")
        ]
