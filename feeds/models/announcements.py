"""What stands out of what is said: pinned posts, announcements, and who has read one."""

from django.db import models

from esn.core.clock import now
from feeds.models.posts import Post
from people.models import Person


class Pin(models.Model):
    """A post that stands above all others of its group."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True)
    place = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)


class Announcement(models.Model):
    """A post that asks its readers to say that they have read it, perhaps until a day."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True)
    asks = models.BooleanField(default=True)
    until = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)


class Acknowledgement(models.Model):
    """Somebody says that they have read an announcement."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="acknowledgements", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="feeds_acknowledgement_once")]
