"""Keeps secrets that stand in addresses out of the log: each kind has a shape of its own, so that it is known there."""

import logging
import re

_SHAPES = (
    r"esn_[A-Za-z0-9_-]{20,}",  # of windows, calendars, invitations and devices: ``people.credentials.new_secret``
    r"(?<![A-Za-z0-9])[0-9a-z]{6,7}-[0-9a-f]{32}(?![A-Za-z0-9])",  # of a forgotten password: Django's reset tokens
    r"[A-Za-z0-9._-]{4,}(?::|%3A)[A-Za-z0-9]{6}(?::|%3A)[A-Za-z0-9_-]{43}",  # of a mail address: ``signing.dumps``
)
_SECRET = re.compile("|".join(_SHAPES), re.IGNORECASE)
_HIDDEN = "esn_(hidden)"


class Discreet(logging.Filter):
    """Writes a line, and the traceback below it, without the secrets in them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass, with its secrets hidden."""
        said = record.getMessage()
        if _SECRET.search(said):
            record.msg, record.args = _SECRET.sub(_HIDDEN, said), ()
        if record.exc_info:
            record.exc_text = _SECRET.sub(
                _HIDDEN, record.exc_text or logging.Formatter().formatException(record.exc_info)
            )
        return True
