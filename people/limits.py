"""How often somebody may try: counted in the store of all web processes, and refused when it cannot be asked."""

from typing import Any

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counting
from django.http import HttpRequest

from people.models import Person


def may_try_password(request: HttpRequest) -> bool:
    """Whether the signed-in person may name their present password once more: five times a minute."""
    return bool(ratelimit.consume(request, action="change_password", user=request.user))


def may(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Whether this may be done once more from here, and for this key."""
    return bool(ratelimit.consume(request, action=action, key=key))


def may_ask(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """The same where reading counts too."""
    return counting.consume(request, app="allauth.account", action=action, key=key, limit_get=True) is not None


def may_come_back(request: HttpRequest) -> bool:
    """Whether somebody may come back from the identity provider once more, from this address."""
    return bool(counting.consume(request, app="allauth.account", action="from_provider", limit_get=True))


def try_code(request: HttpRequest, person: Person) -> Any:
    """Count an attempt at a person's codes; None when there were too many, else what takes a right one back."""
    return counting.consume(request, app="allauth.account", action="login_failed", key=f"code:{person.id}")
