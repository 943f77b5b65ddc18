"""Addresses outside: asked by a process of its own, with limits, that reaches the public internet alone.

For the worker alone, and never inside a transaction. docs/decisions/0030-link-previews.md says why it is done this way.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from esn.core.outside import addresses

SECONDS = 5  # for a page with all that it is sent on to; as many of processor time
PAGE = 512 * 1024  # bytes that are read of a page: what it says of itself stands at its beginning
PICTURE = 4 * 1024 * 1024  # bytes of a picture
MEMORY = 512 * 1024 * 1024  # bytes of address space
AGENT = "esn-link-preview/1"  # it does not say whose site asks
LETTERS = "esn-web-push/1"
LANGUAGES = "fr, en;q=0.8"

_ROOT = Path(__file__).parent.parent.parent.parent
_BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from esn.core.outside.child import main; main()"
_STARTING = 5  # seconds more, in which the process begins


@dataclass(frozen=True)
class OutsidePage:
    """What a page outside says of itself, as it was sent; ``host`` is where it was found in the end."""

    title: str
    description: str
    site: str
    host: str
    picture: str  # its address


class RefusedError(Exception):
    """Nothing of it is shown; ``code`` says why.

    address, port and own: it is not asked; redirects, slow, unreachable, status, type, encoding, too_large, broken.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def look_at(url: str) -> OutsidePage:
    """What a page says of itself; RefusedError when it may not be asked, or has nothing to show."""
    return OutsidePage(**_told(order(url, PAGE)))


def save_picture(url: str, path: Path) -> None:
    """Write the picture at an address to a path, as it was sent; RefusedError when it may not be asked, or is none."""
    _told(order(url, PICTURE) | {"save": str(path)})


@dataclass(frozen=True)
class Letter:
    """What is sent to one address, which somebody gave us: it is checked as every other."""

    url: str
    headers: dict[str, str]
    body: bytes


def post(letters: Sequence[Letter]) -> list[dict[str, Any]]:
    """Send letters, none of them to an address that may not be asked; for each a ``status``, or why it was ``refused``.

    A process that ends in any other way has sent none that is known of.
    """
    told = [
        {"url": one.url, "headers": one.headers, "body": base64.b64encode(one.body).decode()}
        for one in letters
        if may_post(one.url)
    ]
    try:
        posted = _told(_order() | {"letters": told, "agent": LETTERS, "seconds": SECONDS + len(told)}) if told else {}
        found = iter(posted.get("answers", ()))
    except RefusedError as refused:
        found = iter([{"refused": refused.code}] * len(told))
    return [next(found) if may_post(one.url) else {"refused": "address"} for one in letters]


def may_post(url: str) -> bool:
    """Whether a letter may go to an address: over TLS, except within a network that the site has opened."""
    networks = [ip_network(one) for one in settings.PREVIEW_NETWORKS]
    try:
        asked = addresses.checked(url, ports=settings.PREVIEW_PORTS, own=_own())
    except addresses.RefusedError:
        return False
    try:
        literal = ip_address(asked.host)
    except ValueError:
        return asked.scheme == "https"
    inside = any(literal in network for network in networks)
    return inside or (asked.scheme == "https" and addresses.may_reach(literal, ()))


def is_own(url: str) -> bool:
    """Whether an address is one of this site, which knows better than a stranger what its reader may see there."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".") in _own()
    except ValueError:
        return False


def order(url: str, most: int) -> dict[str, Any]:
    """What the limited process is told: where it goes, where it may go, and how far."""
    return _order() | {"url": url, "bytes": most, "languages": LANGUAGES}


def _order() -> dict[str, Any]:
    where = {"networks": list(settings.PREVIEW_NETWORKS), "ports": list(settings.PREVIEW_PORTS), "own": _own()}
    return where | {"seconds": SECONDS, "memory": MEMORY, "agent": AGENT}


def _own() -> list[str]:
    return [urlsplit(settings.ORIGIN).hostname or ""] if settings.ORIGIN else []


def _told(told: dict[str, Any]) -> dict[str, Any]:
    """What the limited process found."""
    try:
        done = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter
            [sys.executable, "-I", "-c", _BEGIN, str(_ROOT)], input=json.dumps(told).encode(),
            capture_output=True, timeout=told["seconds"] + _STARTING, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RefusedError("slow") from None
    try:
        found: dict[str, Any] = json.loads(done.stdout if done.returncode == 0 else b"")
    except ValueError:
        raise RefusedError("broken") from None
    if "refused" in found:
        raise RefusedError(str(found["refused"]))
    return found
