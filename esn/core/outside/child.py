"""The process that looks at one address outside: limited before it asks, run by ``esn.core.outside.asking`` alone.

Reads an order in JSON; asks the address and those it is sent on to, each one checked; says what the page says of
itself, or writes the picture that is there.
"""

import http.client
import json
import resource
import signal
import socket
import ssl
import sys
from contextlib import closing
from functools import cache
from ipaddress import ip_network
from typing import Any, NoReturn
from urllib.parse import urljoin

import certifi

from esn.core.outside.addresses import PORTS, Asked, Guard, RefusedError, Resolver, checked
from esn.core.outside.heads import said
from esn.core.outside.posting import post_all

HOPS = 3  # times that an address may send on to another
READ = 64 * 1024  # bytes at once
MOVED = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({"text/html", "application/xhtml+xml"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


class _Connection(http.client.HTTPConnection):
    """HTTP by way of the guard; the name stays what a certificate is compared with."""

    def __init__(self, asked: Asked, guard: Guard) -> None:
        super().__init__(asked.host, asked.port)
        self.default_port = PORTS[asked.scheme]
        self._guard = guard
        self._secure = asked.scheme == "https"

    def connect(self) -> None:
        """Open the connection."""
        self.sock = self._guard.connect(self.host, self.port)
        if self._secure:
            self.sock = _trusted().wrap_socket(self.sock, server_hostname=self.host)


@cache
def _trusted() -> ssl.SSLContext:
    """Whoever the system and the usual list of certificates vouch for."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def look(order: dict[str, Any], resolve: Resolver = socket.getaddrinfo) -> dict[str, Any]:
    """Ask the address of an order, and those it is sent on to."""
    networks = [ip_network(one) for one in order["networks"]]
    headers = {"User-Agent": order["agent"], "Accept-Encoding": "identity", "Accept-Language": order["languages"]}
    headers["Accept"] = ", ".join(sorted(PICTURES if order.get("save") else PAGES))
    guard, url = Guard(networks, resolve), order["url"]
    for _hop in range(HOPS + 1):
        asked = checked(url, ports=order["ports"], own=order["own"])
        with closing(_Connection(asked, guard)) as connection:
            connection.request("GET", asked.target, headers=headers)
            answer = connection.getresponse()
            if answer.status not in MOVED or "location" not in answer.headers:
                return _read(answer, url, order)
            url = _next(url, answer.headers["location"])
    raise RefusedError("redirects")


def _next(url: str, location: str) -> str:
    """Where an address sends on to; its letters came as bytes."""
    try:
        return urljoin(url, location.encode("latin-1").decode())
    except ValueError:
        raise RefusedError("address") from None


def _read(answer: http.client.HTTPResponse, url: str, order: dict[str, Any]) -> dict[str, Any]:
    kind, _semicolon, more = answer.headers.get("content-type", "").partition(";")
    if answer.status != 200:
        raise RefusedError("status")
    if kind.strip().lower() not in (PICTURES if order.get("save") else PAGES):
        raise RefusedError("type")
    if answer.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RefusedError("encoding")  # it was asked for plainly: nothing is ever unpacked here
    body = _beginning(answer, order["bytes"])
    if not order.get("save"):
        return said(body[: order["bytes"]], more, url)
    if len(body) > order["bytes"]:
        raise RefusedError("too_large")
    with open(order["save"], "wb") as file:
        file.write(body)
    return {"saved": len(body)}


def _beginning(answer: http.client.HTTPResponse, most: int) -> bytes:
    """What is sent, and one byte more than the most at the longest; the rest is never read."""
    body = b""
    while len(body) <= most and (part := answer.read(min(READ, most + 1 - len(body)))):
        body += part
    return body


def main() -> None:
    """Do what the order says, within its limits."""
    order = json.load(sys.stdin)
    for kind, most in ((resource.RLIMIT_AS, order["memory"]), (resource.RLIMIT_CPU, order["seconds"])):
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    def slow(_signal: int, _frame: Any) -> NoReturn:
        raise RefusedError("slow")

    signal.signal(signal.SIGALRM, slow)
    signal.setitimer(signal.ITIMER_REAL, order["seconds"])
    try:
        told = post_all(order, _Connection) if "letters" in order else look(order)
    except RefusedError as refused:
        told = {"refused": refused.code}
    except TimeoutError:
        told = {"refused": "slow"}
    except (http.client.HTTPException, OSError):
        told = {"refused": "unreachable"}
    except Exception:
        told = {"refused": "broken"}  # whatever a server may send
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
