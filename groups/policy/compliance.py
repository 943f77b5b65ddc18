"""Reading by right of watching over the site: what one openly gave oneself the right to, while it lasts."""

from django.db.models import QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from groups.models import Audience, ComplianceReading
from groups.policy.administration import require_administration
from people.models import Person


def require_compliance_reading(viewer: Person, reading_id: str) -> ComplianceReading:
    """One's own reading that has not ended; NotFound for any other, and for whoever lost the role."""
    require_administration(viewer, "read_content")
    found = ComplianceReading.objects.filter(id=reading_id, reader=viewer, until__gt=now()).first()
    if found is None:
        raise NotFound
    return found


def audiences_of(subject_kind: str, subject_ref: str) -> QuerySet[Audience]:
    """The audiences of a group, former ones too, or all sides of a case; without those of moderators."""
    kept = Audience.objects.filter(subject_kind=subject_kind, subject_ref=subject_ref)
    return kept.exclude(kind=Audience.Kind.MODERATORS)
