"""The hub: one frame to all who follow a topic, and nobody slow makes the others wait."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from frontend.live import hub as module
from frontend.live.hub import BACKLOG, RESYNC, TOO_SLOW, Hub, Socket

DEVICE = ("device",)
PAGE = ("page", "fr")


class Line:
    """The far end of a socket: what it has taken; it takes nothing while it is blocked."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.code: int | None = None
        self._open = asyncio.Event()
        self._open.set()

    def block(self) -> None:
        self._open.clear()

    def read(self) -> None:
        self._open.set()

    async def send(self, message: Mapping[str, Any]) -> None:
        """The ASGI callable: waits while the far end does not read, except to close."""
        if message["type"] == "websocket.close":
            self.code = message["code"]
            return
        await self._open.wait()
        self.texts.append(message["text"])


def seat(hub: Hub, line: Line, *topics: str, person: str = "bo", variant: tuple[str, ...] = DEVICE) -> Socket:
    """A held socket that follows the topics."""
    socket = Socket(line.send, person_id=person, session_id="s", variant=variant, prefix=b"tag")
    hub.add(socket)
    hub.subscribe(socket, topics)
    return socket


def device(number: int) -> dict[tuple[str, ...], bytes]:
    """A numbered frame for devices."""
    return {DEVICE: f'place","number":{number}}}'.encode()}


def text(number: int) -> str:
    """What a device receives of a numbered frame."""
    return f'{{"cursor":"tag.place","number":{number}}}'


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_who_follows_an_audience_gets_its_frames_in_order_and_an_outsider_gets_none() -> None:
    hub, bo, cy = Hub(), Line(), Line()
    seat(hub, bo, "group")
    seat(hub, cy, "other", person="cy")
    for number in range(3):
        await hub.publish("group", device(number))
    assert bo.texts == [text(0), text(1), text(2)]
    assert cy.texts == []


async def test_each_reader_gets_the_frame_of_their_kind_with_their_own_cursor() -> None:
    hub, phone, page = Hub(), Line(), Line()
    seat(hub, phone, "group")
    seat(hub, page, "group", variant=PAGE)
    await hub.publish("group", {DEVICE: b'p","kind":"device"}', PAGE: 'p","html":"é"}'.encode()})
    assert phone.texts == ['{"cursor":"tag.p","kind":"device"}']
    assert page.texts == ['{"cursor":"tag.p","html":"é"}']
    assert hub.variants("group") == {DEVICE, PAGE}


async def test_a_frame_goes_out_before_publish_returns_and_without_a_task() -> None:
    hub, line = Hub(), Line()
    seat(hub, line, "group")
    before = len(asyncio.all_tasks())
    publishing = hub.publish("group", device(1))
    with pytest.raises(StopIteration):
        publishing.send(None)
    assert line.texts == [text(1)]
    assert len(asyncio.all_tasks()) == before


async def test_who_leaves_a_group_while_a_frame_is_sent_to_others_does_not_get_it() -> None:
    hub = Hub()
    lines = [Line() for _ in range(module.TURN + 1)]
    sockets = [seat(hub, line, "group") for line in lines]
    publishing = asyncio.ensure_future(hub.publish("group", device(1)))
    await asyncio.sleep(0)
    hub.unsubscribe(sockets[-1], ["group"])
    await publishing
    assert sum(len(line.texts) for line in lines) == module.TURN
    assert lines[-1].texts == []


async def test_frames_of_two_topics_arrive_in_the_order_of_publishing() -> None:
    hub = Hub()
    for _ in range(module.TURN * 2):
        seat(hub, Line(), "large")
    line = Line()
    seat(hub, line, "large", "small")
    await asyncio.gather(hub.publish("large", device(1)), hub.publish("small", device(2)))
    assert line.texts == [text(1), text(2)]


async def test_who_reads_late_gets_the_backlog_in_order() -> None:
    hub, line = Hub(), Line()
    socket = seat(hub, line, "group")
    line.block()
    for number in range(BACKLOG):
        await hub.publish("group", device(number))
    socket.tell("hello")
    line.read()
    await settle()
    assert line.texts == [*(text(number) for number in range(BACKLOG)), "hello"]
    await hub.publish("group", device(99))
    assert line.texts[-1] == text(99)


async def test_what_may_be_lost_is_lost_while_a_socket_is_busy_and_costs_it_nothing() -> None:
    hub, line = Hub(), Line()
    socket = seat(hub, line, "group")
    assert socket.mention("Ana writes")
    line.block()
    await hub.publish("group", device(1))
    for _ in range(BACKLOG * 2):
        assert not socket.mention("Bo writes")
    line.read()
    await settle()
    assert line.texts == ["Ana writes", text(1)]
    assert socket.mention("Bo writes")
    socket.close(4001)
    assert not socket.mention("Cy writes")


async def test_who_reads_too_late_gets_one_resync_instead_of_the_backlog() -> None:
    hub, line = Hub(), Line()
    seat(hub, line, "group")
    line.block()
    for number in range(BACKLOG * 10):
        await hub.publish("group", device(number))
    line.read()
    await settle()
    assert line.texts == [text(0), RESYNC]
    await hub.publish("group", device(1))
    assert line.texts[-1] == text(1)


async def test_who_never_reads_is_closed_and_the_others_get_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    hub, deaf, line = Hub(), Line(), Line()
    socket = seat(hub, deaf, "group")
    seat(hub, line, "group")
    deaf.block()
    for number in range(500):
        await hub.publish("group", device(number))
    assert line.texts == [text(number) for number in range(500)]
    await asyncio.sleep(0.2)
    await settle()
    assert deaf.code == TOO_SLOW
    assert socket.closed
    assert deaf.texts == []


async def test_a_socket_that_fails_is_left_alone_and_the_others_get_everything() -> None:
    hub, line = Hub(), Line()

    async def broken(message: Mapping[str, Any]) -> None:
        raise ConnectionResetError

    socket = Socket(broken, person_id="cy", session_id="s", variant=DEVICE, prefix=b"tag")
    hub.add(socket)
    hub.subscribe(socket, ["group"])
    seat(hub, line, "group")
    await hub.publish("group", device(1))
    assert socket.closed
    assert line.texts == [text(1)]


async def test_a_closed_socket_gets_nothing_more_even_if_something_waited() -> None:
    hub, line = Hub(), Line()
    socket = seat(hub, line, "group")
    line.block()
    await hub.publish("group", device(1))
    await hub.publish("group", device(2))
    socket.close(4001)
    line.read()
    await hub.publish("group", device(3))
    await settle()
    assert line.code == 4001
    assert line.texts == []


async def test_a_removed_socket_leaves_nothing_behind() -> None:
    hub, line = Hub(), Line()
    socket = seat(hub, line, "group", "case")
    assert hub.topics() == {"group", "case"}
    assert hub.sockets_of("bo") == (socket,)
    hub.remove(socket)
    hub.remove(socket)
    assert hub.topics() == frozenset()
    assert hub.sockets_of("bo") == ()
    assert len(hub) == 0
    await hub.publish("group", device(1))
    assert line.texts == []


async def test_another_thread_publishes_and_knows_when_the_frame_was_handed_over() -> None:
    hub, line = Hub(), Line()
    hub.publish_threadsafe("group", device(0)).result(0)
    seat(hub, line, "group")

    def feed() -> None:
        for number in range(3):
            hub.publish_threadsafe("group", device(number)).result(5)

    thread = threading.Thread(target=feed)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.001)
    assert line.texts == [text(0), text(1), text(2)]
