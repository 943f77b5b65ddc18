"""What somebody wants to hear nothing of: the one place where a mute is applied, to every source alike."""

from collections.abc import Collection, Sequence

from feeds.models import Post
from feeds.queries import muted
from groups.queries import silenced
from inbox.needs import MUTED, Need


def unmuted(needs: Sequence[Need]) -> list[Need]:
    """Some needs without those that their people muted, by thread, group or case; three statements, often fewer."""
    words = [need for need in needs if need.code in MUTED]
    if not words:
        return list(needs)
    roots = _roots({need.post for need in words if need.post})
    threads = muted(set(roots.values())) if roots else {}
    places = silenced({need.person for need in words}, {place for need in words for place in _places(need)})

    def silent(need: Need) -> bool:
        if need.code not in MUTED:
            return False
        in_thread = need.person in threads.get(roots.get(need.post, ""), ())
        return in_thread or any((need.person, place) in places for place in _places(need))

    return [need for need in needs if not silent(need)]


def _places(need: Need) -> tuple[str, ...]:
    """Where it stands: the place of the line, and the side of the case on which it was said."""
    return tuple(place for place in (need.audience, need.side) if place)


def _roots(post_ids: Collection[str]) -> dict[str, str]:
    """The first post of the thread of each of some posts."""
    if not post_ids:
        return {}
    return {id_: root or id_ for id_, root in Post.objects.filter(id__in=post_ids).values_list("id", "root_id")}
