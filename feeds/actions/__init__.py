"""Saying something, with files or without, taking it back, and how far one has read."""

from feeds.actions.announcements import acknowledge, announce
from feeds.actions.bookmarks import bookmark, remove_bookmark
from feeds.actions.compliance import open_file_by_right, read_by_right
from feeds.actions.describing import describe_file
from feeds.actions.drafts import choose_draft, discard_draft, save_draft, send_once
from feeds.actions.files import Received, add_file, delete_file, receive_file
from feeds.actions.links import take_off_link
from feeds.actions.manners import PLAIN, Manner, NewPoll
from feeds.actions.moderation import (
    ON_PERSON,
    ON_POST,
    add_report_note,
    decide_appeal,
    decide_held,
    decide_report,
    edit_held,
    file_appeal,
    file_report,
    hide_post,
    lift_sanction,
    lock_post,
    mark_notices_read,
    moderate_member,
    move_post,
    mute_everywhere,
    report_person,
    report_post,
    restore_post,
    split_post,
    unlock_post,
    withdraw_held,
)
from feeds.actions.pins import order_pins, pin_post, unpin_post
from feeds.actions.polls import close_poll, end_poll, take_vote_back, vote
from feeds.actions.posts import (
    delete_post,
    edit_post,
    mark_audiences_read,
    mark_read,
    publish,
    reply,
)
from feeds.actions.questions import accept_answer, reopen_question
from feeds.actions.reactions import react, take_back_reaction
from feeds.actions.reminders import remind
from feeds.actions.restoring import undelete_post
from feeds.actions.scheduled import (
    cancel_scheduled,
    change_scheduled,
    schedule_in,
    schedule_post,
    schedule_reply,
    send_due,
    send_now,
)
from feeds.actions.seen import tell_who_saw
from feeds.actions.sharing import share_post, sharing
from feeds.actions.threads import follow_thread, mark_unread, mute_thread, unfollow_thread, unmute_thread
from feeds.actions.urgent import call_urgently
from feeds.actions.visits import look_at_feed
from feeds.actions.writing import write
from feeds.text import checked_text

__all__ = [
    "ON_PERSON",
    "ON_POST",
    "PLAIN",
    "Manner",
    "NewPoll",
    "Received",
    "accept_answer",
    "acknowledge",
    "add_file",
    "add_report_note",
    "announce",
    "bookmark",
    "call_urgently",
    "cancel_scheduled",
    "change_scheduled",
    "checked_text",
    "choose_draft",
    "close_poll",
    "decide_appeal",
    "decide_held",
    "decide_report",
    "delete_file",
    "delete_post",
    "describe_file",
    "discard_draft",
    "edit_held",
    "edit_post",
    "end_poll",
    "file_appeal",
    "file_report",
    "follow_thread",
    "hide_post",
    "lift_sanction",
    "lock_post",
    "look_at_feed",
    "mark_audiences_read",
    "mark_notices_read",
    "mark_read",
    "mark_unread",
    "moderate_member",
    "move_post",
    "mute_everywhere",
    "mute_thread",
    "open_file_by_right",
    "order_pins",
    "pin_post",
    "publish",
    "react",
    "read_by_right",
    "receive_file",
    "remind",
    "remove_bookmark",
    "reopen_question",
    "reply",
    "report_person",
    "report_post",
    "restore_post",
    "save_draft",
    "schedule_in",
    "schedule_post",
    "schedule_reply",
    "send_due",
    "send_now",
    "send_once",
    "share_post",
    "sharing",
    "split_post",
    "take_back_reaction",
    "take_off_link",
    "take_vote_back",
    "tell_who_saw",
    "undelete_post",
    "unfollow_thread",
    "unlock_post",
    "unmute_thread",
    "unpin_post",
    "vote",
    "withdraw_held",
    "write",
]
