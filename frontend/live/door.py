"""The live door: two WebSocket paths, one for browsers (session and origin), one for devices (bearer, no cookies).

``{"type":"hello","since":cursor}`` comes first; then frames go out as facts happen. ``{"type":"viewing","case":ref}``
says which case the page shows, and is answered with who else looks at it. Close codes: 4001 unauthenticated,
4003 refused, 4008 too slow.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from esn.core import cursors, events
from esn.core.errors import Invalid
from esn.core.events import Position
from feeds.text import UNSHOWABLE
from frontend.live.feeder import UNAUTHENTICATED, Listener, feeder
from frontend.live.frames import DEVICE
from frontend.live.hub import Send, Socket, hub
from frontend.live.viewers import Lookout, sign
from people import queries as people
from people.credentials import session_mark
from people.models import Person

REFUSED = 4003  # close code
HELLO_SECONDS = 10.0
MESSAGE_LIMIT = 64 * 1024
RATE = 20  # messages a second
VIEW_LIMIT = 100  # audiences

Message = dict[str, Any]


async def application(scope: Mapping[str, Any], receive: Any, send: Send) -> None:
    """One socket from its handshake to its end."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    person, session_id = await asyncio.to_thread(_who, scope)
    if scope["path"] not in ("/ws/v1/live", "/ws/v1/device") or (person is not None and not _trusted_origin(scope)):
        await send({"type": "websocket.close", "code": REFUSED})
        return
    if person is None:
        await send({"type": "websocket.close", "code": UNAUTHENTICATED})
        return
    variant = DEVICE if scope["path"] == "/ws/v1/device" else ("page", person.language)
    prefix = (await asyncio.to_thread(cursors.tag, person.id)).encode()
    socket = Socket(send, person_id=person.id, session_id=session_id, variant=variant, prefix=prefix)
    hub.add(socket)
    conversation = Conversation(Listener(socket, person), receive)
    try:
        await conversation.run()
    finally:
        conversation.lookout.leave()
        feeder.leave(socket)
        hub.remove(socket)


class Conversation:
    """What a client says after the handshake, and the answers."""

    def __init__(self, listener: Listener, receive: Any) -> None:
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
        since, problem = await asyncio.to_thread(_place, self._listener.person, greeting.get("since"))
        cursor = await asyncio.to_thread(_cursor, self._listener.person, since)
        hello: Message = {"type": "hello", "cursor": cursor, "person": self._listener.person.id}
        if problem:
            # The client cannot go on from where it was: it fetches again what it shows, and goes on from here.
            hello = {"type": "reset", "cursor": cursor, "code": "bad_cursor", "detail": problem}
        self._tell(hello)
        self._listener.viewed = frozenset(self._viewed(greeting, "view"))
        await feeder.join(self._listener, since)

    async def _answer(self, message: Message) -> None:
        match message.get("type"):
            case "view":
                await feeder.view(self._listener, self._viewed(message, "audiences"))
            case "viewing":
                await self._viewing(message)
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


def _place(person: Person, cursor: object) -> tuple[Position, str]:
    """Where to go on, and what is wrong with the cursor if anything is."""
    try:
        with translation.override(person.language):
            if cursor is None:
                return events.present(), ""
            if not isinstance(cursor, str) or len(cursor) > 100:
                return events.present(), _("This cursor is unknown here.")
            try:
                return cursors.unseal(person.id, cursor), ""
            except Invalid:
                return events.present(), _("This cursor is unknown here.")
    finally:
        close_old_connections()


def _cursor(person: Person, place: Position) -> str:
    return cursors.seal(person.id, place)


# Who is there ---------------------------------------------------------------------------------------------------------
def _who(scope: Mapping[str, Any]) -> tuple[Person | None, str]:
    try:
        return _of_device(scope) if scope["path"] == "/ws/v1/device" else _of_browser(scope)
    finally:
        close_old_connections()


def _of_device(scope: Mapping[str, Any]) -> tuple[Person | None, str]:
    scheme, _space, secret = _header(scope, b"authorization").partition(" ")
    token = people.token(secret.strip()) if scheme.lower() == "bearer" else None
    return (token.person, f"token:{token.id}") if token else (None, "")


def _of_browser(scope: Mapping[str, Any]) -> tuple[Person | None, str]:
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None, ""
    if cookie is None:
        return None, ""
    session = SessionStore(cookie.value)
    person_id, backend = session.get(SESSION_KEY), session.get(BACKEND_SESSION_KEY)
    if person_id is None or backend not in settings.AUTHENTICATION_BACKENDS:
        return None, ""
    person = load_backend(backend).get_user(person_id)
    if not isinstance(person, Person):
        return None, ""
    fits = constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return (person, f"session:{session_mark(cookie.value)}") if fits else (None, "")


def _trusted_origin(scope: Mapping[str, Any]) -> bool:
    """Browsers name the whole origin that they come from; devices have none."""
    if scope["path"] == "/ws/v1/device":
        return True
    origin = _header(scope, b"origin")
    if settings.ORIGIN:
        return origin == settings.ORIGIN
    host = _header(scope, b"host")
    domain, _port = split_domain_port(host)
    return validate_host(domain, settings.ALLOWED_HOSTS) and origin == f"http://{host}"


def _header(scope: Mapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for found, value in scope["headers"] if found == name), "")
