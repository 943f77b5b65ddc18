"""Writes about customers and cases. Each structured entry writes its own row and one post, in the same transaction."""

from cases.actions.answers import record_answer
from cases.actions.blockers import Lifted, check_blocker, edit_blocker, lift_blocker, report_blocker
from cases.actions.case_merges import merge_cases, undo_case_merge
from cases.actions.cases import (
    change_case,
    change_status,
    edit_case,
    follow_case,
    mute_case,
    open_case,
    restrict_case,
    set_holder,
    take_case,
)
from cases.actions.checklists import add_template, begin_checklist, edit_template, retire_template, tick_step
from cases.actions.clockwork import become_due, end_patience, end_told_window
from cases.actions.contacts import note_contact
from cases.actions.customer_contacts import add_contact, edit_contact, remove_contact
from cases.actions.customer_merges import merge_customers, undo_customer_merge
from cases.actions.customer_notes import edit_customer_note, note_customer, remove_customer_note
from cases.actions.customers import create_customer, edit_customer
from cases.actions.facts import dispute_fact, note_fact, verify_fact, withdraw_fact
from cases.actions.handoffs import accept_handoff, offer_handoff, refuse_handoff, return_handoff, withdraw_handoff
from cases.actions.handover import Assignment, hand_over
from cases.actions.holding import Holder
from cases.actions.huddles import (
    Way,
    add_option,
    call_huddle,
    close_huddle,
    decide_huddle,
    end_undecided,
    give_opinion,
)
from cases.actions.leavers import release_person, return_offers_to_leavers
from cases.actions.links import link_cases, unlink_cases
from cases.actions.participants import add_participant, remove_participant
from cases.actions.portal import (
    create_portal_link,
    end_links_of_leavers,
    end_portal_link,
    open_portal_link,
    revoke_portal_link,
    touch_portal_link,
)
from cases.actions.practice import leave_welcome, open_practice
from cases.actions.promises import (
    break_promise,
    change_promise,
    keep_promise,
    make_promise,
    show_promise,
    warn_promise,
    withdraw_promise,
)
from cases.actions.proposals import accept_proposal, decline_proposal, propose_change
from cases.actions.references import add_reference_system, edit_reference_system, remove_reference_system
from cases.actions.reports import report_customer_note
from cases.actions.rules import create_rule, edit_rule, retire_rule
from cases.actions.stories import StoryText, write_story
from cases.actions.teams import archive_group, end_group
from cases.actions.tellings import About, Told, tell
from cases.actions.thread import post_in_case, post_on_side, schedule_in_case, share_in_case
from cases.actions.viewers import leave_case, view_case
from cases.actions.waivers import ask_waiver, grant_waiver, mark_overdue, refuse_waiver, withdraw_waiver
from cases.actions.window import (
    agree_to_promise,
    ask_another_window,
    choose_offer,
    correct_fact,
    say_told_already,
)

__all__ = [
    "About",
    "Assignment",
    "Holder",
    "Lifted",
    "StoryText",
    "Told",
    "Way",
    "accept_handoff",
    "accept_proposal",
    "add_contact",
    "add_option",
    "add_participant",
    "add_reference_system",
    "add_template",
    "agree_to_promise",
    "archive_group",
    "ask_another_window",
    "ask_waiver",
    "become_due",
    "begin_checklist",
    "break_promise",
    "call_huddle",
    "change_case",
    "change_promise",
    "change_status",
    "check_blocker",
    "choose_offer",
    "close_huddle",
    "correct_fact",
    "create_customer",
    "create_portal_link",
    "create_rule",
    "decide_huddle",
    "decline_proposal",
    "dispute_fact",
    "edit_blocker",
    "edit_case",
    "edit_contact",
    "edit_customer",
    "edit_customer_note",
    "edit_reference_system",
    "edit_rule",
    "edit_template",
    "end_group",
    "end_links_of_leavers",
    "end_patience",
    "end_portal_link",
    "end_told_window",
    "end_undecided",
    "follow_case",
    "give_opinion",
    "grant_waiver",
    "hand_over",
    "keep_promise",
    "leave_case",
    "leave_welcome",
    "lift_blocker",
    "link_cases",
    "make_promise",
    "mark_overdue",
    "merge_cases",
    "merge_customers",
    "mute_case",
    "note_contact",
    "note_customer",
    "note_fact",
    "offer_handoff",
    "open_case",
    "open_portal_link",
    "open_practice",
    "post_in_case",
    "post_on_side",
    "propose_change",
    "record_answer",
    "refuse_handoff",
    "refuse_waiver",
    "release_person",
    "remove_contact",
    "remove_customer_note",
    "remove_participant",
    "remove_reference_system",
    "report_blocker",
    "report_customer_note",
    "restrict_case",
    "retire_rule",
    "retire_template",
    "return_handoff",
    "return_offers_to_leavers",
    "revoke_portal_link",
    "say_told_already",
    "schedule_in_case",
    "set_holder",
    "share_in_case",
    "show_promise",
    "take_case",
    "tell",
    "tick_step",
    "touch_portal_link",
    "undo_case_merge",
    "undo_customer_merge",
    "unlink_cases",
    "verify_fact",
    "view_case",
    "warn_promise",
    "withdraw_fact",
    "withdraw_handoff",
    "withdraw_promise",
    "withdraw_waiver",
    "write_story",
]
