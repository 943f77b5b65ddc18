"""A process of its own that serves a small application with our server; run by the tests beside it.

``python -m tests.server.small_site NAME=VALUE ...`` sets limits before it starts and prints its port.
"""

import asyncio
import json
import resource
import sys
import time
from typing import Any

import django
from django.conf import settings

sockets: list[Any] = []
slow: list[str] = []


async def application(scope: Any, receive: Any, send: Any) -> None:
    """HTTP says how much it received; WebSockets echo, and ``flood`` sends to the first one until it must wait."""
    if scope["type"] == "websocket":
        await talk(receive, send)
    else:
        await answer(scope, receive, send)


async def answer(scope: Any, receive: Any, send: Any) -> None:
    """One HTTP request."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    if scope["path"] == "/stream":
        await stream(receive, send)
        return
    body = json.dumps({"path": scope["path"], "bytes": size, **await act(scope["path"])}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


async def stream(receive: Any, send: Any) -> None:
    """An answer that goes on until its client leaves."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here", "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass
    await send({"type": "http.response.body"})


async def act(path: str) -> dict[str, Any]:
    """What some paths do beside answering."""
    if path == "/slow":
        slow.append(path)
        await asyncio.sleep(1)
    if path == "/running":
        return {"slow": len(slow)}
    if path == "/fail":
        raise RuntimeError("the application fails")
    if path == "/flood":
        return await flood()
    return {}


async def flood() -> dict[str, Any]:
    """Send to the first socket until a send waits for two tenths of a second."""
    sent = 0
    try:
        while sent < 100_000:
            async with asyncio.timeout(0.2):
                await sockets[0]({"type": "websocket.send", "text": "x" * 4096})
            sent += 1
    except TimeoutError:
        pass
    return {"sent": sent, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


async def talk(receive: Any, send: Any) -> None:
    """One WebSocket."""
    await receive()
    await send({"type": "websocket.accept"})
    sockets.append(send)
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message.get("text") or "binary"})


def knows(bearer: str, session: str) -> bool:
    """The caller whom this site knows; looking up some others takes time, or fails."""
    if bearer == "slow":
        time.sleep(1)
    if bearer == "fails":
        raise RuntimeError("the database is away")
    return "esn_x" in (bearer, session)


def main(*choices: str) -> None:
    """Serve until a signal comes."""
    settings.configure(USE_I18N=True, LANGUAGES=[("en", "English"), ("fr", "French")])
    django.setup()
    from esn.server import limits, site

    for choice in choices:
        name, _, value = choice.partition("=")
        setattr(limits, name, type(getattr(limits, name))(value))
    site.serve(application, host="127.0.0.1", port=0, on_ready=lambda host, port: print(port, flush=True), knows=knows)


if __name__ == "__main__":
    main(*sys.argv[1:])
