"""What waits for the moderators of a group before it is said: posts of new members, and flagged words."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.errors import Invalid
from esn.core.events import record
from esn.core.showable import UNSHOWABLE
from groups import policy
from groups.events import GroupChanged
from groups.models import EVERYONE, Group
from people.models import Person

MOST_DAYS = 365
MOST_WORDS = 200
LONGEST = 100  # characters


@transaction.atomic
def set_approval(actor: Person, *, group_id: str, days: int | None = None, words: Sequence[str] | None = None) -> None:
    """Let posts of new members wait for so many days, and posts with one of some words; by an owner."""
    group, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "edit")
    policy.require_living(group)
    if days is not None:
        if not 0 <= days <= MOST_DAYS:
            raise Invalid.field("days", "out_of_range", _("This is for 0 to 365 days."))
        group.approval_days = days
    if words is not None:
        group.flagged_words = _checked(words)
    group.save(update_fields=["approval_days", "flagged_words"])
    audit.note(actor.id, "group.approval", "group", group.id, days=group.approval_days, words=len(group.flagged_words))
    where = EVERYONE if group.openness != Group.Openness.SECRET else group.audience_id
    record(GroupChanged(audience_id=where, id=group.id), actor.id)


def _checked(words: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    if any(UNSHOWABLE.search(word) for word in found):
        raise Invalid.field("words", "control", _("This holds characters that cannot be shown."))
    if len(found) > MOST_WORDS or any(len(word) > LONGEST for word in found):
        raise Invalid.field("words", "too_long", _("At most 200 words of at most 100 characters each."))
    return found
