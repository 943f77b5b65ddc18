"""REST: what is said."""

from feeds.api.posts import GroupPosts, History, Home, OnePost, Read, Replies, Words, post_location

__all__ = ["GroupPosts", "History", "Home", "OnePost", "Read", "Replies", "Words", "post_location"]
