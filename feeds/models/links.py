"""Pages outside of which posts speak: looked at once for all posts, and shown below the words that lead to them."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from feeds.models.posts import Post


class OutsidePage(models.Model):
    """What a page outside said of itself when it was looked at, or why nothing is shown of it."""

    key = models.CharField(max_length=64, unique=True)  # SHA-256 of its address, which may be long
    outcome = models.CharField(max_length=20, blank=True)  # why the last look brought nothing; empty when it did
    title = models.CharField(max_length=200, blank=True)  # without one, nothing is shown
    description = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=100, blank=True)  # as it calls itself
    host = models.CharField(max_length=255, blank=True)  # where it is
    picture = models.CharField(max_length=64, blank=True)  # SHA-256 of the kept bytes of a picture
    width = models.PositiveIntegerField(null=True)  # pixels of the picture
    height = models.PositiveIntegerField(null=True)
    looked_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("looked_at", name="feeds_outside_page_age"),
            models.Index("picture", name="feeds_outside_page_picture", condition=~models.Q(picture="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(picture="", width=None, height=None)
                | (~models.Q(picture="") & models.Q(width__gt=0, height__gt=0)),
                name="feeds_outside_page_whole_picture",
            ),
        ]


class Link(models.Model):
    """A post leads to a page outside, which is shown below its words as they are, unless its author took it off."""

    id = IdField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="links", db_index=False)
    page = models.ForeignKey(OutsidePage, on_delete=models.PROTECT, related_name="links")
    url = models.TextField()  # as it stands in the post
    place = models.PositiveSmallIntegerField()  # among the links of its post
    revision = models.PositiveIntegerField()  # of the post, whose words hold the link
    taken_off = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "page"], name="feeds_link_once")
        ]
