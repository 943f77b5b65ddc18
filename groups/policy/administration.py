"""What those who run the site, and those who watch over it, may do in the administration."""

from esn.core.errors import NotFound
from people.models import Person

_RUNS = frozenset({Person.SiteRole.SITE_ADMIN})
_WATCHES = frozenset({Person.SiteRole.COMPLIANCE_ADMIN})

# The rows of the administration in docs/permissions.md: which role of the site a verb needs.
ADMINISTRATION_VERBS: dict[str, frozenset[Person.SiteRole]] = {
    "look_over": _RUNS,
    "take_steps": _RUNS,
    "list_people": _RUNS,
    "invite_people": _RUNS,
    "edit_people": _RUNS,
    "deactivate_people": _RUNS,
    "propose": _RUNS,
    "confirm": _RUNS | _WATCHES,
    "list_groups": _RUNS,
    "see_roles": _RUNS,
    "appoint_moderators": _RUNS,
    "change_settings": _RUNS,
    "import": _RUNS,
    "provision": _RUNS,
    "mind_jobs": _RUNS,
    "mind_index": _RUNS,
    "read_audit": _RUNS | _WATCHES,
    "read_content_access": _WATCHES,
    "read_content": _WATCHES,
}


def may_administer(viewer: Person, verb: str) -> bool:
    """Whether somebody's role in the site allows a verb of ``ADMINISTRATION_VERBS``."""
    return viewer.is_active and viewer.site_role in ADMINISTRATION_VERBS[verb]


def require_administration(viewer: Person, verb: str) -> None:
    """NotFound when the role does not allow the verb: for everybody else the place does not exist."""
    if not may_administer(viewer, verb):
        raise NotFound
