"""Where the process that looks outside may go: an address is read once, and a name is resolved once.

What is checked here is what is connected to; nothing else decides.
"""

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import quote, urlsplit

SILENCE = 3.0  # seconds; the whole has its own limit
LONGEST = 2048  # characters of an address
PORTS = {"http": 80, "https": 443}

_WRITTEN = re.compile(r"[!-\[\]-_a-z~\u00a1-\U0010ffff]+")  # no space, no control, no backslash, no brace
_NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)$", re.IGNORECASE)  # as the last part of a name it is no name, but an address
_GLOBAL = IPv6Network("2000::/3")  # the unicast addresses that have been given out (IANA)
# Tunnels and translations lead to IPv4 addresses that nobody has checked; relays, to whoever is near.
_ROUNDABOUT = tuple(map(ip_network, ("2001::/23", "2002::/16", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")))

Address = IPv4Address | IPv6Address
Resolver = Callable[..., list[Any]]


class RefusedError(Exception):
    """Nothing is shown of it; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """An address in its parts, as they are asked for."""

    scheme: str
    host: str
    port: int
    target: str


def may_reach(ip: Address, networks: Iterable[Any]) -> bool:
    """Whether an address lies on the public internet, or in a network that the site was told to open."""
    if any(ip in network for network in networks):
        return True
    if any(ip in network for network in _ROUNDABOUT) or not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    return isinstance(ip, IPv4Address) or ip in _GLOBAL


def checked(url: str, *, ports: Iterable[int], own: Iterable[str] = ()) -> Asked:
    """The address in its parts, so that nobody reads it otherwise a second time; RefusedError when it is not asked."""
    if len(url) > LONGEST or not _WRITTEN.fullmatch(url):
        raise RefusedError("address")
    try:
        parts = urlsplit(url)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise RefusedError("address") from None
    if parts.scheme not in PORTS or "@" in parts.netloc:
        raise RefusedError("address")
    if port not in ports:
        raise RefusedError("port")
    host = _host(parts.hostname or "")
    if host in own:
        raise RefusedError("own")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?") if parts.query else ""
    )
    return Asked(parts.scheme, host, port, target)


def _host(written: str) -> str:
    """A name in letters that travel, or an address written in the one usual way."""
    if ":" in written:
        return _literal(written)
    try:
        host = written.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        raise RefusedError("address") from None
    if _NUMBER.match(host.rpartition(".")[2]):
        return _literal(host)
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", host):
        raise RefusedError("address")
    return host


def _literal(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        raise RefusedError("address") from None


class Guard:
    """Connects to checked addresses alone: a name is resolved once, and what was checked is what is connected to."""

    def __init__(self, networks: Iterable[Any], resolve: Resolver = socket.getaddrinfo) -> None:
        self._networks = tuple(networks)
        self._resolve = resolve

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first address of a name that answers; RefusedError when one of them may not be reached."""
        for ip in self._addresses(host, port):
            try:
                return socket.create_connection((str(ip), port), SILENCE)
            except OSError:
                continue
        raise RefusedError("unreachable")

    def _addresses(self, host: str, port: int) -> list[Address]:
        try:
            found = [ip_address(one[4][0]) for one in self._resolve(host, port, type=socket.SOCK_STREAM)]
        except (OSError, ValueError):
            raise RefusedError("unreachable") from None
        if not all(may_reach(ip, self._networks) for ip in found):
            raise RefusedError("address")
        return found
