"""What a line of the inbox is about, as its person may read it now: for the column beside the list."""

from typing import Any

from cases import queries as cases
from esn.core.errors import NotFound
from feeds import queries as feeds
from groups import queries as groups
from inbox.queries import LineSummary
from people.models import Person


def about(viewer: Person, line: LineSummary) -> dict[str, Any]:
    """The brief of a case (for a guest what they see of it), the first words of a thread, or the group."""
    subject = line.subject
    try:
        if subject.type == "case":
            if not viewer.is_member:
                return {"case": cases.case(viewer, subject.id)}
            brief = cases.brief(viewer, subject.id)
            return {"brief": brief, "case": brief.case}
        if subject.type in ("thread", "announcement"):
            return {"post": feeds.post(viewer, subject.id)}
        if subject.type in ("group", "invitation"):
            return {"group": groups.group(viewer, subject.id)}
    except NotFound:  # who is invited into a secret group does not know it yet
        return {}
    return {}
