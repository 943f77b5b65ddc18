"""Reads about what is said, always as somebody."""

from feeds.queries.feeds import across, feed, home, timeline
from feeds.queries.posts import Revision, history, post, posts, replies, shared
from feeds.queries.summaries import PostSummary, Reaction

__all__ = [
    "PostSummary",
    "Reaction",
    "Revision",
    "across",
    "feed",
    "history",
    "home",
    "post",
    "posts",
    "replies",
    "shared",
    "timeline",
]
