"""Cases that belong together: links between them, and merges that can be undone."""

from typing import ClassVar

from django.db import models

from cases.models.cases import Case
from esn.core.clock import now
from esn.core.ids import IdField, new_id
from people.models import Person


class CaseLink(models.Model):
    """Two cases that have to do with each other."""

    class Kind(models.TextChoices):
        """``parent``: ``other`` is the larger matter of which ``case`` is a part; the other two go both ways."""

        SAME_CAUSE = "same_cause"
        PARENT = "parent"
        DUPLICATE = "duplicate"

    id = IdField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="cases_link_once"),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="cases_link_between_two"),
        ]


class CaseMerge(models.Model):
    """One case that went into another: ``moved`` names the rows that went with it, by model, so that it can be undone.

    What was said stays in the audiences where it was said.
    """

    id = IdField(primary_key=True, default=new_id)
    kept = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merged_by")
    retellings = models.PositiveSmallIntegerField(default=0)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    undone_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="cases_case_merge_once"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="cases_case_merge_of_two"),
        ]
