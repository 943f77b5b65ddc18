"""REST: signing a device in and out, one's own record, and what speaks for one."""

from people.api.calendars import CalendarAddresses, OneCalendarAddress, RenewCalendarAddress
from people.api.devices import DeviceCodes, Devices, OneDevice, OneDeviceCode
from people.api.keyboard import OwnKeyboard
from people.api.own_record import KnownByTheHouse, Profile, said
from people.api.passwords import OwnPassword
from people.api.pushing import OnePush, OwnPush, OwnPushKey, TryPush
from people.api.security import (
    OnePasskey,
    OneSession,
    OwnApp,
    OwnEmail,
    OwnRecoveryCodes,
    OwnSecondFactor,
    PasswordResets,
    RemoveApp,
    RemovePasskey,
    Sessions,
)
from people.api.sign_in import CurrentToken, TakenCodes, Tokens

__all__ = [
    "CalendarAddresses",
    "CurrentToken",
    "DeviceCodes",
    "Devices",
    "KnownByTheHouse",
    "OneCalendarAddress",
    "OneDevice",
    "OneDeviceCode",
    "OnePasskey",
    "OnePush",
    "OneSession",
    "OwnApp",
    "OwnEmail",
    "OwnKeyboard",
    "OwnPassword",
    "OwnPush",
    "OwnPushKey",
    "OwnRecoveryCodes",
    "OwnSecondFactor",
    "PasswordResets",
    "Profile",
    "RemoveApp",
    "RemovePasskey",
    "RenewCalendarAddress",
    "Sessions",
    "TakenCodes",
    "Tokens",
    "TryPush",
    "said",
]
