"""What cases do when something was said, or somebody was let go: activity follows replies, what they left ends."""

from collections.abc import Sequence

from cases.actions import end_links_of_leavers, return_offers_to_leavers
from cases.models import Case
from esn.core.events import Entry
from feeds.actions import tell_who_saw
from feeds.events import PostPublished
from groups.models import Audience
from people.events import PersonDeactivated


def follow_activity(entries: Sequence[Entry]) -> None:
    """Move the activity of every case in which something was published."""
    said = {entry.audience_id: entry.at for entry in entries if entry.type == PostPublished.type}
    sides = Audience.objects.filter(id__in=said, subject_kind="case").values_list("id", "subject_ref")
    for audience_id, ref in sides:
        Case.objects.filter(ref=ref, updated_at__lt=said[audience_id]).update(updated_at=said[audience_id])


def follow(entries: Sequence[Entry]) -> None:
    """All that cases do with a batch of the log."""
    follow_activity(entries)
    tell_who_saw(entries)
    left = sorted({entry.data["id"] for entry in entries if entry.type == PersonDeactivated.type})
    if left:
        end_links_of_leavers(left)
        return_offers_to_leavers(left)
