"""Signing in through the company's identity provider, by OpenID Connect (or SAML, where it is installed).

Whom the provider names is somebody the site knows already, by what the provider called them last time or by an address
that it has verified; nobody else comes in, unless the site says that whoever comes is welcome (``ESN_OIDC_CREATE``).
"""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from groups.actions.vouched import meet_vouched
from people.models import Person
from people.policy import may_sign_in

logger = logging.getLogger(__name__)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Finds the person behind what the provider says, or shows a page that says why there is nobody."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect what the provider says to somebody here; a page otherwise."""
        if sociallogin.account.provider == "sso" and not _consistent(sociallogin):
            raise ImmediateHttpResponse(refused(request, "broken"))
        person = sociallogin.user if sociallogin.is_existing else _met(request, sociallogin)
        if person is None:
            raise ImmediateHttpResponse(refused(request, "unknown"))
        if not may_sign_in(person):
            raise ImmediateHttpResponse(refused(request, "closed"))
        _forget_claims(sociallogin)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say that it did not work; what exactly is for the log alone."""
        cancelled = getattr(error, "value", error) == "cancelled"
        if not cancelled:
            logger.warning("Signing in through the provider failed: %s (%s)", error, type(exception).__name__)
        raise ImmediateHttpResponse(refused(request, "cancelled" if cancelled else "broken"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: people are made by our actions alone."""
        return False


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why the provider's word was not enough; ``why`` is a code."""
    status = {"broken": 502, "cancelled": 200}.get(why, 403)
    context = {"why": why, "provider": settings.OIDC_NAME or settings.SAML_NAME}
    response = render(request, "socialaccount/refused.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _consistent(sociallogin: Any) -> bool:
    """The token answers this very request, and speaks of the same person as the answer about the person.

    OpenID Connect Core 1.0, 3.1.3.7 (nonce) and 5.3.2 (sub).
    """
    data = sociallogin.account.extra_data
    token, told = data.get("id_token") or {}, data.get("userinfo") or {}
    nonce = (sociallogin.state.get("data") or {}).get("nonce") or "-"
    if not constant_time_compare(str(token.get("nonce", "")), nonce):
        return False
    return not told or token.get("sub") == told.get("sub")


def _met(request: HttpRequest, sociallogin: Any) -> Person | None:
    """Whom the provider names for the first time, when the site knows or welcomes them."""
    found = next((one.email.lower() for one in sociallogin.email_addresses if _taken(one)), None)
    if found is None:
        return None
    claims = sociallogin.account.extra_data
    told = claims.get("userinfo") or claims.get("id_token") or {}
    with transaction.atomic():
        person = meet_vouched(
            email=found,
            name=str(told.get("name") or ""),
            wished_handle=str(told.get("preferred_username") or ""),
            welcome=settings.OIDC_CREATE,
        )
        if person is not None:
            sociallogin.connect(request, person)
    return person


def _taken(address: Any) -> bool:
    """Whether the site believes an address: the provider has verified it, and the site takes its domain."""
    domain = address.email.lower().rpartition("@")[2]
    believed = address.verified is True or settings.OIDC_TRUST_EMAIL
    return bool(believed and (not settings.OIDC_DOMAINS or domain in map(str.lower, settings.OIDC_DOMAINS)))


def _forget_claims(sociallogin: Any) -> None:
    """Keep whom the provider named, and nothing of what it told about them."""
    sociallogin.token = None
    sociallogin.account.extra_data = {}
    sociallogin.account.save(update_fields=["extra_data"])
