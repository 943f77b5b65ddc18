"""Saying something, with files or without, taking it back, and how far one has read."""

from feeds.actions.files import Received, add_file, delete_file, describe_file, receive_file
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
    "Received",
    "add_file",
    "checked_text",
    "delete_file",
    "delete_post",
    "describe_file",
    "edit_post",
    "mark_audiences_read",
    "mark_read",
    "publish",
    "receive_file",
    "reply",
    "write",
]
