"""What every template may show: the name of the site, the demo hint and the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.models import Person

THEME_COOKIE = "theme"


def theme(request: HttpRequest) -> str:
    """What who is signed in chose, or what was chosen last in this browser; empty leaves it to the system."""
    own = getattr(getattr(request, "user", None), "theme", "")
    chosen: str = own or request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in Person.Theme else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Constants and the look: the rail and everything personal is passed by the page itself."""
    return {
        "site_name": settings.SITE_NAME,
        "theme": theme(request),
        "upload_limit": settings.UPLOAD_LIMIT,
        "upload_megabytes": settings.UPLOAD_LIMIT // (1024 * 1024),
        "saml_name": settings.SAML_NAME if settings.SAML_METADATA_URL else "",
        "sso_name": settings.OIDC_NAME or ("OpenID Connect" if settings.OIDC_ISSUER else ""),
        "demo": settings.DEMO,
        "demo_password": settings.DEMO_PASSWORD if settings.DEMO else "",
    }
