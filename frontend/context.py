"""What every template may show: the name of the site, the demo hint and the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def theme(request: HttpRequest) -> str:
    """Light or dark where this browser's reader chose one; empty leaves it to their system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Constants only: the rail and everything personal is passed by the page itself."""
    return {
        "site_name": settings.SITE_NAME,
        "theme": theme(request),
        "upload_limit": settings.UPLOAD_LIMIT,
        "upload_megabytes": settings.UPLOAD_LIMIT // (1024 * 1024),
        "demo": settings.DEMO,
        "demo_password": settings.DEMO_PASSWORD if settings.DEMO else "",
    }
