"""Where needs come from below cases: threads, mentions, reactions, announcements, groups and moderation."""

from inbox.sources.announcements import Announcements
from inbox.sources.groups import Doors
from inbox.sources.mentions import Mentions
from inbox.sources.moderation import Notices, Queues
from inbox.sources.reactions import Reactions
from inbox.sources.threads import Threads
from inbox.sources.urgent import Urgent

__all__ = ["Announcements", "Doors", "Mentions", "Notices", "Queues", "Reactions", "Threads", "Urgent"]
