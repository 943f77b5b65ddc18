"""REST: groups with their members and requests, the directory, one's own record, and what changed since."""

from groups.api.accounts import Accounts, EndSessions, OneAccount, Reactivate, ResetSecondFactor
from groups.api.administration import AllGroups, Overview, Roles, SiteSettings
from groups.api.appointments import (
    Appointments,
    ConfirmAppointment,
    DeclineAppointment,
    OneAppointment,
    OwnerlessGroups,
    OwnRole,
)
from groups.api.audit import Audit, AuditExport, AuditVerification
from groups.api.compliance import ComplianceLook, ComplianceReadings, GroupReadings, OneComplianceReading
from groups.api.events import Events
from groups.api.groups import Follow, GroupOpenness, Groups, OneGroup, PublishHistory, Restore, Suggestions
from groups.api.hours import Availabilities, HoursOfPerson, OwnAbsence, OwnFocus, OwnHours, OwnStandIns
from groups.api.imports import CarryOutImport, ImportLines, Imports, LookAgain, OneImport
from groups.api.invitations import (
    AcceptInvitation,
    DeclineInvitation,
    GroupInvitations,
    OneGroupInvitation,
    OwnInvitations,
)
from groups.api.members import BulkMembers, DecideRequest, Join, Leave, Members, OneMember, Requests, StepDown
from groups.api.newcomers import Invitations, OneInvitation, Partners, SendInvitation
from groups.api.notifying import (
    Countries,
    GroupNotifications,
    OneCountry,
    OneGroupNotifications,
    OwnHolidays,
    OwnNotifications,
    OwnQuietHours,
    OwnReach,
)
from groups.api.people import OnePerson, OwnRecord, People, PeopleChoices
from groups.api.photos import OwnPhoto, PersonPhoto
from groups.api.provisioning import OneProvisioning, Provisioning

__all__ = [
    "AcceptInvitation",
    "Accounts",
    "AllGroups",
    "Appointments",
    "Audit",
    "AuditExport",
    "AuditVerification",
    "Availabilities",
    "BulkMembers",
    "CarryOutImport",
    "ComplianceLook",
    "ComplianceReadings",
    "ConfirmAppointment",
    "Countries",
    "DecideRequest",
    "DeclineAppointment",
    "DeclineInvitation",
    "EndSessions",
    "Events",
    "Follow",
    "GroupInvitations",
    "GroupNotifications",
    "GroupOpenness",
    "GroupReadings",
    "Groups",
    "HoursOfPerson",
    "ImportLines",
    "Imports",
    "Invitations",
    "Join",
    "Leave",
    "LookAgain",
    "Members",
    "OneAccount",
    "OneAppointment",
    "OneComplianceReading",
    "OneCountry",
    "OneGroup",
    "OneGroupInvitation",
    "OneGroupNotifications",
    "OneImport",
    "OneInvitation",
    "OneMember",
    "OnePerson",
    "OneProvisioning",
    "Overview",
    "OwnAbsence",
    "OwnFocus",
    "OwnHolidays",
    "OwnHours",
    "OwnInvitations",
    "OwnNotifications",
    "OwnPhoto",
    "OwnQuietHours",
    "OwnReach",
    "OwnRecord",
    "OwnRole",
    "OwnStandIns",
    "OwnerlessGroups",
    "Partners",
    "People",
    "PeopleChoices",
    "PersonPhoto",
    "Provisioning",
    "PublishHistory",
    "Reactivate",
    "Requests",
    "ResetSecondFactor",
    "Restore",
    "Roles",
    "SendInvitation",
    "SiteSettings",
    "StepDown",
    "Suggestions",
]
