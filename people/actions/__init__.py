"""What one does with one's own account; people come into the house through ``groups.actions.admit_person``."""

from people.actions.absences import begin_absence, end_absence, finish_absence, plan_absence
from people.actions.calendars import close_calendar, open_calendar, renew_calendar, touch_calendar
from people.actions.devices import (
    CODE_LIFE,
    MOST_DAYS,
    MOST_DEVICES,
    TOKEN_LIFE,
    issue_token,
    revoke_token,
    show_code,
    take_code,
    touch_token,
)
from people.actions.emails import ask_for_email, confirm_email, email_of
from people.actions.hours import begin_focus, end_focus, focus_ran_out, set_hours
from people.actions.keyboard import set_letter_keys
from people.actions.leaving import reopen_account, shut_account
from people.actions.notifying import choose_holidays, choose_mail, note_mailing, set_quiet_hours, unsubscribe
from people.actions.passwords import change_password, end_credentials, set_password
from people.actions.people import create_partner, create_person
from people.actions.photos import receive_photo, remove_photo, set_photo
from people.actions.profiles import edit_person, edit_profile, write_profile
from people.actions.pushed import Notification
from people.actions.pushed import deliver as deliver_pushes
from people.actions.pushing import register_push, remove_push, try_push
from people.actions.resets import ask_for_reset, reset_of, reset_password
from people.actions.second_factor import (
    add_app,
    add_passkey,
    make_recovery_codes,
    new_app_secret,
    redeem_code,
    remove_app,
    remove_passkey,
    rename_passkey,
    reset_second_factor,
)
from people.actions.sessions import end_browser, end_session, end_sessions, sign_out_everywhere
from people.actions.telling import tell
from people.actions.welcome import end_welcome, go_to_step
from people.written import checked_name

__all__ = [
    "CODE_LIFE",
    "MOST_DAYS",
    "MOST_DEVICES",
    "TOKEN_LIFE",
    "Notification",
    "add_app",
    "add_passkey",
    "ask_for_email",
    "ask_for_reset",
    "begin_absence",
    "begin_focus",
    "change_password",
    "checked_name",
    "choose_holidays",
    "choose_mail",
    "close_calendar",
    "confirm_email",
    "create_partner",
    "create_person",
    "deliver_pushes",
    "edit_person",
    "edit_profile",
    "email_of",
    "end_absence",
    "end_browser",
    "end_credentials",
    "end_focus",
    "end_session",
    "end_sessions",
    "end_welcome",
    "finish_absence",
    "focus_ran_out",
    "go_to_step",
    "issue_token",
    "make_recovery_codes",
    "new_app_secret",
    "note_mailing",
    "open_calendar",
    "plan_absence",
    "receive_photo",
    "redeem_code",
    "register_push",
    "remove_app",
    "remove_passkey",
    "remove_photo",
    "remove_push",
    "rename_passkey",
    "renew_calendar",
    "reopen_account",
    "reset_of",
    "reset_password",
    "reset_second_factor",
    "revoke_token",
    "set_hours",
    "set_letter_keys",
    "set_password",
    "set_photo",
    "set_quiet_hours",
    "show_code",
    "shut_account",
    "sign_out_everywhere",
    "take_code",
    "tell",
    "touch_calendar",
    "touch_token",
    "try_push",
    "unsubscribe",
    "write_profile",
]
