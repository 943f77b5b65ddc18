"""Secrets that devices carry: random, told once, kept as a hash."""

import hashlib
import secrets

CALENDAR_PATH = "/calendar/{secret}/promises.ics"  # where a calendar program reads
_PREFIX = "esn_"  # lets a secret scanner recognise a leaked token


def new_secret() -> str:
    """A new secret of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def session_mark(session_key: str) -> str:
    """How a browser session is named in the event log and beside its sockets: never by its key."""
    return digest(session_key)[:32]
