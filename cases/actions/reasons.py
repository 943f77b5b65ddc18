"""Why something is done, in words that stand with it."""

from django.utils.translation import gettext as _

from esn.core.errors import Invalid

REASON_LIMIT = 2000  # characters


def checked_reason(text: str, field: str = "reason") -> str:
    """The reason, ready to be kept, perhaps empty; Invalid when it is too long."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > REASON_LIMIT:
        raise Invalid.field(field, "too_long", _("A reason has at most 2,000 characters."))
    return text
