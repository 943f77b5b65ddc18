"""Showing once more that it is oneself, before what is sensitive: within the last five minutes."""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest

RECENT_SECONDS = 300


class NotRecent(Exception):  # noqa: N818 - as the errors of the house
    """What is asked needs a fresh proof of who asks; the door sends them to give it, and then ``back``."""

    def __init__(self, back: str = "") -> None:
        super().__init__()
        self.back = back


def require_recent(request: HttpRequest, *, back: str = "") -> None:
    """Go on when who asks showed a password, code or passkey in the last five minutes; NotRecent otherwise.

    ``back`` is the page of ours where they go on after it, when it is not the one that they came from.
    """
    if not is_recent(request):
        raise NotRecent(back)


def is_recent(request: HttpRequest) -> bool:
    """Whether this session has seen a proof of its person in the last five minutes; signing in is one."""
    proofs = [float(record.get("at", 0)) for record in get_authentication_records(request, request.user)]
    return 0 <= time.time() - max(proofs, default=0) < RECENT_SECONDS


def confirm(request: HttpRequest, method: str) -> None:
    """Write down that the person of this session has just proved to be it, by this method."""
    record_authentication(request, request.user, method, reauthenticated=True)
