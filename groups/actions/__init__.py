"""Writes about groups, seats and following; and the way by which people come into the house."""

from groups.actions.accounts import (
    correct_address,
    deactivate_person,
    end_sessions_of,
    give_role_back,
    reactivate_person,
    reset_second_factor_of,
)
from groups.actions.admission import admit_person
from groups.actions.appointments import confirm_appointment, decline_appointment, propose_owner, propose_role
from groups.actions.approval import set_approval
from groups.actions.archive import close_group, restore_group
from groups.actions.audiences import make_audience, move_head, open_audience, raise_head, rename_audience, seat, unseat
from groups.actions.audit import note_export, verify_audit
from groups.actions.compliance import end_compliance_reading, look_for_readable, open_compliance_reading
from groups.actions.connections import close_connection, open_connection, touch_connection
from groups.actions.first_steps import note_backup, put_steps_away, take_steps_out, try_mail
from groups.actions.following import choose_tells, follow, mute_audiences, read_up_to, unfollow
from groups.actions.groups import create_group, edit_group
from groups.actions.imports import carry_out_import, drop_import, look_again, plan_import
from groups.actions.invitations import accept_invitation, decline_invitation, invite, withdraw_invitation
from groups.actions.moderators import (
    appoint_site_moderator,
    dismiss_site_moderator,
    moderators_of,
    require_admitted,
    site_moderators,
)
from groups.actions.newcomers import (
    Newcomer,
    come_in,
    invite_again,
    invite_newcomer,
    take_invitation_back,
)
from groups.actions.openness import publish_history, set_openness
from groups.actions.provisioned_groups import change_provisioned_group, provision_group, withdraw_group
from groups.actions.provisioned_people import (
    Provision,
    change_provisioned_person,
    provision_person,
    withdraw_person,
)
from groups.actions.sanctions import end_sanction, expire_sanction, impose_sanction, require_sanction
from groups.actions.seating import seat_many
from groups.actions.seats import (
    add_member,
    add_members,
    ask_to_join,
    decide_request,
    held,
    join,
    leave,
    remove_member,
    step_down,
)
from groups.actions.site_settings import change_site_settings

__all__ = [
    "Newcomer",
    "Provision",
    "accept_invitation",
    "add_member",
    "add_members",
    "admit_person",
    "appoint_site_moderator",
    "ask_to_join",
    "carry_out_import",
    "change_provisioned_group",
    "change_provisioned_person",
    "change_site_settings",
    "choose_tells",
    "close_connection",
    "close_group",
    "come_in",
    "confirm_appointment",
    "correct_address",
    "create_group",
    "deactivate_person",
    "decide_request",
    "decline_appointment",
    "decline_invitation",
    "dismiss_site_moderator",
    "drop_import",
    "edit_group",
    "end_compliance_reading",
    "end_sanction",
    "end_sessions_of",
    "expire_sanction",
    "follow",
    "give_role_back",
    "held",
    "impose_sanction",
    "invite",
    "invite_again",
    "invite_newcomer",
    "join",
    "leave",
    "look_again",
    "look_for_readable",
    "make_audience",
    "moderators_of",
    "move_head",
    "mute_audiences",
    "note_backup",
    "note_export",
    "open_audience",
    "open_compliance_reading",
    "open_connection",
    "plan_import",
    "propose_owner",
    "propose_role",
    "provision_group",
    "provision_person",
    "publish_history",
    "put_steps_away",
    "raise_head",
    "reactivate_person",
    "read_up_to",
    "remove_member",
    "rename_audience",
    "require_admitted",
    "require_sanction",
    "reset_second_factor_of",
    "restore_group",
    "seat",
    "seat_many",
    "set_approval",
    "set_openness",
    "site_moderators",
    "step_down",
    "take_invitation_back",
    "take_steps_out",
    "touch_connection",
    "try_mail",
    "unfollow",
    "unseat",
    "verify_audit",
    "withdraw_group",
    "withdraw_invitation",
    "withdraw_person",
]
