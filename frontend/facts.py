"""What is known of a customer in words: the codes of a constraint, a form of address, a language."""

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from frontend import words


def said(kind: str, value: str, codes: dict[str, Any] | None = None) -> str:
    """A fact in one line; what somebody wrote stands as it is, codes become words of the reader's language."""
    if kind in ("language", "channel") and value:
        return words.word(kind, value)
    return value or _coded(codes or {})


def _coded(codes: dict[str, Any]) -> str:
    match codes:
        case {"code": "never_on", "days": [*days]}:
            named = ", ".join(str(WEEKDAYS[day - 1]) for day in days if day in range(1, 8))
            return _("Never on %(days)s") % {"days": named}
        case {"code": "only_after", "time": time}:
            return _("Only after %(time)s") % {"time": time}
        case {"code": "only_before", "time": time}:
            return _("Only before %(time)s") % {"time": time}
        case {"code": "never_by", "channel": channel}:
            return _("Never: %(channel)s") % {"channel": words.word("channel", str(channel))}
        case {"code": "only_by", "channel": channel}:
            return _("Only: %(channel)s") % {"channel": words.word("channel", str(channel))}
    named = " ".join(str(codes[part]) for part in ("civility", "name") if codes.get(part))
    if codes.get("tu") is None:
        return named
    manner = _("says “tu”") if codes["tu"] else _("says “vous”")
    return f"{named}, {manner}" if named else manner
