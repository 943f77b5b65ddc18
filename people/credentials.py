"""Secrets that devices carry: random, told once, kept as a hash."""

import base64
import datetime as dt
import functools
import hashlib
import secrets

from cryptography.fernet import Fernet
from django.conf import settings

CALENDAR_PATH = "/calendar/{secret}/promises.ics"  # where a calendar program reads
LAST_USED_GRAIN = dt.timedelta(minutes=5)  # how finely the last use of a secret is remembered
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


def wrap_secret(text: str) -> str:
    """A secret that must be read again, enciphered: whoever has a copy of the database alone cannot use it."""
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unwrap_secret(wrapped: str) -> str:
    """The secret behind what is kept of it."""
    return _cipher(settings.SECRET_KEY).decrypt(wrapped.encode()).decode()


@functools.cache
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"esn.second-factors:" + key.encode()).digest()))
