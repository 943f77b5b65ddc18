"""Django behind ASGI on a fixed pool of threads: each keeps its database connection from one request to the next.

Django's own handler starts a thread for every request, and with it a connection to the database: see
docs/decisions/0002-fixed-thread-pool.md. Here middleware and views run as they do under WSGI.
"""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix
from django.utils import timezone, translation

from esn.core.streaming import Run, Stream
from esn.server import problems
from esn.server.lane import Lane

logger = logging.getLogger("django.request")

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_AT_ONCE = 256 * 1024  # bytes of a streamed answer that are gathered and sent as one


@dataclass(frozen=True)
class Answer:
    """What goes back over ASGI: the start, the body or its first part, and the parts that follow."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    run: Run | None = None  # what goes on without a thread


class BrokenOffError(Exception):
    """A streamed answer failed after its beginning had been sent."""


class PooledHandler(ASGIHandler):
    """The ASGI application for HTTP, with so many threads."""

    def __init__(self, threads: int) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="esn-request")
        self._lane = Lane()

    async def __call__(self, scope: Any, receive: Receive, send: Any) -> None:
        """Answer one request."""
        try:
            body = await self._read(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()

        def send_from_thread(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_send(send, message), loop).result()

        # A client that goes away does not stop a view: what it began to write, it finishes.
        async with self._lane.turn():
            answer = await loop.run_in_executor(self._pool, self._answer, scope, body, send_from_thread)
        if answer is None:
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.run is None:
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await _go_on(answer.run, receive, send)

    def close(self) -> None:
        """Take no more requests; threads end with what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _read(self, receive: Receive) -> IO[bytes]:
        first = await receive()
        if first["type"] == "http.request" and not first.get("more_body"):
            return io.BytesIO(first.get("body", b""))
        waiting = [first]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        body: IO[bytes] = await self.read_body(replay)
        return body

    def _answer(self, scope: Message, body: IO[bytes], send: Callable[[Message], None]) -> Answer | None:
        """Run one request in this thread; None when the answer was sent from here, part by part."""
        try:
            return self._run(scope, body, send)
        except BrokenOffError:
            raise  # the status is sent; the server ends the connection, so that nobody takes half for the whole
        except Exception:
            logger.exception("Request failed outside its view: %s", scope.get("path"))
            return Answer(500, list(problems.HEADERS), problems.problem(500))
        finally:
            translation.deactivate()
            timezone.deactivate()

    def _run(self, scope: Message, body: IO[bytes], send: Callable[[Message], None]) -> Answer | None:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, malformed = self.create_request(scope, body)
        response: Any = malformed if request is None else self.get_response(request)
        response._handler_class = self.__class__
        try:
            return self._deliver(response, send)
        finally:
            response.close()  # sends request_finished, which tends the database connection of this thread
            body.close()

    def _deliver(self, response: Any, send: Callable[[Message], None]) -> Answer | None:
        headers = _headers(response)
        if isinstance(response, Stream):
            return Answer(response.status_code, _without_length(headers), b"", response.run)
        if not response.streaming:
            return Answer(response.status_code, headers, response.content)
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        parts = iter(response)
        first, ended = _gather(parts)
        if ended:
            return Answer(response.status_code, headers, first)
        send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        send({"type": "http.response.body", "body": first, "more_body": True})
        try:
            for part in parts:
                send({"type": "http.response.body", "body": bytes(part), "more_body": True})
        except Exception as error:
            raise BrokenOffError from error
        send({"type": "http.response.body"})
        return None


async def _go_on(run: Run, receive: Receive, send: Send) -> None:
    """Let an answer go on until it ends by itself."""

    async def write(part: bytes) -> None:
        await send({"type": "http.response.body", "body": part, "more_body": True})

    try:
        await run(receive, write)
    finally:
        await send({"type": "http.response.body"})


def _without_length(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, text) for name, text in headers if name.lower() != b"content-length"]


async def _send(send: Send, message: Message) -> None:
    await send(message)


def _gather(parts: Iterator[bytes]) -> tuple[bytes, bool]:
    """The first parts of a body as one, and whether that was all."""
    gathered: list[bytes] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size >= _AT_ONCE:
            return b"".join(gathered), False
    return b"".join(gathered), True


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.output(header="").strip().encode("ascii")) for cookie in response.cookies.values()
    ]
    return headers
