"""The one page that says which consumer does what with the event log, and what happens when an alarm is due."""

import threading
from collections.abc import Callable

import cases.actions
import cases.handlers
import feeds.actions.files
import search.handlers
from esn.core.alarms import Handler
from esn.core.consumers import Consumer

# What the worker runs; the live feeder of each web process reads the log besides, from the present on.
CONSUMERS = (
    Consumer("index", search.handlers.index, kept_at=search.handlers.position),
    Consumer("cases", cases.handlers.follow),
)

# What the worker does at stored moments.
ALARMS: dict[str, Handler] = {
    "blocker.check": cases.actions.check_blocker,
    "commitment.due": cases.actions.become_due,
    "commitment.told_end": cases.actions.end_told_window,
    "drift.silence": cases.actions.end_patience,
    "handoff.until": cases.actions.return_handoff,
    "portal_link.over": cases.actions.end_portal_link,
    "huddle.deadline": cases.actions.end_undecided,
    "waiver.until": cases.actions.mark_overdue,
}

# What the worker does again and again.
CHORES: dict[str, Callable[[threading.Event], None]] = {"files": feeds.actions.files.run_forever}
