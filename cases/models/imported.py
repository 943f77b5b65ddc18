"""What came from another system, so that it comes once."""

from django.db import models

from cases.models.cases import Case
from esn.core.clock import now


class ImportedConversation(models.Model):
    """A conversation that came from another system, so that it comes only once; the fingerprint is of its content."""

    source_id = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="imported_from")
    at = models.DateTimeField(default=now)
