"""What tests of the live door stand on: a process of their own, and clients that leave in the end."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from channels.testing import WebsocketCommunicator

from frontend.live import door, feeder, stream, viewers
from frontend.live.hub import Hub

PATIENCE = 30  # seconds until a client has left


@pytest.fixture
async def own_feeder(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A hub and a feeder of this test alone, as a process that has just started has them."""
    hub = Hub()
    own = feeder.Feeder(hub)
    monkeypatch.setattr(viewers, "watch", viewers.Watch())
    for module in (door, stream):
        monkeypatch.setattr(module, "hub", hub)
        monkeypatch.setattr(module, "feeder", own)
    yield
    await asyncio.to_thread(own.stop)


@pytest.fixture
async def clients() -> AsyncIterator[Callable[[WebsocketCommunicator], WebsocketCommunicator]]:
    """Remembers the clients of a test, and lets them leave."""
    opened: list[WebsocketCommunicator] = []

    def remember(socket: WebsocketCommunicator) -> WebsocketCommunicator:
        opened.append(socket)
        return socket

    yield remember
    for socket in opened:
        await socket.disconnect(timeout=PATIENCE)
