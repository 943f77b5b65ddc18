"""Who looks at the case on the page: what sockets say of themselves, and what they are told of others.

A socket is told only of sides that it hears live, which the feeder withdraws with the right to read them. Nothing of
this is in the event log: a frame that is lost is made good by the answer to the next sign of life.
"""

import asyncio
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections

from cases import queries
from esn.core.errors import NotFound
from esn.core.rendering import as_json
from esn.core.showable import UNSHOWABLE
from frontend.live.hub import Socket
from people import queries as people
from people.models import Person
from people.presence import Sighting, presence

SIGNS = 2.0  # signs of life a second, after a first few
SIGNS_AT_ONCE = 8.0
SWEEP_SECONDS = 5.0  # how soon a silence is told


@dataclass(frozen=True)
class Sign:
    """A sign of life: the case in view, the side (the first that one reads if none is named), whether one writes."""

    case: str
    side: str | None
    typing: bool


def sign(message: Mapping[str, Any]) -> Sign | None:
    """What a client says of the case on its page; None when it is malformed. An empty case means that it left."""
    case, side, typing = message.get("case") or "", message.get("side") or None, message.get("typing", False)
    if not isinstance(case, str) or not isinstance(side, str | None) or not isinstance(typing, bool):
        return None
    if len(case) > 40 or len(side or "") > 80 or UNSHOWABLE.search(case):
        return None
    return Sign(case, side, typing)


@dataclass
class _Look:
    """What one socket looks at, and what it was last told of others there."""

    ref: str
    sides: Mapping[str, str]  # by audience
    said: str = ""


class Watch:
    """The sockets of this process by the case that they look at; belongs to the event loop."""

    def __init__(self) -> None:
        self._looks: dict[Socket, _Look] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def look(self, socket: Socket, ref: str, sides: Mapping[str, str]) -> None:
        """Tell the socket from now on who else looks at the case."""
        if self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._loop.call_later(SWEEP_SECONDS, self._sweep)
            presence.tell(self._changed)
        self._looks[socket] = _Look(ref, sides)

    def leave(self, socket: Socket) -> None:
        """Tell the socket nothing more."""
        self._looks.pop(socket, None)

    def say(self, socket: Socket, *, again: bool = False) -> None:
        """Tell one socket who else is there, when that has changed or ``again``; nothing while it is busy."""
        look = self._looks.get(socket)
        if look is None:
            return
        heard = {audience: name for audience, name in look.sides.items() if audience in socket.topics}
        seen = queries.viewers_on(socket.person_id, look.ref, heard)
        text = as_json({"type": "viewers", "case": look.ref, "viewers": seen}).decode()
        if (again or text != look.said) and heard and socket.mention(text):
            look.said = text

    def _changed(self, ref: str) -> None:
        """Something changed in a place; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._say_to_all, ref)

    def _say_to_all(self, ref: str) -> None:
        for socket in [one for one, look in self._looks.items() if look.ref == ref]:
            self.say(socket)

    def _sweep(self) -> None:
        """Tell what nobody says: that somebody fell silent."""
        for socket in list(self._looks):
            self.say(socket)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_later(SWEEP_SECONDS, self._sweep)


watch = Watch()


class Lookout:
    """What the client behind one socket says of the case in view; one sign of life keeps it there."""

    def __init__(self, socket: Socket, person: Person) -> None:
        self._socket = socket
        self._person = person
        self._key = f"socket:{secrets.token_hex(8)}"
        self._ref = ""
        self._side: str | None = None
        self._sides: dict[str, str] = {}  # by audience
        self._allowance = SIGNS_AT_ONCE
        self._heard_at = time.monotonic()

    def within_rate(self) -> bool:
        """Whether this sign is not one too many."""
        now = time.monotonic()
        self._allowance = min(SIGNS_AT_ONCE, self._allowance + (now - self._heard_at) * SIGNS)
        self._heard_at = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True

    def stays(self, sign: Sign) -> bool:
        """Whether this says what the sign before said of the place, which the person still hears live."""
        here = bool(self._sides) and self._sides.keys() <= self._socket.topics
        return here and (sign.case, sign.side) == (self._ref, self._side)

    async def sides(self, sign: Sign) -> frozenset[str]:
        """The audiences of the case that the person reads, to be heard live; none when there is no such case."""
        found = await asyncio.to_thread(_sides, self._person, sign.case)
        if not found or sign.side not in (None, *found.values()):
            self.leave()
            return frozenset()
        if sign.case != self._ref:
            self.leave()
        self._ref, self._side, self._sides = sign.case, sign.side, found
        return frozenset(found)

    def look(self, *, typing: bool) -> None:
        """Be seen in the case, on a side that the person hears live by now, and see the others."""
        heard = {name: audience for audience, name in self._sides.items() if audience in self._socket.topics}
        audience = heard.get(self._side) if self._side else next(iter(heard.values()), None)
        if audience is None:
            self.leave()
            return
        watch.look(self._socket, self._ref, self._sides)
        presence.note(Sighting(self._ref, self._key, people.ref(self._person), audience, typing))
        watch.say(self._socket, again=True)

    def leave(self) -> None:
        """Be seen no more."""
        watch.leave(self._socket)
        if self._ref:
            presence.forget(self._ref, self._key)
        self._ref, self._side, self._sides = "", None, {}


def _sides(person: Person, ref: str) -> dict[str, str]:
    try:
        return queries.sides_in_view(person, ref)
    except NotFound:
        return {}
    finally:
        close_old_connections()
