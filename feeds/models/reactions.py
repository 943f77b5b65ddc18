"""What somebody says with one sign: an emoji under a post."""

from django.db import models

from esn.core.clock import now
from feeds.emoji import LONGEST
from feeds.models.posts import Post
from people.models import Person


class Reaction(models.Model):
    """Somebody reacted to a post with an emoji; the post keeps how many did with each."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=LONGEST)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "emoji"], name="feeds_reaction_once"),
        ]
        indexes = [
            models.Index("post", models.F("at").desc(), models.F("id").desc(), name="feeds_reaction_newest"),
        ]
