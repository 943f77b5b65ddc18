"""The one spelling by which a phone, an address or a reference is found again."""

import re

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _

from cases.models import ContactPoint
from esn.core.errors import Invalid
from esn.core.phones import in_e164 as phone_key

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Kind = ContactPoint.Kind


def key(kind: str, value: str) -> str:
    """The key of a value; Invalid when it is none of its kind."""
    value = value.strip()
    if kind == Kind.PHONE:
        number = phone_key(value)
        if number is None:
            raise Invalid.field("phones", "not_a_phone", _("This is not a phone number: %(value)s") % {"value": value})
        return number
    if kind == Kind.MAIL:
        if not _MAIL.fullmatch(value):
            raise Invalid.field("mails", "not_a_mail", _("This is not a mail address: %(value)s") % {"value": value})
        return value.lower()
    if kind == Kind.ADDRESS:
        if not value:
            raise Invalid.field("addresses", "blank", _("An address cannot be empty."))
        return "".join(value.lower().split())[:200]
    if not value:
        raise Invalid.field("references", "blank", _("A reference cannot be empty."))
    return "".join(value.upper().split())


def search_keys(text: str) -> tuple[str, ...]:
    """The beginnings of keys that a search for this text looks up."""
    text = text.strip()
    squeezed = "".join(text.split())
    digits = re.sub(r"\D", "", text)
    starts = [squeezed.upper(), squeezed.lower()]
    if len(digits) >= 4 and re.fullmatch(r"[+\d\s().\-/]+", text):
        whole = phone_key(text)
        country = f"+{phonenumbers.country_code_for_region(settings.REGION)}"
        starts.append(whole or (f"+{digits}" if text.startswith("+") else country + digits.lstrip("0")))
    return tuple(dict.fromkeys(starts))
