"""Live frames: a fact of the log as JSON, once for each kind of reader, with what is equal for all of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

from esn.core import cursors
from esn.core.events import Entry
from esn.core.rendering import as_json
from feeds import queries as feeds
from feeds.events import PostEdited, PostPublished
from feeds.queries import PostSummary
from frontend.fragments import post_fragment
from frontend.live.hub import Frames, Variant

DEVICE = ("device",)
_SHOWN = (PostPublished.type, PostEdited.type)
_PERSONAL = {"can", "unread", "replies"}  # what depends on who reads has no place in a shared frame
_SHARED = tuple(field.name for field in fields(PostSummary) if field.name not in _PERSONAL)


def frames(entries: Sequence[Entry], variants: Callable[[str], Iterable[Variant]]) -> Iterable[tuple[str, Frames]]:
    """Each fact with the frames of those kinds of readers that follow its audience.

    Words are loaded at this moment: what was deleted or moved meanwhile is sent without any.
    """
    posts = feeds.shared(entry.data["id"] for entry in entries if entry.type in _SHOWN)
    for entry in entries:
        post = posts.get(entry.data.get("id", "")) if entry.type in _SHOWN else None
        if post is not None and (post.deleted or post.audience.id != entry.audience_id):
            post = None
        yield entry.audience_id, {variant: tail(entry, post, variant) for variant in variants(entry.audience_id)}


def tail(entry: Entry, post: PostSummary | None, variant: Variant) -> bytes:
    """A frame without its first part, the reader's own tag of the cursor."""
    body: dict[str, Any] = {
        "type": entry.type,
        "audience": entry.audience_id,
        "at": entry.at,
        "data": entry.data,
    }
    if post is not None and variant == DEVICE:
        body["object"] = {name: getattr(post, name) for name in _SHARED}
    elif post is not None:
        body["html"] = post_fragment(post, variant[1])
    return f'{cursors.seal_place(entry.place)}",'.encode() + as_json(body)[1:]
