"""Where things are said: audiences decide who reads, memberships seat people in them, groups use them most."""

from groups.models.appointments import Appointment
from groups.models.audiences import EVERYONE, SITE_MODERATORS, Audience, Membership
from groups.models.compliance import ComplianceReading
from groups.models.groups import Group, GroupInvitation, JoinRequest
from groups.models.imports import ImportPlan
from groups.models.provisioning import ProvisionedGroup, ProvisionedPerson, ProvisionedSeat, ProvisioningConnection
from groups.models.sanctions import Sanction

__all__ = [
    "EVERYONE",
    "SITE_MODERATORS",
    "Appointment",
    "Audience",
    "ComplianceReading",
    "Group",
    "GroupInvitation",
    "ImportPlan",
    "JoinRequest",
    "Membership",
    "ProvisionedGroup",
    "ProvisionedPerson",
    "ProvisionedSeat",
    "ProvisioningConnection",
    "Sanction",
]
