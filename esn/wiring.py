"""The one page that says which consumer does what with the event log, and what happens when an alarm is due."""

import threading
from collections.abc import Callable
from functools import partial

import cases.actions
import cases.handlers
import cases.needs
import feeds.actions
import feeds.actions.file_words
import feeds.actions.files
import feeds.actions.redrawing
import feeds.handlers
import frontend.digests.schedule
import frontend.pushing.schedule
import frontend.pushing.sending
import groups.actions
import inbox.actions
import inbox.handlers
import inbox.sources
import people.actions
import search.handlers
import search.kept.needs
from esn.core import audit_checks, consumers, jobs, retention
from esn.core.alarms import Handler
from esn.core.consumers import Consumer
from groups.models import EVERYONE
from inbox.needs import Source

# Where the inbox learns what needs whom.
NEEDS: tuple[Source, ...] = (
    inbox.sources.Threads(),
    inbox.sources.Mentions(),
    inbox.sources.Reactions(),
    inbox.sources.Announcements(),
    inbox.sources.Doors(),
    inbox.sources.Queues(),
    inbox.sources.Notices(),
    inbox.sources.Urgent(),
    cases.needs.Cases(),
    search.kept.needs.Kept(),
)

# What the worker runs; the live feeder of each web process reads the log besides, from the present on.
CONSUMERS = (
    Consumer("index", search.handlers.index, kept_at=search.handlers.position),
    Consumer("cases", cases.handlers.follow),
    Consumer("inbox", partial(inbox.handlers.follow, sources=NEEDS)),
    Consumer("links", feeds.handlers.follow),
    Consumer("kept", search.handlers.kept, kept_at=search.handlers.kept_position),
    Consumer("mail", frontend.digests.schedule.follow),
    Consumer("push", frontend.pushing.schedule.follow),
)

# What the worker does at stored moments.
ALARMS: dict[str, Handler] = {
    "absence.end": partial(people.actions.finish_absence, everyone=EVERYONE),
    "absence.start": partial(people.actions.begin_absence, everyone=EVERYONE),
    "blocker.check": cases.actions.check_blocker,
    "commitment.due": cases.actions.become_due,
    "commitment.told_end": cases.actions.end_told_window,
    "drift.silence": cases.actions.end_patience,
    "group.end": cases.actions.end_group,
    "handoff.until": cases.actions.return_handoff,
    "portal_link.over": cases.actions.end_portal_link,
    "focus.end": partial(people.actions.focus_ran_out, everyone=EVERYONE),
    "huddle.deadline": cases.actions.end_undecided,
    "inbox.look": partial(inbox.actions.look_again, NEEDS),
    "inbox.wake": inbox.actions.end_snooze,
    "poll.close": feeds.actions.end_poll,
    "mail.digest": frontend.digests.schedule.digest_due,
    "mail.impact": frontend.digests.schedule.impact_due,
    frontend.pushing.sending.DUE: frontend.pushing.schedule.due,
    "post.send": partial(feeds.actions.send_due, in_case=cases.actions.post_on_side),
    "sanction.until": groups.actions.expire_sanction,
    "waiver.until": cases.actions.mark_overdue,
}

# What the worker does again and again.
CHORES: dict[str, Callable[[threading.Event], None]] = {
    "files": feeds.actions.files.run_forever,
    "jobs": jobs.run_forever,
    "old-jobs": jobs.tidy_forever,
    "old-words": feeds.actions.redrawing.run_forever,
    "words-inside": feeds.actions.file_words.begin_with_earlier_words,
    "audit": audit_checks.run_forever,
    "old-facts": partial(retention.run_forever, CONSUMERS),
    "set-aside": partial(consumers.retry_forever, CONSUMERS),
}
