"""What is said: posts with their replies and files, and what they said before they were edited."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.file_kinds import NAME_BYTES
from esn.core.ids import IdField, new_id, random_id
from groups.models import Audience
from people.models import Person

MESSAGE = "message"
ANNOUNCEMENT = "announcement"
QUESTION = "question"
POLL = "poll"
WORDS = frozenset(
    {MESSAGE, ANNOUNCEMENT, QUESTION, POLL}
)  # what somebody says in their own words; the rest are entries of a case


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
    deleted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    hidden_at = models.DateTimeField(null=True, blank=True)  # by a moderator, who may restore it
    locked_at = models.DateTimeField(null=True, blank=True)  # the whole thread takes no more replies
    revision = models.PositiveIntegerField(default=0)
    replies_count = models.PositiveIntegerField(default=0)
    reacted = models.JSONField(default=list, blank=True)  # [emoji, how many people] in the order of their first

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
            models.Index(  # questions and announcements of an audience
                "audience",
                "kind",
                models.F("bumped_at").desc(),
                models.F("id").desc(),
                name="feeds_post_asked",
                condition=models.Q(models.Q(kind=QUESTION) | models.Q(kind=ANNOUNCEMENT), root=None),
            ),
            models.Index(  # what somebody began in an audience
                "author",
                "audience",
                models.F("bumped_at").desc(),
                models.F("id").desc(),
                name="feeds_post_begun",
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
    described = models.JSONField(default=dict, blank=True)  # what was said of its pictures, by id, where that changed
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "number"], name="feeds_revision_once")
        ]


class File(models.Model):
    """What somebody sent: theirs alone until a post names it, then read by whoever reads the post. Bytes lie apart."""

    id = IdField(primary_key=True, default=random_id)
    uploader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="files", db_index=False)
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="files", db_index=False)
    held = models.ForeignKey(
        "HeldPost", null=True, on_delete=models.SET_NULL, related_name="files"
    )  # what waits for a moderator names it
    draft = models.ForeignKey(
        "Draft", null=True, on_delete=models.SET_NULL, related_name="files"
    )  # what is being written names it: it is kept as long
    scheduled = models.ForeignKey(
        "ScheduledPost", null=True, on_delete=models.SET_NULL, related_name="files"
    )  # what waits for its moment names it
    place = models.PositiveSmallIntegerField(default=0)  # among the files of its post
    name = models.CharField(max_length=NAME_BYTES)
    type = models.CharField(max_length=100)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)  # pixels; a picture that is shown has both
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)  # of a document whose first page was drawn
    page_width = models.PositiveIntegerField(null=True)  # pixels of the largest drawing of it
    page_height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=500, blank=True)  # the picture in words, for who does not see it
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("post", "place", "id", name="feeds_file_of_post", condition=models.Q(post__isnull=False)),
            models.Index("uploader", "created_at", name="feeds_file_waiting", condition=models.Q(post=None)),
            models.Index("created_at", name="feeds_file_left_behind", condition=models.Q(post=None)),
            models.Index("sha256", name="feeds_file_bytes"),
            models.Index(
                models.F("created_at").desc(),
                models.F("id").desc(),
                name="feeds_file_newest",
                condition=models.Q(post__isnull=False),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(width=None, height=None) | models.Q(width__gt=0, height__gt=0),
                name="feeds_file_whole_size",
            ),
            models.CheckConstraint(
                condition=models.Q(pages=None, page_width=None, page_height=None)
                | models.Q(pages__gt=0, page_width__gt=0, page_height__gt=0),
                name="feeds_file_whole_page",
            ),
        ]


class FileWords(models.Model):
    """The words inside a document, once a post names it: for search alone, and gone with the file."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, primary_key=True, related_name="words")
    words = models.TextField()
    read_at = models.DateTimeField(default=now)
