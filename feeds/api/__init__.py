"""REST: what is said, and the files that go with it."""

from feeds.api.files import FileContent, Files, OneFile
from feeds.api.posts import GroupPosts, History, Home, OnePost, Read, Replies, Said, Words, post_location

__all__ = [
    "FileContent",
    "Files",
    "GroupPosts",
    "History",
    "Home",
    "OneFile",
    "OnePost",
    "Read",
    "Replies",
    "Said",
    "Words",
    "post_location",
]
