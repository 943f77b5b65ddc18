"""The live door for whom sockets are refused: ``GET /api/v1/live/``, one answer that does not end (server-sent events).

The same hub and feeder as behind the socket, so the same facts, cursors, rights and limits. A browser comes with its
session, a device with its token; the view asks who it is like every other, then the loop goes on without a thread.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.views import APIView

from esn.core import cursors
from esn.core.errors import Invalid, NotAllowed
from esn.core.rest import listing
from esn.core.schema import problems
from esn.core.showable import UNSHOWABLE
from esn.core.streaming import Receive, Stream, Write
from frontend.live import door
from frontend.live.callers import Caller, of_session
from frontend.live.feeder import UNAUTHENTICATED, Listener, feeder
from frontend.live.frames import DEVICE
from frontend.live.hub import Socket, hub
from people import browser_sessions
from people import queries as people
from people.authentication import Asked

logger = logging.getLogger(__name__)

MOST = 8  # streams of one person in one process; a browser has six connections for all its pages
HEARTBEAT = 20.0  # seconds of silence
WAITING = 16  # frames between the hub and the connection; what more waits is the backlog of the hub
FAILED = 1011  # close code
RETRY = b"retry: 3000\n\n"

_open: Counter[str] = Counter()  # by person; written on the loop alone


class LiveStream(APIView):
    """What happens, as it happens."""

    @extend_schema(
        operation_id="live",
        parameters=[
            OpenApiParameter("after", str, description="The cursor from which to go on; from now on without."),
            OpenApiParameter("Last-Event-ID", str, OpenApiParameter.HEADER, description="The same; it comes first."),
            OpenApiParameter("view", str, description="Up to 100 audiences besides those that one follows."),
        ],
        responses={(200, "text/event-stream"): OpenApiTypes.STR, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Asked) -> Stream:
        """Server-sent events: each `id` is a cursor, each `data` a frame as the socket sends it."""
        asked = listing(request, "after", "view").filters
        if request.auth is None and not _same_origin(request._request):
            raise NotAllowed(_("This is for the pages of this site alone."))
        person = request.user
        if _open[person.id] >= MOST:
            raise Throttled(wait=30, detail=_("Too many of your pages listen at once. Close one."))
        cursor = request.headers.get("Last-Event-ID") or asked.get("after")
        caller = _caller(request)
        socket = _socket(caller, device=request.auth is not None)
        visit = _Visit(socket, caller, cursor, _viewed(asked.get("view", "")), _lives(request))
        answer = Stream(visit.run, content_type="text/event-stream; charset=utf-8")
        answer["X-Accel-Buffering"] = "no"  # a proxy that gathers answers would keep this one
        return answer


class Outlet:
    """Stands where the hub expects a WebSocket: takes its messages, and pours them out one by one."""

    def __init__(self) -> None:
        self._texts: asyncio.Queue[str | int] = asyncio.Queue(WAITING)
        self._ended = False

    async def take(self, message: Mapping[str, Any]) -> None:
        """A message of the hub: a frame, or the code with which it closes. Waits while the client does not read."""
        if not self._ended:
            await self._texts.put(message["code"] if message["type"] == "websocket.close" else message["text"])

    async def pour(self, write: Write) -> None:
        """Write what comes, and a sign of life in silence, until the hub closes."""
        await write(RETRY)
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    said = await self._texts.get()
            except TimeoutError:
                await write(b":\n\n")
                continue
            waiting = [said, *(self._texts.get_nowait() for _ in range(self._texts.qsize()))]
            await write(b"".join(map(as_event, waiting)))  # what came meanwhile goes out together
            if isinstance(waiting[-1], int):
                return

    def end(self) -> None:
        """Take nothing more, and let go who waits."""
        self._ended = True
        while not self._texts.empty():
            self._texts.get_nowait()


class _Visit:
    """One stream from its first byte to its last."""

    def __init__(
        self, socket: Callable[[Outlet], Socket], caller: Caller, cursor: str | None, viewed: frozenset[str],
        lives: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._outlet = Outlet()
        self._caller = caller
        self._listener = Listener(socket(self._outlet), caller.person, viewed)
        self._cursor = cursor
        self._lives = lives

    async def run(self, receive: Receive, write: Write) -> None:
        """Hear and tell, until the client leaves or the credential ends."""
        socket = self._listener.socket
        _open[socket.person_id] += 1
        hub.add(socket)
        tasks = [asyncio.ensure_future(one) for one in (self._outlet.pour(write), _left(receive))]
        joining = asyncio.ensure_future(self._join())
        over = door.close_in_time(socket, self._caller)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if over:
                over.cancel()
            _open[socket.person_id] -= 1
            feeder.leave(socket)
            hub.remove(socket)
            self._outlet.end()
            for task in (*tasks, joining):
                task.cancel()
            await asyncio.gather(*tasks, joining, return_exceptions=True)
            feeder.leave(socket)  # it may have joined meanwhile
            hub.remove(socket)

    async def _join(self) -> None:
        socket = self._listener.socket
        try:
            await door.join(self._listener, self._cursor)
            if not await asyncio.to_thread(self._lives):  # what ended before it joined, nobody told it
                socket.close(UNAUTHENTICATED)
        except Exception:
            logger.exception("A stream could not join; its client comes back.")
            socket.close(FAILED)


def as_event(text: str | int) -> bytes:
    """A frame in the format of server-sent events; its cursor is the id that the client comes back with."""
    if isinstance(text, int):
        return b'data: {"type":"closed","code":%d}\n\n' % text
    cursor = json.loads(text).get("cursor") if not text.startswith(_CURSOR) else text[len(_CURSOR) :].partition('"')[0]
    told = f"id: {cursor}\ndata: {text}\n\n" if cursor else f"data: {text}\n\n"
    return told.encode()


_CURSOR = '{"cursor":"'  # with which the frames of the hub begin


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _caller(request: Asked) -> Caller:
    """Who listens, by which session or device, and until when."""
    device = request.auth
    if device is not None:
        return Caller(request.user, f"token:{device.id}", until=device.expires_at)
    return Caller(request.user, f"session:{browser_sessions.mark(request._request.session)}")


def _socket(caller: Caller, *, device: bool) -> Callable[[Outlet], Socket]:
    """What stands in the hub; made on the loop, with its outlet."""
    person = caller.person
    variant = DEVICE if device else ("page", person.language)
    prefix = cursors.tag(person.id).encode()
    return lambda outlet: Socket(
        outlet.take, person_id=person.id, session_id=caller.session_id, variant=variant, prefix=prefix
    )


def _lives(request: Asked) -> Callable[[], bool]:
    """A question for later: does the credential of this request still speak for its person?"""
    device = request.auth is not None
    secret = request.headers.get("Authorization", "").partition(" ")[2].strip()
    key = "" if device else request._request.session.session_key or ""

    def lives() -> bool:  # keeps no request, which would stay as long as the stream
        try:
            return (people.token(secret) if device else of_session(key)) is not None
        finally:
            close_old_connections()

    return lives


def _viewed(said: str) -> frozenset[str]:
    named = [one for one in said.split(",") if one]
    if len(named) > door.VIEW_LIMIT or any(UNSHOWABLE.search(one) for one in named):
        raise Invalid.field("view", "bad_view", _("A view names at most 100 audiences."))
    return frozenset(named)


def _same_origin(request: HttpRequest) -> bool:
    """Whether a page of this site asks, as far as the browser says it: no other may hold a connection of it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == (settings.ORIGIN or f"{request.scheme}://{request.get_host()}")
