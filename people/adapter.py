"""How the accounts library behaves in this house."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from people.actions import end_session
from people.credentials import session_mark
from people.models import Person


def may_try_password(request: HttpRequest) -> bool:
    """Whether the signed-in person may name their present password once more: five times a minute."""
    return bool(ratelimit.consume(request, action="change_password", user=request.user))


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up: people are invited or imported. The same words on every door."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("This name and password do not fit together."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait some minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def logout(self, request: HttpRequest) -> None:
        """End the session, and with it the sockets that it opened."""
        person, key = request.user, request.session.session_key
        super().logout(request)
        if isinstance(person, Person) and key:
            end_session(person, session=session_mark(key))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the client, looking only behind as many proxies as the site trusts.

        An IPv6 client has a whole /64 of addresses to choose from: they count as one.
        """
        if not settings.TRUSTED_PROXIES:
            return _one_address(str(request.META.get("REMOTE_ADDR") or ""))
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        return _one_address(hops[-settings.TRUSTED_PROXIES]) if len(hops) >= settings.TRUSTED_PROXIES else "unknown"


def _one_address(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Network((address, 64), strict=False).network_address)
