"""What is said: posts with their replies, and what they said before they were edited."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Audience
from people.models import Person

MESSAGE = "message"


class Post(models.Model):
    """Anything said, and every structured entry of a case. A reply has the audience of its root (by a trigger)."""

    id = IdField(primary_key=True, default=new_id)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="posts", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts", db_index=False)
    kind = models.CharField(max_length=20, default=MESSAGE)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(default=0)  # version of the renderer that made the html
    detail = models.JSONField(default=dict, blank=True)  # ids, codes and values of that moment, never a sentence
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies", db_index=False
    )
    created_at = models.DateTimeField(default=now)
    bumped_at = models.DateTimeField()  # its newest activity: itself or its newest reply
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    replies_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "audience",
                models.F("bumped_at").desc(),
                models.F("id").desc(),
                name="feeds_post_feed",
                condition=models.Q(root=None),
            ),
            models.Index(
                "audience",
                models.F("created_at").desc(),
                models.F("id").desc(),
                name="feeds_post_timeline",
                condition=models.Q(root=None),
            ),
            models.Index("root", "created_at", "id", name="feeds_post_replies", condition=models.Q(root__isnull=False)),
            models.Index("author", models.F("created_at").desc(), models.F("id").desc(), name="feeds_post_author"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(root=models.F("id")), name="feeds_post_not_its_own_root"),
            models.CheckConstraint(
                condition=models.Q(root=None) | models.Q(replies_count=0), name="feeds_post_one_level_of_replies"
            ),
        ]


class PostRevision(models.Model):
    """What a post said before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "number"], name="feeds_revision_once")
        ]
