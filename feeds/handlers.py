"""What the worker does about what was said: asks for a look at the pages and the files that come with it."""

import datetime as dt
from collections.abc import Sequence

from esn.core.clock import now
from esn.core.events import Entry
from esn.core.jobs import defer
from feeds.actions.file_words import read_words
from feeds.actions.links import look_at_links
from feeds.events import PostEdited, PostPublished
from feeds.queries.files import not_read_yet
from feeds.queries.links import leading_outside

NEW = dt.timedelta(days=1)  # what was said longer ago is the past: an import and an upgrade ask nobody


def follow(entries: Sequence[Entry]) -> None:
    """Ask for a look at the links of what was said or edited just now, and at the words inside its files."""
    since = now() - NEW
    said = [one.data["id"] for one in entries if one.type in (PostPublished.type, PostEdited.type) and one.at > since]
    for post_id in leading_outside(dict.fromkeys(said)) if said else ():
        defer(look_at_links, post_id=post_id)
    sent = [one.data["id"] for one in entries if one.type == PostPublished.type and one.data.get("attachments")]
    for file_id in not_read_yet(sent) if sent else ():
        defer(read_words, file_id=file_id)
