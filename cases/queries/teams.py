"""The cases that a team holds."""

from cases.models import Case
from cases.queries.cases import OPEN_STATUSES, page_of_cases
from cases.queries.summaries import CaseSummary, GuestCase
from esn.core.pages import PAGE_SIZE, Page
from groups import queries as groups
from people.models import Person


def team_cases(
    viewer: Person, group_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[CaseSummary | GuestCase]:
    """The open cases that a team holds, as far as the viewer knows of them; by newest activity."""
    groups.audience_of(viewer, group_id)
    rows = Case.objects.filter(holder_team=group_id, status__in=OPEN_STATUSES)
    return page_of_cases(viewer, rows, f"team_cases:{group_id}", cursor, limit)
