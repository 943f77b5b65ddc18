"""A process that serves the hub with our server; run by test_deaf_reader.

Every socket follows one topic. ``burst N`` publishes N numbered frames of a kilobyte; ``state`` answers how many
sockets the hub holds and the most memory that the process has used, in kilobytes.
"""

import json
import resource
from typing import Any

import django
from django.conf import settings

DEVICE = ("device",)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """One socket."""
    from frontend.live.hub import Socket, hub

    await receive()
    await send({"type": "websocket.accept"})
    socket = Socket(send, person_id="bo", session_id="s", variant=DEVICE, prefix=b"tag")
    hub.add(socket)
    hub.subscribe(socket, ["topic"])
    while (message := await receive())["type"] == "websocket.receive":
        command, _, number = message["text"].partition(" ")
        if command == "burst":
            for frame in range(int(number)):
                await hub.publish("topic", {DEVICE: b'p","number":%d,"pad":"%s"}' % (frame, b"x" * 1000)})
        else:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            socket.tell(json.dumps({"sockets": len(hub), "peak": peak}))
    hub.remove(socket)


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    django.setup()
    from esn.server import site
    from frontend.live import hub as module

    module.PATIENCE = 1.0
    site.serve(application, host="127.0.0.1", port=0, on_ready=lambda host, port: print(port, flush=True))
