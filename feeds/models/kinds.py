"""What a post is besides its words: a question with its answer, a poll with its votes, a pointer to another post."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id, random_id
from feeds.models.posts import Post
from people.models import Person


class Answer(models.Model):
    """The reply that settles a question: one at most."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="answer")
    reply = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(post=models.F("reply")), name="feeds_answer_is_another_post")
        ]


class Poll(models.Model):
    """A post that asks its readers to choose. By its ``salt`` who votes without a name votes once; closing ends it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="poll")
    multiple = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=64, blank=True)


class PollOption(models.Model):
    """What one may choose in a poll; it never changes."""

    id = IdField(primary_key=True, default=new_id)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", db_index=False)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "place"], name="feeds_option_place")
        ]


class Vote(models.Model):
    """One choice. ``voter`` is a person's id, or in an anonymous poll a keyed digest of it; no row says when."""

    id = IdField(primary_key=True, default=random_id)  # in no order of time
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes", db_index=False)
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes", db_index=False)
    voter = models.CharField(max_length=64)
    single = models.BooleanField()  # the poll takes one choice of each

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("poll", "voter", name="feeds_vote_of_poll")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["option", "voter"], name="feeds_vote_once"),
            models.UniqueConstraint(
                fields=["poll", "voter"], condition=models.Q(single=True), name="feeds_vote_one_choice"
            ),
        ]


class Pointer(models.Model):
    """A post points at another: quotes one of its thread, or shares one with other readers. No word is copied."""

    class Why(models.TextChoices):
        """What it points for."""

        QUOTE = "quote"
        SHARE = "share"

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="pointer")
    to = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=5, choices=Why.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(post=models.F("to")), name="feeds_pointer_to_another")
        ]
