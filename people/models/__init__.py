"""Who writes and reads: people, partners and their guests, the devices that speak for a person, calendars and hours."""

from people.models.calendars import CalendarAddress
from people.models.devices import DeviceCode, DeviceToken, Scope
from people.models.hours import Absence, WorkingHours
from people.models.invitations import Invitation
from people.models.notifying import Mailed, Mailing, Notifying
from people.models.people import Partner, Person, PersonManager
from people.models.profiles import PersonSkill, Profile, Skill, SpokenLanguage
from people.models.pushing import PushSubscription
from people.models.sessions import BrowserSession

__all__ = [
    "Absence",
    "BrowserSession",
    "CalendarAddress",
    "DeviceCode",
    "DeviceToken",
    "Invitation",
    "Mailed",
    "Mailing",
    "Notifying",
    "Partner",
    "Person",
    "PersonManager",
    "PersonSkill",
    "Profile",
    "PushSubscription",
    "Scope",
    "Skill",
    "SpokenLanguage",
    "WorkingHours",
]
