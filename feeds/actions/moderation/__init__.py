"""Reports, decisions, sanctions, appeals and what waits: the acts of moderators, each with its reason."""

from feeds.actions.moderation.appeals import decide_appeal, file_appeal
from feeds.actions.moderation.decisions import ON_PERSON, ON_POST, decide_report
from feeds.actions.moderation.notices import mark_notices_read
from feeds.actions.moderation.people import lift_sanction, moderate_member, mute_everywhere
from feeds.actions.moderation.posts import hide_post, lock_post, move_post, restore_post, split_post, unlock_post
from feeds.actions.moderation.reports import add_report_note, file_report, report_person, report_post
from feeds.actions.moderation.waiting import decide_held, edit_held, withdraw_held

__all__ = [
    "ON_PERSON",
    "ON_POST",
    "add_report_note",
    "decide_appeal",
    "decide_held",
    "decide_report",
    "edit_held",
    "file_appeal",
    "file_report",
    "hide_post",
    "lift_sanction",
    "lock_post",
    "mark_notices_read",
    "moderate_member",
    "move_post",
    "mute_everywhere",
    "report_person",
    "report_post",
    "restore_post",
    "split_post",
    "unlock_post",
    "withdraw_held",
]
