"""What a person may do in the administration of the site, and what it allows them elsewhere."""

from groups import policy
from people.models import Person


def may_create_group(viewer: Person) -> bool:
    """Whether the viewer may found a group."""
    return policy.may_create_group(viewer)


def administration_verbs(viewer: Person) -> tuple[str, ...]:
    """What the viewer may do in the administration; nothing for most."""
    return tuple(verb for verb in policy.ADMINISTRATION_VERBS if policy.may_administer(viewer, verb))
