"""Lines of the inbox: what needs somebody, one for each thread, case or queue, however much happened in it."""

from typing import ClassVar

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models import Audience
from people.models import Person


class InboxLine(models.Model):
    """What one subject needs of one person. Everything but the marks of the person is derived and can be made anew."""

    class State(models.TextChoices):
        """Gone: nothing needs them any more; the row stays for its marks."""

        OPEN = "open"
        SNOOZED = "snoozed"
        DONE = "done"
        GONE = "gone"

    id = IdField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=12)  # thread, case, announcement, group, queue, notices …
    subject_id = models.CharField(max_length=32)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    kind = models.CharField(max_length=12)  # the code of the reason that comes first
    codes = models.CharField(max_length=250)  # of all reasons, each between commas
    count = models.PositiveIntegerField(default=0)
    harm = models.PositiveSmallIntegerField(default=4)  # see ``inbox.needs``: the lower, the more a customer suffers
    reasons = models.JSONField(default=list)  # ids, codes and values, the first reason first
    since = models.DateTimeField(default=now)  # for how long it has waited
    due = models.DateTimeField(null=True)
    customer = models.CharField(max_length=32, blank=True)  # the id of whom it is about
    until = models.DateTimeField(null=True)  # snoozed until this moment,
    until_event = models.CharField(max_length=12, blank=True)  # or until this happens in the subject
    snoozed_at = models.DateTimeField(null=True)
    read_up_to = models.DateTimeField(null=True)  # the person has read the subject up to here
    done_up_to = models.DateTimeField(null=True)  # and put away what had happened up to here
    before = models.JSONField(default=dict)  # the marks before the last deed of the person, for undoing it
    changed_at = models.DateTimeField(default=now)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "state", "harm", "since", "id"], name="inbox_line_waiting"),
            models.Index("person", "state", models.F("changed_at").desc(), "id", name="inbox_line_newest"),
            models.Index(fields=["subject_kind", "subject_id"], name="inbox_line_of_subject"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "subject_kind", "subject_id"], name="inbox_line_one_a_subject"),
            models.CheckConstraint(
                condition=~models.Q(state="snoozed") | models.Q(until__isnull=False) | ~models.Q(until_event=""),
                name="inbox_line_snoozed_until_something",
            ),
        ]
