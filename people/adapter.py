"""How the accounts library behaves in this house."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from people import browser_sessions
from people.actions import end_session
from people.credentials import unwrap_secret, wrap_secret
from people.models import Person
from people.policy import may_sign_in

PASSWORD_SESSION = "people.backends.HandleBackend"  # noqa: S105 - how a session of one's own credentials is named
PROVIDER_SESSION = "people.backends.SingleSignOnBackend"


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

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: our actions send their own mails, as jobs."""

    def get_login_stages(self) -> list[str]:
        """What stands between a password and the site: the code, and setting a second factor up where it is owed."""
        return ["people.stages.CodeStage", "people.stages.EnrolStage"]

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may go on there: a path of ours, and nothing else, however it is spelt."""
        return bool(url) and _is_path(str(url))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt against the network, then against the address and the account."""
        if not ratelimit.consume(request, action="network", key=network(client_address(request))):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session, under a new key, and write it down; nobody comes in who may not any more."""
        if not may_sign_in(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        records = request.session.get("account_authentication_methods") or [{}]
        by_provider = any(record.get("method") == "socialaccount" for record in records)
        user.backend = PROVIDER_SESSION if by_provider else PASSWORD_SESSION
        browser_sessions.forget(request)
        super().login(request, user)
        browser_sessions.note_opened(request, user, address=client_address(request))

    def logout(self, request: HttpRequest) -> None:
        """End the session, and with it the sockets that it opened."""
        person, key = request.user, request.session.session_key
        mark = browser_sessions.mark(request.session)
        browser_sessions.forget(request)
        super().logout(request)
        if isinstance(person, Person) and key:
            end_session(person, session=mark)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the client, for the limits."""
        return client_address(request)


def client_address(request: HttpRequest) -> str:
    """The address of the client, looking only behind as many proxies as the site trusts.

    An IPv6 client has a whole /64 of addresses to choose from: they count as one.
    """
    if not settings.TRUSTED_PROXIES:
        return _one_address(str(request.META.get("REMOTE_ADDR") or ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return _one_address(hops[-settings.TRUSTED_PROXIES]) if len(hops) >= settings.TRUSTED_PROXIES else "unknown"


def network(address: str) -> str:
    """The network around an address: a /24, or a /48 of IPv6, as providers give them to a house or a firm."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    prefix = 24 if known.version == 4 else 48
    return str(ipaddress.ip_network((address, prefix), strict=False))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are kept enciphered, and everything is named after the site, not after a header."""

    def encrypt(self, text: str) -> str:
        """What is kept of a secret."""
        return wrap_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret behind what is kept."""
        return unwrap_secret(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What an app for codes shows above the code."""
        return str(settings.SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For whom a passkey is: the address of the site."""
        return {"id": site_host(), "name": settings.SITE_NAME}

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.handle)


def safe_next(request: HttpRequest) -> str:
    """Where a request asks to go on: a path of ours, or home (nothing else, however it is spelt)."""
    asked = str(request.POST.get("next") or request.GET.get("next") or "/")
    return asked if _is_path(asked) else "/"


def _is_path(address: str) -> bool:
    elsewhere = address.startswith(("//", "/\\")) or not address.startswith("/")
    return not elsewhere and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def site_host() -> str:
    """The host that people type, which passkeys are bound to."""
    return settings.ORIGIN.split("//")[1].split(":")[0] if settings.ORIGIN else "localhost"


def _one_address(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Network((address, 64), strict=False).network_address)
