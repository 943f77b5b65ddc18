"""The live hub: the sockets that this process holds, and the delivery of one frame to all who follow its topic.

A frame is serialised once for each kind of reader. A socket that does not read costs a bounded backlog, then one
``resync`` frame, then its place: the event log is the truth, and the client asks it for what it missed.
"""

import asyncio
import functools
import logging
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

logger = logging.getLogger(__name__)

BACKLOG = 64  # frames that wait for a socket which does not read
PATIENCE = 30.0  # seconds that one frame may take to be taken
TURN = 250  # sockets that are served before the loop may do something else
RESYNC = '{"type":"resync"}'
TOO_SLOW = 4008  # close code

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Variant = tuple[str, ...]  # ("device",) or ("page", language)
Frames = Mapping[Variant, bytes]  # for each kind of reader: the place of the cursor, and the rest of the JSON


class Socket:
    """One open socket: who reads, which kind of frames, and what still waits to be sent."""

    __slots__ = (
        "__weakref__",
        "_backlog",
        "_head",
        "_owes_resync",
        "_sending",
        "closed",
        "person_id",
        "send",
        "session_id",
        "topics",
        "variant",
    )

    def __init__(self, send: Send, *, person_id: str, session_id: str, variant: Variant, prefix: bytes) -> None:
        self.send = send
        self.person_id = person_id
        self.session_id = session_id
        self.variant = variant
        self.topics: set[str] = set()
        self.closed = False
        self._head = f'{{"cursor":"{prefix.decode()}.'
        self._backlog: deque[tuple[str, str]] | None = None
        self._owes_resync = False
        self._sending: asyncio.Task[None] | None = None

    def tell(self, text: str) -> None:
        """Send a message to this socket alone, in order with its frames."""
        self.push("", text)

    def mention(self, text: str) -> bool:
        """Send a message that may be lost, unless the socket is busy with what may not; whether it went out."""
        if self._sending is not None or self.closed:
            return False
        self.push("", text)
        return True

    def push(self, head: str, tail: str) -> None:
        """Send now if the socket takes it without waiting, else put it into the backlog; never waits."""
        if self.closed:
            return
        if self._sending is not None:
            self._keep(head, tail)
            return
        rest = self._step(head + tail)
        if rest is not None:
            self._sending = asyncio.get_running_loop().create_task(self._send_rest(rest))

    def frame(self, tail: str) -> None:
        """Send a frame that all readers of its kind share, behind this socket's own part of the cursor."""
        self.push(self._head, tail)

    async def deliver(self, tail: str) -> None:
        """Send a frame and wait until the client has taken it: for what it missed, however much that is."""
        self.frame(tail)
        while self._sending is not None and not self.closed:
            await asyncio.wait({self._sending})

    def close(self, code: int) -> None:
        """Close the socket; its backlog is forgotten."""
        if self.closed:
            return
        self.closed = True
        self._backlog = None
        if self._sending is not None and self._sending is not _current_task():
            self._sending.cancel()
        self._sending = asyncio.get_running_loop().create_task(self._say_goodbye(code))

    def _step(self, text: str) -> "_Rest | None":
        """Begin to send without a task; None when that was all, else the rest, which waits."""
        sending = _as_coroutine(self.send({"type": "websocket.send", "text": text}))
        try:
            return _Rest(sending, sending.send(None))
        except StopIteration:
            return None
        except Exception:
            logger.debug("A socket failed while it was sent to.", exc_info=True)
            self.closed = True
            return None

    def _keep(self, head: str, tail: str) -> None:
        if self._owes_resync:
            return
        if self._backlog is None:
            self._backlog = deque()
        if len(self._backlog) >= BACKLOG:
            self._backlog = None
            self._owes_resync = True
        else:
            self._backlog.append((head, tail))

    async def _send_rest(self, rest: "_Rest") -> None:
        """Finish a send that had to wait, then send what came meanwhile; close the socket that takes too long."""
        try:
            async with asyncio.timeout(PATIENCE):
                await rest
            while (text := self._next()) is not None:
                async with asyncio.timeout(PATIENCE):
                    await self.send({"type": "websocket.send", "text": text})
        except TimeoutError:
            self.close(TOO_SLOW)
        except Exception:
            logger.debug("A socket failed while it was sent to.", exc_info=True)
            self.closed = True
        finally:
            if self._sending is _current_task():
                self._sending = None

    def _next(self) -> str | None:
        if self._backlog:
            head, tail = self._backlog.popleft()
            return head + tail
        self._backlog = None
        if self._owes_resync:
            self._owes_resync = False
            return RESYNC
        return None

    async def _say_goodbye(self, code: int) -> None:
        with suppress(Exception):
            await self.send({"type": "websocket.close", "code": code})


