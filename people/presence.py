"""Who is where right now: in the memory of each process, never stored, and forgotten without a sign of life.

A place is what people look at together, such as a case. Each sighting belongs to one audience, and is told to nobody
who does not read that audience: who asks says which ones they read.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from esn.core.redis_hints import Hint, Hints
from people.queries import PersonRef

SEEN_SECONDS = 30.0  # how long somebody is there without another sign
TYPING_SECONDS = 10.0  # how long somebody is writing without another sign


@dataclass(frozen=True)
class Sighting:
    """Somebody in a place; ``key`` is the page or device that said so."""

    place: str
    key: str
    person: PersonRef
    audience_id: str
    typing: bool


@dataclass(frozen=True)
class _Kept:
    sighting: Sighting
    until: float
    typing_until: float


class Presence:
    """The sightings that this process knows of, its own and those that others told; from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, dict[str, _Kept]] = {}  # by place, then by key
        self._mutex = threading.Lock()
        self._told: Callable[[str], None] = _nobody
        self._hints = Hints("presence", self._heard)

    def tell(self, told: Callable[[str], None]) -> None:
        """Call ``told`` with the place whenever something changes there; silence is told by ``at`` alone."""
        self._told = told
        self._hints.listen()

    def note(self, sighting: Sighting) -> None:
        """Somebody is there, for the next 30 seconds; writing, for the next 10."""
        self._keep(sighting)
        self._hints.say(_as_hint(sighting))

    def forget(self, place: str, key: str) -> None:
        """Somebody has gone."""
        if self._drop(place, key):
            self._hints.say({"place": place, "key": key})

    def at(self, place: str, audience_ids: Iterable[str]) -> tuple[Sighting, ...]:
        """Who is there now, among the audiences that the asker reads."""
        self._hints.listen()
        wanted = set(audience_ids)
        with self._mutex:
            living = self._living(place)
        return tuple(one for one in living if one.audience_id in wanted)

    def in_audience(self, audience_id: str) -> frozenset[str]:
        """The ids of the people who are seen on an audience."""
        return frozenset(one.person.id for one in self._all() if one.audience_id == audience_id)

    def audiences_of(self, person_id: str) -> frozenset[str]:
        """The audiences on which somebody is seen."""
        return frozenset(one.audience_id for one in self._all() if one.person.id == person_id)

    def expel(self, person_id: str, audience_id: str) -> None:
        """Somebody does not read an audience any more: they are not seen there from this moment on."""
        for one in self._all():
            if one.person.id == person_id and one.audience_id == audience_id:
                self._drop(one.place, one.key)

    def _keep(self, sighting: Sighting) -> None:
        now = self._clock()
        typing_until = now + TYPING_SECONDS if sighting.typing else now
        with self._mutex:
            before = self._living(sighting.place)
            keys = self._kept.setdefault(sighting.place, {})
            keys[sighting.key] = _Kept(sighting, now + SEEN_SECONDS, typing_until)
            changed = self._living(sighting.place) != before
        if changed:
            self._told(sighting.place)

    def _drop(self, place: str, key: str) -> bool:
        with self._mutex:
            known = self._kept.get(place, {}).pop(key, None) is not None
            if not self._kept.get(place):
                self._kept.pop(place, None)
        if known:
            self._told(place)
        return known

    def _living(self, place: str) -> tuple[Sighting, ...]:
        """Who is there, and who still writes; forgets the others. Called with the mutex."""
        now = self._clock()
        keys = self._kept.get(place, {})
        for key in [key for key, kept in keys.items() if kept.until <= now]:
            del keys[key]
        if not keys:
            self._kept.pop(place, None)
        return tuple(
            kept.sighting if kept.typing_until > now or not kept.sighting.typing else _silent(kept.sighting)
            for kept in keys.values()
        )

    def _all(self) -> list[Sighting]:
        with self._mutex:
            return [one for place in list(self._kept) for one in self._living(place)]

    def _heard(self, hint: Hint) -> None:
        """What another process says: somebody is there, or has gone."""
        if "person" not in hint:
            self._drop(hint["place"], hint["key"])
            return
        self._keep(Sighting(hint["place"], hint["key"], PersonRef(*hint["person"]), hint["audience"], hint["typing"]))


def _silent(sighting: Sighting) -> Sighting:
    return replace(sighting, typing=False)


def _as_hint(one: Sighting) -> Hint:
    return {
        "place": one.place,
        "key": one.key,
        "person": [one.person.id, one.person.name, one.person.avatar, one.person.kind],
        "audience": one.audience_id,
        "typing": one.typing,
    }


def _nobody(place: str) -> None:
    """Nobody listens."""


presence = Presence()
