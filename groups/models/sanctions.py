"""What a moderator took from somebody for a time: writing in a group or everywhere, or the way into a group."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models.groups import Group
from people.models import Person


class Sanction(models.Model):
    """A mute in a group or, without one, everywhere; or a ban from a group. It holds until its end or a moderator's."""

    class Kind(models.TextChoices):
        """Who is muted reads on; who is banned has no seat and gets none."""

        MUTE = "mute"
        BAN = "ban"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="sanctions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    at = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)  # a ban may have no end
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("person", "at", name="groups_sanction_person")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "group", "person"],
                condition=models.Q(ended_at=None, group__isnull=False),
                name="groups_sanction_one_in_a_group",
            ),
            models.UniqueConstraint(
                fields=["kind", "person"],
                condition=models.Q(ended_at=None, group=None),
                name="groups_sanction_one_everywhere",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="ban", group__isnull=False) | models.Q(kind="mute", until__isnull=False),
                name="groups_sanction_mutes_end_bans_name_a_group",
            ),
        ]