class Hub:
    """The sockets of this process by topic. All of it belongs to one event loop, except where it says otherwise."""

    def __init__(self) -> None:
        self._topics: dict[str, dict[Socket, None]] = {}
        self._people: dict[str, dict[Socket, None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._order = asyncio.Lock()

    def add(self, socket: Socket) -> None:
        """Hold a socket that was accepted."""
        self._loop = asyncio.get_running_loop()
        self._people.setdefault(socket.person_id, {})[socket] = None

    def remove(self, socket: Socket) -> None:
        """Let go of a socket that was closed."""
        socket.closed = True
        self.unsubscribe(socket, list(socket.topics))
        _discard(self._people, socket.person_id, socket)

    def subscribe(self, socket: Socket, topics: Iterable[str]) -> None:
        """Send the frames of these topics to the socket from now on."""
        for topic in topics:
            socket.topics.add(topic)
            self._topics.setdefault(topic, {})[socket] = None

    def unsubscribe(self, socket: Socket, topics: Iterable[str]) -> None:
        """Send no more frames of these topics to the socket, those being sent to others included."""
        for topic in topics:
            socket.topics.discard(topic)
            _discard(self._topics, topic, socket)

    def topics(self) -> frozenset[str]:
        """The topics that somebody here follows. From any thread."""
        return frozenset(self._topics)

    def variants(self, topic: str) -> frozenset[Variant]:
        """The kinds of frames that the followers of a topic read."""
        return frozenset(socket.variant for socket in self._topics.get(topic, ()))

    def sockets_of(self, person_id: str) -> tuple[Socket, ...]:
        """The sockets of a person."""
        return tuple(self._people.get(person_id, ()))

    def __len__(self) -> int:
        return sum(map(len, self._people.values()))

    async def publish(self, topic: str, frames: Frames) -> None:
        """Send a frame to all followers of a topic; frames that are published one after the other arrive in order."""
        if topic not in self._topics:
            return
        tails = {variant: tail.decode() for variant, tail in frames.items()}
        async with self._order:
            for number, socket in enumerate(tuple(self._topics.get(topic, ())), start=1):
                if topic in socket.topics and socket.variant in tails:
                    socket.frame(tails[socket.variant])
                if number % TURN == 0:
                    await asyncio.sleep(0)

    def publish_threadsafe(self, topic: str, frames: Frames) -> "Future[None]":
        """Publish from any other thread; the future is done when the frame was handed to every socket."""
        if self._loop is None:
            nobody: Future[None] = Future()
            nobody.set_result(None)
            return nobody
        return asyncio.run_coroutine_threadsafe(self.publish(topic, frames), self._loop)


def _discard(held: dict[str, dict[Socket, None]], key: str, socket: Socket) -> None:
    sockets = held.get(key)
    if sockets is not None:
        sockets.pop(socket, None)
        if not sockets:
            del held[key]


def _current_task() -> "asyncio.Task[Any] | None":
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


def _as_coroutine(sending: Awaitable[None]) -> Coroutine[Any, Any, None]:
    """The coroutine of an ASGI send, so that it can be stepped; any other awaitable is wrapped into one."""
    if isinstance(sending, types.CoroutineType):
        return sending
    return _wrap(sending)


async def _wrap(sending: Awaitable[None]) -> None:
    await sending


class _Rest:
    """The rest of a coroutine that was begun without a task and waits; it sees cancellation like any other."""

    def __init__(self, sending: Coroutine[Any, Any, None], waiting: Any) -> None:
        self._sending = sending
        self._waiting = waiting

    def __await__(self) -> Generator[Any, Any, None]:
        while True:
            try:
                answer = yield self._waiting
            except BaseException as error:
                step = functools.partial(self._sending.throw, error)
            else:
                step = functools.partial(self._sending.send, answer)
            try:
                self._waiting = step()
            except StopIteration:
                return


hub = Hub()
