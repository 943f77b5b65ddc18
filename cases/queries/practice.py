"""The case on which somebody practises."""

from cases import policy
from cases.models import Case
from people.models import Person
from people.policy import own_audience


def practice_case(viewer: Person) -> str | None:
    """The reference of the viewer's open practice case; None where there is none."""
    rows = Case.objects.filter(policy.existing(viewer), customer__audience_id=own_audience(viewer.id))
    return rows.exclude(status=Case.Status.CLOSED).order_by("-opened_at").values_list("ref", flat=True).first()
