"""The sides of a case: the audiences whose subject it is, and how a writer names them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases.models import Case
from groups.models import Audience


def sides(refs: Iterable[str]) -> QuerySet[Audience]:
    """The audiences of some cases, whoever reads them."""
    return Audience.objects.filter(subject_kind="case", subject_ref__in=list(refs)).order_by("kind", "id")


def sides_of(ref: str) -> QuerySet[Audience]:
    """The audiences of one case, whoever reads them."""
    return sides([ref])


def family(ref: str) -> QuerySet[Audience]:
    """The audiences of a case and of what was merged into it, whoever reads them."""
    merged = Case.objects.filter(merged_into__ref=ref).values("ref")
    rows = Audience.objects.filter(Q(subject_ref=ref) | Q(subject_ref__in=merged), subject_kind="case")
    return rows.order_by("kind", "id")


def side_name(audience: Audience) -> str:
    """How a writer names the side of a case: internal, customer, or partner: with the partner's id."""
    return f"partner:{audience.partner_id}" if audience.kind == Audience.Kind.PARTNER else str(audience.kind)
