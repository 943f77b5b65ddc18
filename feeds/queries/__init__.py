"""Reads about what is said, always as somebody."""

from feeds.queries.feeds import across, feed, home, timeline
from feeds.queries.files import Content, FileSummary, content, file, waiting
from feeds.queries.posts import Revision, history, post, posts, readable_rows, replies, shared
from feeds.queries.summaries import Attachment, PostSummary, Reaction

__all__ = [
    "Attachment",
    "Content",
    "FileSummary",
    "PostSummary",
    "Reaction",
    "Revision",
    "across",
    "content",
    "feed",
    "file",
    "history",
    "home",
    "post",
    "posts",
    "readable_rows",
    "replies",
    "shared",
    "timeline",
    "waiting",
]
