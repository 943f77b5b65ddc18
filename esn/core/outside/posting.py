"""What the limited process sends to addresses outside: small letters, each to a checked address, never sent on."""

import base64
import http.client
import socket
from collections.abc import Callable
from contextlib import closing
from ipaddress import ip_network
from typing import Any

from esn.core.outside.addresses import Asked, Guard, RefusedError, Resolver, checked

Connect = Callable[[Asked, Guard], http.client.HTTPConnection]


def post_all(order: dict[str, Any], connect: Connect, resolve: Resolver = socket.getaddrinfo) -> dict[str, Any]:
    """Send each letter of an order; what each of them was answered, in the same order."""
    guard = Guard([ip_network(one) for one in order["networks"]], resolve)
    return {"answers": [_posted(letter, order, guard, connect) for letter in order["letters"]]}


def _posted(letter: dict[str, Any], order: dict[str, Any], guard: Guard, connect: Connect) -> dict[str, Any]:
    try:
        asked = checked(letter["url"], ports=order["ports"], own=order["own"])
        with closing(connect(asked, guard)) as connection:
            headers = {"User-Agent": order["agent"], **letter["headers"]}
            connection.request("POST", asked.target, body=base64.b64decode(letter["body"]), headers=headers)
            return {"status": connection.getresponse().status}
    except RefusedError as refused:
        return {"refused": refused.code}
    except (http.client.HTTPException, OSError):
        return {"refused": "unreachable"}
