"""What the installed app is made of: its manifest, the parts that work without a network, and who may keep pages."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import static_files
from people.models import Person

READER, KEEP = "X-Reader", "X-Keep"  # of which person a page is; and that a device may keep it for them
GROUND, ACCENT = "#f4f0e6", "#4b3c92"
SHARED = ["image/*", "application/pdf", "audio/*", "video/mp4", "text/plain", ".docx", ".xlsx"]
_WORKER = Path(__file__).parent / "static" / "esn" / "worker.js"
# What a kept page and writing on it need, beside the one style sheet and the one script.
_MODULES = ("desk", "drafts", "editor", "feed", "files", "reactions", "similar", "together", "outbox")


def manifest() -> dict[str, Any]:
    """How a device installs the site, in the language of who asks."""
    return {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "description": _("The customer tells the story once."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            _icon("app-192", 192),
            _icon("app-512", 512),
            _icon("maskable-512", 512, "maskable"),
        ],
        "shortcuts": [
            _shortcut(_("Inbox"), reverse("inbox")),
            _shortcut(_("Cases"), reverse("cases")),
            _shortcut(_("Open a case"), reverse("case_new")),
        ],
        "share_target": {
            "action": reverse("share_in"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url", "files": [{"name": "files", "accept": SHARED}]},
        },
    }


def _icon(name: str, pixels: int, purpose: str = "any") -> dict[str, str]:
    return {
        "src": static(f"esn/icons/{name}.png"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }


def _shortcut(name: str, url: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_icon("app-192", 192)]}


def shell() -> tuple[str, ...]:
    """The addresses of what every page loads, and of the pages that need nobody."""
    whole = (
        *static_files.served(static_files.STYLES, static_files.sheets()),
        *static_files.served(static_files.SCRIPTS, static_files.frame_scripts()),
    )
    parts = ("django_htmx/htmx-2.min.js", "esn/mark.svg", *(f"esn/{name}.js" for name in _MODULES))
    return (*whole, *(staticfiles_storage.url(name) for name in parts))


@cache
def worker() -> tuple[str, str]:
    """The service worker's script, and its version: another one as soon as a part of the shell is another."""
    script, parts = _WORKER.read_text(), shell()
    version = hashlib.sha256(json.dumps([script, parts, static_files.fingerprint()]).encode()).hexdigest()[:16]
    told = {
        "version": version,
        "parts": parts,
        "offline": reverse("offline"),
        "waiting": reverse("offline_waiting"),
        "ready": reverse("app_ready"),
        "files": "/api/v1/files/",
        "icon": staticfiles_storage.url("esn/icons/app-192.png"),
        "badge": staticfiles_storage.url("esn/icons/badge-96.png"),
    }
    return f"const shell = {json.dumps(told)};\n{script}", version


def may_be_kept(response: HttpResponse, reader: Person) -> HttpResponse:
    """A page that its reader's device may keep for when the network is away; a guest's device is not ours."""
    if reader.is_member and response.status_code == 200:
        response[KEEP] = "yes"
    return response
