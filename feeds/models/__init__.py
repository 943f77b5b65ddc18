"""What is said: posts with their replies and files, what stands out of them, and who has read it."""

from feeds.models.announcements import Acknowledgement, Announcement, Pin
from feeds.models.kinds import Answer, Pointer, Poll, PollOption, Vote
from feeds.models.later import Bookmark, Draft, ScheduledPost
from feeds.models.links import Link, OutsidePage
from feeds.models.moderation import Act, Appeal, Complaint, HeldPost, Notice, Report, ReportNote
from feeds.models.posts import ANNOUNCEMENT, MESSAGE, POLL, QUESTION, WORDS, File, FileWords, Post, PostRevision
from feeds.models.reactions import Reaction
from feeds.models.threads import ThreadChoice
from feeds.models.urgent import UrgentCall
from feeds.models.visits import Visit
from feeds.models.words import Hashtag, Mention

__all__ = [
    "ANNOUNCEMENT",
    "MESSAGE",
    "POLL",
    "QUESTION",
    "WORDS",
    "Acknowledgement",
    "Act",
    "Announcement",
    "Answer",
    "Appeal",
    "Bookmark",
    "Complaint",
    "Draft",
    "File",
    "FileWords",
    "Hashtag",
    "HeldPost",
    "Link",
    "Mention",
    "Notice",
    "OutsidePage",
    "Pin",
    "Pointer",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "Reaction",
    "Report",
    "ReportNote",
    "ScheduledPost",
    "ThreadChoice",
    "UrgentCall",
    "Visit",
    "Vote",
]
