"""The ASGI application: HTTP goes to Django on a fixed pool of threads, WebSockets go to the live door."""

import os
from typing import Any

import django
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from esn.server.handler import PooledHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
django.setup(set_prefix=False)


async def live(scope: Any, receive: Any, send: Any) -> None:
    """The live door, imported with the first socket."""
    from frontend.live.door import application as door

    await door(scope, receive, send)


http = PooledHandler(settings.THREADS)
application = ProtocolTypeRouter({"http": http, "websocket": live})
