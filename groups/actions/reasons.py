"""Why an administrator does something: it stands in the audit log, and the other administrators read it."""

from people.written import checked_lines

REASON_LIMIT = 500  # characters


def checked_reason(reason: str) -> str:
    """The reason, ready to be kept, perhaps empty; Invalid when it is too long or cannot be shown as it is."""
    return checked_lines(reason, "reason", REASON_LIMIT)
