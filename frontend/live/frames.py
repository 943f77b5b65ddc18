"""Live frames: a fact of the log as JSON, once for each kind of reader, with what is equal for all of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

from esn.core import cursors
from esn.core.events import Entry
from esn.core.rendering import as_json
from feeds import queries as feeds
from feeds.events import (
    LinksChanged,
    PollChanged,
    PollClosed,
    PostEdited,
    PostMoved,
    PostPublished,
    PostReacted,
    PostRestored,
)
from feeds.queries import PollCount, PostSummary
from frontend.fragments import post_fragment
from frontend.live.hub import Frames, Variant
from frontend.live.sounds import sounds

DEVICE = ("device",)
_SHOWN = (PostPublished.type, PostEdited.type, PostRestored.type, PostMoved.type, PostReacted.type, LinksChanged.type)
_COUNTED = (PollChanged.type, PollClosed.type)
# What depends on who reads has no place in a shared frame.
_PERSONAL = {"muted", "reactions", "can", "unread", "replies", "announcement", "poll", "quotes", "shared", "bookmarked"}
_SHARED = tuple(field.name for field in fields(PostSummary) if field.name not in _PERSONAL)


def frames(entries: Sequence[Entry], variants: Callable[[str], Iterable[Variant]]) -> Iterable[tuple[str, Frames]]:
    """Each fact with the frames of those kinds of readers that follow its audience.

    Words are loaded at this moment: what was deleted or moved meanwhile is sent without any.
    """
    posts = feeds.shared(entry.data["id"] for entry in entries if entry.type in _SHOWN)
    counts = feeds.poll_counts([entry.data["id"] for entry in entries if entry.type in _COUNTED])
    kinds = {entry.audience_id: list(variants(entry.audience_id)) for entry in entries}
    sounding = sounds(entries, [audience for audience, some in kinds.items() if some])
    for at, entry in enumerate(entries):
        post = posts.get(entry.data.get("id", "")) if entry.type in _SHOWN else None
        if post is not None and (post.deleted or post.hidden or post.audience.id != entry.audience_id):
            post = None
        count = counts.get(entry.data["id"]) if entry.type in _COUNTED else None
        sound = sounding.get(at, "")
        yield (
            entry.audience_id,
            {variant: tail(entry, post, variant, count, sound=sound) for variant in kinds[entry.audience_id]},
        )


def tail(
    entry: Entry, post: PostSummary | None, variant: Variant, count: PollCount | None = None, *, sound: str = ""
) -> bytes:
    """A frame without its first part, the reader's own tag of the cursor."""
    body: dict[str, Any] = {
        "type": entry.type,
        "audience": entry.audience_id,
        "at": entry.at,
        "data": entry.data,
    }
    if sound:
        body["sound"] = sound
    if post is not None and entry.type == PostReacted.type:
        body["reactions"] = _counts(post)
    elif post is not None and variant == DEVICE:
        body["object"] = {name: getattr(post, name) for name in _SHARED} | {"reactions": _counts(post)}
    elif post is not None:
        body["html"] = post_fragment(post, variant[1])
    elif count is not None:
        body["poll"] = count
    return f'{cursors.seal_place(entry.place)}",'.encode() + as_json(body)[1:]


def _counts(post: PostSummary) -> list[dict[str, Any]]:
    """How many reacted with which emoji; whose they are is for each reader to know."""
    return [{"emoji": one.emoji, "count": one.count} for one in post.reactions]
