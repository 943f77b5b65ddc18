"""Whether somebody who wants to send a large body may send anything at all, asked before the body is read."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from people import queries


def knows(bearer: str, session: str) -> bool:
    """Whether the token of a device, or else the key of a browser's session, speaks for somebody now."""
    if bearer:
        return queries.token(bearer) is not None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session)
    return bool(get_user(request).is_active)


def knows_from_thread(bearer: str, session: str) -> bool:
    """The same in a thread of the server, which keeps no broken connection."""
    close_old_connections()
    try:
        return knows(bearer, session)
    finally:
        close_old_connections()
