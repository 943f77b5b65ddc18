"""What somebody chose about a thread; whoever speaks in one follows it without choosing."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from feeds.models.posts import Post
from people.models import Person


class ThreadChoice(models.Model):
    """Somebody follows a thread, follows it no more, or wants to hear nothing of it, though they read it."""

    class Choice(models.TextChoices):
        """What was chosen last."""

        FOLLOW = "follow"
        LEAVE = "leave"
        MUTE = "mute"

    root = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["root", "person"], name="feeds_thread_choice_once"),
        ]
