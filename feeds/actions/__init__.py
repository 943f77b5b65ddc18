"""Saying something, taking it back, and how far one has read."""

from feeds.actions.posts import (
    checked_text,
    delete_post,
    edit_post,
    mark_audiences_read,
    mark_read,
    publish,
    reply,
    write,
)

__all__ = [
    "checked_text",
    "delete_post",
    "edit_post",
    "mark_audiences_read",
    "mark_read",
    "publish",
    "reply",
    "write",
]
