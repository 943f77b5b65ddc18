"""The live door: two WebSocket paths, one for browsers (session and origin), one for devices (bearer, no cookies).

``{"type":"hello","since":cursor}`` comes first; then frames go out as facts happen. ``{"type":"viewing","case":ref}``
says which case the page shows, and is answered with who else looks at it. ``{"type":"here"}`` says that somebody does
something there, and so counts as active for some minutes. A device that only reads hears all and is seen nowhere;
one that only sends hears nothing. Close codes: 4001 unauthenticated, also when a device's time is over, 4003 refused,
4008 too slow.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import gettext as _

from esn.core import cursors, events, retention
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import Position
from esn.core.showable import UNSHOWABLE
from frontend.live.callers import Caller, may_listen, who
from frontend.live.feeder import UNAUTHENTICATED, Listener, feeder
from frontend.live.frames import DEVICE
from frontend.live.hub import Send, Socket, hub
from frontend.live.viewers import Lookout, sign
from groups.changes import SNAPSHOT
from people.models import Person
from people.seen import seen

REFUSED = 4003  # close code
HELLO_SECONDS = 10.0
MESSAGE_LIMIT = 64 * 1024
RATE = 20  # messages a second
VIEW_LIMIT = 100  # audiences
CURSOR_LIMIT = 100  # letters

Message = dict[str, Any]


async def application(scope: Mapping[str, Any], receive: Any, send: Send) -> None:
    """One socket from its handshake to its end."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    caller = await asyncio.to_thread(who, scope)
    if scope["path"] not in ("/ws/v1/live", "/ws/v1/device") or (caller and not may_listen(scope, caller)):
        await send({"type": "websocket.close", "code": REFUSED})
        return
    if caller is None:
        await send({"type": "websocket.close", "code": UNAUTHENTICATED})
        return
    person = caller.person
    variant = DEVICE if scope["path"] == "/ws/v1/device" else ("page", person.language)
    prefix = (await asyncio.to_thread(cursors.tag, person.id)).encode()
    socket = Socket(send, person_id=person.id, session_id=caller.session_id, variant=variant, prefix=prefix)
    hub.add(socket)
    conversation = Conversation(Listener(socket, person), receive, seen=caller.seen)
    over = close_in_time(socket, caller)
    try:
        await conversation.run()
    finally:
        if over:
            over.cancel()
        conversation.lookout.leave()
        feeder.leave(socket)
        hub.remove(socket)


def close_in_time(socket: Socket, caller: Caller) -> asyncio.TimerHandle | None:
    """Close the socket when the time of its device is over."""
    if caller.until is None:
        return None
    left = max(0.0, (caller.until - now()).total_seconds())
    return asyncio.get_running_loop().call_later(left, socket.close, UNAUTHENTICATED)


