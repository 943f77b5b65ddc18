"""Whom a text names and which hashtags it carries, kept as rows beside it."""

from esn.core.events import record
from feeds.events import PostMentioned
from feeds.models import Hashtag, Mention, Post
from feeds.queries.composed import Composed


def keep_marks(post: Post, composed: Composed, actor_id: str, *, edited: bool = False) -> None:
    """Keep what a text names and carries in the transaction that writes it; whom it names anew is a fact."""
    before = _taken_back(post, composed) if edited else frozenset()
    new = [key for key in composed.mentions if key not in before]
    Mention.objects.bulk_create(
        [Mention(post=post, kind=kind, target=target, at=post.created_at) for kind, target in new]
    )
    Hashtag.objects.bulk_create(
        [Hashtag(post=post, tag=tag, at=post.created_at) for tag in composed.tags], ignore_conflicts=edited
    )
    named = {kind: tuple(target for one, target in new if one == kind) for kind in ("person", "group")}
    if any(named.values()):
        said = PostMentioned(
            audience_id=post.audience_id, id=post.id, root=post.root_id, people=named["person"], groups=named["group"]
        )
        record(said, actor_id)


def _taken_back(post: Post, composed: Composed) -> frozenset[tuple[str, str]]:
    """What the text named before; without what it names and carries no more."""
    rows = list(Mention.objects.filter(post=post).values_list("id", "kind", "target"))
    gone = [id_ for id_, kind, target in rows if (kind, target) not in composed.mentions]
    if gone:
        Mention.objects.filter(id__in=gone).delete()
    Hashtag.objects.filter(post=post).exclude(tag__in=composed.tags).delete()
    return frozenset((kind, target) for _id, kind, target in rows)
