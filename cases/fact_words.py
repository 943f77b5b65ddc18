"""What is known of a customer in words of the reader's language; and the words for languages and channels."""

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

LANGUAGES: dict[str, Any] = {
    "fr": gettext_lazy("French"),
    "en": gettext_lazy("English"),
}
CHANNELS: dict[str, Any] = {
    "phone": pgettext_lazy("channel", "Phone"),
    "shop": pgettext_lazy("channel", "In the shop"),
    "mail": pgettext_lazy("channel", "Mail"),
    "sms": pgettext_lazy("channel", "Text message"),
    "chat": pgettext_lazy("channel", "Chat"),
    "letter": pgettext_lazy("channel", "Letter"),
    "visit": pgettext_lazy("channel", "Visit"),
    "window": pgettext_lazy("channel", "Customer’s window"),
    "other": pgettext_lazy("channel", "Other"),
}


def said(kind: str, value: str, codes: dict[str, Any] | None = None) -> str:
    """A fact in one line; what somebody wrote stands as it is, codes become words of the reader's language."""
    if kind == "language" and value:
        return str(LANGUAGES.get(value, value))
    if kind == "channel" and value:
        return channel(value)
    return value or _coded(codes or {})


def channel(code: str) -> str:
    """The word for a channel, or its code where a newer server knows more of them."""
    return str(CHANNELS.get(code, code))


def _coded(codes: dict[str, Any]) -> str:
    match codes:
        case {"code": "never_on", "days": [*days]}:
            named = ", ".join(str(WEEKDAYS[day - 1]) for day in days if day in range(1, 8))
            return _("Never on %(days)s") % {"days": named}
        case {"code": "only_after", "time": time}:
            return _("Only after %(time)s") % {"time": time}
        case {"code": "only_before", "time": time}:
            return _("Only before %(time)s") % {"time": time}
        case {"code": "never_by", "channel": by}:
            return _("Never: %(channel)s") % {"channel": channel(str(by))}
        case {"code": "only_by", "channel": by}:
            return _("Only: %(channel)s") % {"channel": channel(str(by))}
    named = " ".join(str(codes[part]) for part in ("civility", "name") if codes.get(part))
    if codes.get("tu") is None:
        return named
    manner = _("says “tu”") if codes["tu"] else _("says “vous”")
    return f"{named}, {manner}" if named else manner
