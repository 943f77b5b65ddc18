"""The web server: daphne as a library, with our connections, waiting senders and an orderly end."""

import asyncio
import logging
import os
import resource
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from daphne.server import Server
from django.utils.translation import gettext as _
from twisted.internet import defer, reactor
from twisted.internet.endpoints import AdoptedStreamServerEndpoint, serverFromString
from twisted.internet.error import ReactorNotRunning
from twisted.logger import globalLogBeginner

from esn.server import limits, requests, sockets

logger = logging.getLogger(__name__)


class SiteServer(Server):
    """One listening address and all its connections."""

    def __init__(
        self,
        application: Any,
        endpoint: str,
        on_ready: Callable[[str, int], None],
        behind_proxy: bool,
        knows: requests.Knows,
        listener: int | None,
    ) -> None:
        super().__init__(
            application,
            endpoints=[endpoint],
            websocket_max_frame_size=limits.FRAME,
            websocket_max_message_size=limits.FRAME,
            websocket_handshake_timeout=limits.HANDSHAKE_TIME,
            server_name="",
        )
        self.failure: str | None = None
        self._on_ready = on_ready
        self._behind_proxy = behind_proxy
        self._listener = listener
        self._knows = knows
        self._ports: list[Any] = []
        self.connections: dict[Any, dict[str, Any]] = {}

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        self.http_factory = requests.Factory(self, self._behind_proxy, self._knows)
        self.ws_factory = sockets.Factory(self, server="")
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=self.ping_timeout,
            allowNullOrigin=True,  # the live door knows which origins may come
            failByDrop=False,  # say why before closing
            openHandshakeTimeout=self.websocket_handshake_timeout,
            maxMessagePayloadSize=self.websocket_max_message_size,
            maxFramePayloadSize=self.websocket_max_frame_size,
        )
        globalLogBeginner.beginLoggingTo([_log_failure], redirectStandardIO=False, discardBuffer=True)
        asyncio.set_event_loop(reactor._asyncioEventloop)
        for check in (self.application_checker, self.timeout_checker, self._sweep):
            reactor.callLater(1, check)
        reactor.addSystemEventTrigger("before", "shutdown", self._drain)
        listening = self._endpoint().listen(self.http_factory)
        listening.addCallbacks(self._listening, self._not_listening)
        reactor.run()

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Take a message of the application; wait while the reader is too slow for a frame or a part of a body."""
        if message["type"] == "websocket.send":
            if protocol.room.full:
                await protocol.room.wait()
            if not self.connections.get(protocol, _GONE).get("disconnected"):
                protocol.handle_reply(message)
            return
        if message.get("more_body") and protocol.channel is not None and protocol.channel.room.full:
            await self._wait_for_reader(protocol.channel)
        await super().handle_reply(protocol, message)

    async def _wait_for_reader(self, channel: requests.Channel) -> None:
        try:
            async with asyncio.timeout(limits.SLOW_READER_TIME):
                await channel.room.wait()
        except TimeoutError:
            channel.transport.abortConnection()

    def _endpoint(self) -> Any:
        if self._listener is None:
            return serverFromString(reactor, self.endpoints[0])
        with socket.socket(fileno=os.dup(self._listener)) as shared:
            return AdoptedStreamServerEndpoint(reactor, self._listener, shared.family)

    def _listening(self, port: Any) -> None:
        self._ports.append(port)
        host = port.getHost()
        self._on_ready(host.host, host.port)

    def _not_listening(self, failure: Any) -> None:
        self.failure = str(failure.getErrorMessage())
        reactor.callLater(0, self.stop)

    def _sweep(self) -> None:
        self.http_factory.guard.sweep()
        reactor.callLater(1, self._sweep)

    def _drain(self) -> Any:
        """Stop listening, tell the sockets that the server goes away, and let running requests end."""
        for port in self._ports:
            port.stopListening()
        running: list[asyncio.Task[Any]] = []
        for protocol, details in list(self.connections.items()):
            if isinstance(protocol, sockets.Socket):
                with suppress(Exception):
                    protocol.go_away()
            elif isinstance(protocol, requests.Request):
                protocol.go_away()
            task = details.get("application_instance")
            if task is not None and not task.done():
                running.append(task)
        return defer.Deferred.fromFuture(asyncio.ensure_future(_end(running), loop=reactor._asyncioEventloop))


_GONE = {"disconnected": True}


def _log_failure(event: dict[str, Any]) -> None:
    """Twisted tells everything; only what failed is worth a line."""
    failure = event.get("log_failure")
    if failure is not None and not failure.check(ReactorNotRunning):  # Ctrl+C, and the parent, both ask to stop
        logger.error("A connection failed: %s", failure.getErrorMessage(), exc_info=failure.value)


async def _end(running: list[asyncio.Task[Any]]) -> None:
    if running:
        _done, late = await asyncio.wait(running, timeout=limits.SHUTDOWN_TIME)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def serve(
    application: Any,
    *,
    host: str,
    port: int,
    on_ready: Callable[[str, int], None],
    knows: requests.Knows = requests.nobody,
    behind_proxy: bool = False,
    listener: int | None = None,
) -> None:
    """Serve an ASGI application until a signal ends it; OSError when the address cannot be had. Port 0 takes any.

    With a listening descriptor, that one is served instead, together with whoever else has it.
    """
    _allow_many_connections()
    address = host.strip("[]").replace(":", r"\:")
    endpoint = f"tcp:port={port}:interface={address}:backlog={limits.BACKLOG}"
    server = SiteServer(application, endpoint, on_ready, behind_proxy, knows, listener)
    server.run()
    if server.failure is not None:
        raise OSError(
            _("The server cannot listen on %(host)s, port %(port)s: %(reason)s")
            % {"host": host, "port": port, "reason": server.failure}
        )


def _allow_many_connections() -> None:
    """Raise the number of open files to what the system allows, since each connection is one."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
