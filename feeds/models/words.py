"""Who and what a text speaks of: mentions and hashtags, as rows that lead from them to the posts."""

from typing import ClassVar

from django.db import models

from feeds.models.posts import Post


class Mention(models.Model):
    """A post names somebody or something. A group is one row, whoever is in it; customers and cases as written."""

    class Kind(models.TextChoices):
        """People and groups were known to the readers when it was written; the rest is asked when it is read."""

        PERSON = "person"
        GROUP = "group"
        CUSTOMER = "customer"
        CASE = "case"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    target = models.CharField(max_length=32)  # an id, or the reference of a case
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("kind", "target", models.F("at").desc(), models.F("post").desc(), name="feeds_mention_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "kind", "target"], name="feeds_mention_once")
        ]


class Hashtag(models.Model):
    """A post carries a hashtag, in the one spelling of ``feeds.text.folded_tag``. Who reads it is asked of the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="hashtags", db_index=False)
    tag = models.CharField(max_length=64)
    at = models.DateTimeField()  # when the post was said

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("tag", models.F("at").desc(), models.F("post").desc(), name="feeds_hashtag_newest"),
            models.Index(fields=["tag"], name="feeds_hashtag_begins", opclasses=["varchar_pattern_ops"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["post", "tag"], name="feeds_hashtag_once"),
            models.CheckConstraint(condition=~models.Q(tag=""), name="feeds_hashtag_says_something"),
        ]