class Conversation:
    """What a client says after the handshake, and the answers."""

    def __init__(self, listener: Listener, receive: Any, *, seen: bool = True) -> None:
        self._seen = seen
        self.lookout = Lookout(listener.socket, listener.person)
        self._listener = listener
        self._receive = receive
        self._allowance = float(RATE)
        self._heard_at = time.monotonic()

    async def run(self) -> None:
        """Greet, then listen until the client leaves or breaks a limit."""
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                greeting = await self._next()
        except TimeoutError:
            self._listener.socket.close(REFUSED)
            return
        if greeting is None:
            return
        if greeting.get("type") != "hello":
            self._refuse("hello_first", _("Say hello first."))
            self._listener.socket.close(REFUSED)
            return
        await self._greet(greeting)
        while (message := await self._next()) is not None:
            await self._answer(message)

    async def _greet(self, greeting: Message) -> None:
        self._listener.viewed = frozenset(self._viewed(greeting, "view"))
        await join(self._listener, greeting.get("since"))

    async def _answer(self, message: Message) -> None:
        match message.get("type"):
            case "view":
                await feeder.view(self._listener, self._viewed(message, "audiences"))
            case "viewing" | "here" if not self._seen:
                self._refuse("read_only", _("This device only reads: nobody sees it."))
            case "viewing":
                await self._viewing(message)
            case "here":
                seen.note(self._listener.person.id)
            case "ping":
                self._tell({"type": "pong"})
            case _:
                self._refuse("unknown_type", _("This kind of message is unknown."))

    async def _viewing(self, message: Message) -> None:
        """The case on the page: be seen there and see the others, or be seen no more."""
        said = sign(message)
        if said is None:
            self._refuse("bad_viewing", _("This does not name a case, one of its sides and whether you write."))
        elif not self.lookout.within_rate():
            self._refuse("too_often", _("Say this less often."))
        elif not said.case:
            self.lookout.leave()
        elif self.lookout.stays(said):
            self.lookout.look(typing=said.typing)
        elif sides := await self.lookout.sides(said):
            if not sides <= self._listener.socket.topics:
                viewed = self._listener.viewed | sides
                await feeder.view(self._listener, [*(viewed if len(viewed) <= VIEW_LIMIT else sides)])
            self.lookout.look(typing=said.typing)
        else:
            self._refuse("unknown_case", _("This case is unknown here."))

    async def _next(self) -> Message | None:
        """The next well-formed message; None when the client has left or must go."""
        while True:
            event = await self._receive()
            if event["type"] == "websocket.disconnect":
                return None
            if not self._within_rate():
                self._listener.socket.close(REFUSED)
                return None
            message = _parsed(event.get("text"))
            if message is not None:
                return message
            self._refuse("malformed", _("This is not a JSON object of at most 64 KB."))

    def _within_rate(self) -> bool:
        now = time.monotonic()
        self._allowance = min(RATE, self._allowance + (now - self._heard_at) * RATE)
        self._heard_at = now
        self._allowance -= 1
        return self._allowance >= 0

    def _viewed(self, message: Message, name: str) -> list[str]:
        """The audiences of the page in view; what is too much or not text is told and left out."""
        named = message.get(name) or []
        if not isinstance(named, list) or len(named) > VIEW_LIMIT or not all(isinstance(one, str) for one in named):
            self._refuse("bad_view", _("A view names at most 100 audiences."))
            return []
        return [one for one in named if not UNSHOWABLE.search(one)]

    def _refuse(self, code: str, detail: str) -> None:
        self._tell({"type": "error", "code": code, "detail": detail})

    def _tell(self, message: Message) -> None:
        self._listener.socket.tell(json.dumps(message, ensure_ascii=False))


def _parsed(text: str | None) -> Message | None:
    if not text or len(text.encode(errors="surrogatepass")) > MESSAGE_LIMIT:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


async def join(listener: Listener, cursor: object) -> None:
    """Greet a listener and let it hear everything after its cursor; where that cannot be, say so and begin here."""
    person = listener.person
    since = await asyncio.to_thread(_place, person, cursor)
    if since is not None:
        said = {"type": "hello", "cursor": cursors.seal(person.id, since), "person": person.id}
        listener.socket.tell(json.dumps(said))
        with suppress(retention.GapError):
            await feeder.join(listener, since)
            return
    here = await asyncio.to_thread(_place, person, None) or events.START
    with translation.override(person.language):
        detail = _("This cursor is unknown here.")
    # The client cannot go on from where it was: it fetches again what it shows, and goes on from here.
    reset = {"type": "reset", "cursor": cursors.seal(person.id, here), "code": "bad_cursor", "detail": detail}
    listener.socket.tell(json.dumps(reset | {"snapshot": SNAPSHOT}, ensure_ascii=False))
    await feeder.join(listener, here)


def _place(person: Person, cursor: object) -> Position | None:
    """Where to go on; None where a cursor leads nowhere, or to what is forgotten."""
    try:
        if cursor is None:
            return events.present()
        if not isinstance(cursor, str) or len(cursor) > CURSOR_LIMIT:
            return None
        place = cursors.unseal(person.id, cursor)
        return None if retention.is_gap(place) else place
    except Invalid:
        return None
    finally:
        close_old_connections()
