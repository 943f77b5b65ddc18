"""The way to the company's identity provider and back."""

import secrets

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as library
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from frontend.pages.door import show_error
from frontend.pages.errors import too_many
from frontend.pages.sign_in import entrance
from frontend.single_sign_on import refused
from people import limits
from people.adapter import safe_next

PROVIDER = "sso"


@entrance("GET", "HEAD")
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the provider, with a state, a nonce and a challenge of this session; ``again`` asks for a fresh proof.

    Nothing else that the address says is passed on.
    """
    if not settings.OIDC_ISSUER:
        return show_error(request, 404)
    asked = {"nonce": secrets.token_urlsafe(24)} | ({"prompt": "login"} if "again" in request.GET else {})
    provider = get_adapter().get_provider(request, PROVIDER)
    try:
        sent: HttpResponse = provider.redirect(
            request,
            process="login",
            next_url=safe_next(request),
            data={"nonce": asked["nonce"]},
            auth_params=asked,
            scope=settings.OIDC_SCOPES,
        )
    except (RequestException, ValueError, KeyError):
        return refused(request, "broken")
    return sent


@entrance("GET", "HEAD")
def begin_saml(request: HttpRequest) -> HttpResponse:
    """Go to the provider that speaks SAML."""
    from onelogin.saml2.errors import OneLogin_Saml2_Error

    provider = get_adapter().get_provider(request, "saml")
    try:
        sent: HttpResponse = provider.redirect(request, process="login", next_url=safe_next(request))
    except (OneLogin_Saml2_Error, OSError, ValueError, KeyError):
        return refused(request, "broken")
    return sent


@entrance("GET", "HEAD")
def back_from_saml(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Come back from it: an assertion that it signed, and that answers a question of this session."""
    from allauth.socialaccount.providers.saml import views as saml
    from lxml.etree import LxmlError

    if not limits.may_come_back(request):
        return too_many(request)
    try:
        answered: HttpResponse = saml.finish_acs(request, organization_slug)
    except (LxmlError, ValueError, KeyError, TypeError, AttributeError):
        return refused(request, "broken")
    return answered


@entrance("GET", "HEAD")
def back(request: HttpRequest, provider_id: str = PROVIDER) -> HttpResponse:
    """Come back from the provider: a state that this session knows, a code, and a token that answers our nonce."""
    if not settings.OIDC_ISSUER:
        return show_error(request, 404)
    if not limits.may_come_back(request):
        return too_many(request)
    try:
        answered: HttpResponse = library.callback(request, provider_id)
    except (RequestException, ValueError, KeyError, TypeError):
        return refused(request, "broken")
    return answered
