"""Who was seen lately: in the memory of each process, never stored, without a place, forgotten after some minutes."""

import threading
import time
from collections.abc import Callable, Iterable

from esn.core.redis_hints import Hint, Hints

SEEN_SECONDS = 300.0  # how long somebody counts as active after a sign
TOLD_SECONDS = 60.0  # how often other processes are told of the same person
SWEEP = 1024  # people, above which those who fell silent are forgotten


class Seen:
    """When people gave their last sign, as this process knows; from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._mutex = threading.Lock()
        self._hints = Hints("seen", self._heard)

    def note(self, person_id: str) -> None:
        """Somebody did something just now."""
        now = self._clock()
        with self._mutex:
            self._until[person_id] = now + SEEN_SECONDS
            due = self._told.get(person_id, 0.0) <= now
            if due:
                self._told[person_id] = now + TOLD_SECONDS
            if len(self._until) > SWEEP:
                self._sweep(now)
        if due:
            self._hints.say({"person": person_id})

    def forget(self, person_id: str) -> None:
        """Somebody is not there any more."""
        with self._mutex:
            self._until.pop(person_id, None)
            self._told.pop(person_id, None)

    def among(self, person_ids: Iterable[str]) -> frozenset[str]:
        """Those of some people who were seen within the last minutes."""
        self._hints.listen()
        now = self._clock()
        with self._mutex:
            return frozenset(id_ for id_ in person_ids if self._until.get(id_, 0.0) > now)

    def _heard(self, hint: Hint) -> None:
        """What another process says."""
        with self._mutex:
            self._until[hint["person"]] = self._clock() + SEEN_SECONDS

    def _sweep(self, now: float) -> None:
        """Forget who fell silent. Called with the mutex."""
        self._until = {id_: until for id_, until in self._until.items() if until > now}
        self._told = {id_: until for id_, until in self._told.items() if until > now}


seen = Seen()
