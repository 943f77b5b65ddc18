"""Phone numbers as people read them aloud, and as a telephone dials them."""

from functools import lru_cache

import phonenumbers
from django.conf import settings


def _parsed(value: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, settings.REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


@lru_cache(maxsize=4096)
def said(value: str) -> str:
    """A number in the spelling of its country, with the country's code where it is another one; else as it stands."""
    number = _parsed(value)
    if number is None:
        return value
    here = number.country_code == phonenumbers.country_code_for_region(settings.REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


@lru_cache(maxsize=4096)
def dialled(value: str) -> str:
    """A number in E.164 for the address of a call."""
    number = _parsed(value)
    if number is None:
        return "".join(value.split())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
