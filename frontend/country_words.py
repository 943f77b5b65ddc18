"""Countries and their parts by name, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from esn.core import public_holidays, site_settings
from people.quiet import NO_HOLIDAYS


def region(code: str) -> str:
    """The name of a country, or of a part with its country."""
    if not public_holidays.is_known(code):
        return code
    found = public_holidays.country(code[:2], _language())
    part = dict(found.parts).get(code)
    return f"{part} ({found.name})" if part else found.name


def choices() -> list[tuple[str, str]]:
    """What may be chosen for oneself: the site's holidays, none, or those of a country, by name."""
    site = str(site_settings.value("holidays_of"))
    usual = _("As the house: %(region)s") % {"region": region(site)} if site else _("As the house")
    known = ((one.code, one.name) for one in public_holidays.countries(_language()))
    return [("", usual), (NO_HOLIDAYS, _("None: I work on holidays")), *known]


def parts(code: str) -> list[tuple[str, str]]:
    """The parts of a country that keep holidays of their own."""
    return list(public_holidays.country(code, _language()).parts) if public_holidays.is_country(code) else []


def _language() -> str:
    return get_language() or "en"
