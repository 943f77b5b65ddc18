"""The newest activity of an audience, found again after something in it went."""

from django.db.models import Q

from feeds.models import Post
from groups import actions as groups


def recompute_head(audience_id: str) -> None:
    """Remember when the newest of what remains was said in an audience."""
    there = Q(deleted_at=None, hidden_at=None) | Q(replies_count__gt=0)
    shown = Post.objects.filter(there, audience_id=audience_id, root=None)
    newest = shown.order_by("-bumped_at", "-id").values_list("bumped_at", flat=True).first()
    groups.move_head(audience_id, to=newest)
