"""Phone numbers in the one spelling by which they are kept and found."""

import phonenumbers
from django.conf import settings


def in_e164(value: str) -> str | None:
    """A phone number in E.164, or None when it cannot be one; without a country it is one of the site's region."""
    number = _parsed(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else None


def kept(value: str) -> str | None:
    """The same with an extension behind ``x`` where there is one."""
    number = _parsed(value)
    if number is None:
        return None
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{whole} x{number.extension}" if number.extension else whole


def spellings(value: str) -> tuple[str, ...]:
    """The digits of a number as it is dialled from abroad and at home."""
    number = _parsed(value)
    if number is None:
        return ()
    forms = (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.NATIONAL)
    bare = phonenumbers.PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
        number_of_leading_zeros=number.number_of_leading_zeros,
    )
    return tuple("".join(filter(str.isdigit, phonenumbers.format_number(bare, form))) for form in forms)


def _parsed(value: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, settings.REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
