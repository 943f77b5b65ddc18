"""Hints between the processes of a scaled site: small messages of the moment, never stored, any of which may be lost.

Nobody waits for Redis: what it does not take at once is dropped, and so is what was said while it was away.
"""

import json
import logging
import os
import queue
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from esn.core import redis_bell

logger = logging.getLogger(__name__)

Hint = dict[str, Any]

WAITING = 1_000  # hints that may wait for a slow Redis
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0  # seconds between two tries


class Hints:
    """One channel of hints: what this process says, and what it hears from the others."""

    def __init__(self, name: str, take: Callable[[Hint], None]) -> None:
        self._name = name
        self._take = take
        self._waiting: queue.Queue[Hint] = queue.Queue(WAITING)
        self._threads: list[threading.Thread] = []
        self._mutex = threading.Lock()
        self._me = secrets.token_hex(8)
        os.register_at_fork(after_in_child=self._forget_threads)

    def say(self, hint: Hint) -> None:
        """Pass a hint on to the other processes, soon and from another thread; dropped when too many wait."""
        if not settings.REDIS_URL:
            return
        self.listen()
        try:
            self._waiting.put_nowait({**hint, "from": self._me})
        except queue.Full:
            logger.debug("Redis is slow: a hint was dropped.")

    def listen(self) -> None:
        """Hear the other processes from now on; nothing to do where there is only one."""
        if not settings.REDIS_URL or self._threads:
            return
        with self._mutex:
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._lasting, args=(work,), name=name, daemon=True)
                    for name, work in ((f"{self._name}-say", self._send), (f"{self._name}-hear", self._hear))
                ]
                for thread in self._threads:
                    thread.start()

    @property
    def channel(self) -> str:
        """The name of the channel of this site."""
        return f"{settings.REDIS_PREFIX}{self._name}"

    def _forget_threads(self) -> None:
        self._threads, self._mutex, self._me = [], threading.Lock(), secrets.token_hex(8)

    def _lasting(self, work: Callable[[], None]) -> None:
        """Work until there is no Redis any more; a lost connection is made again, and said once."""
        pause = _FIRST_PAUSE
        while settings.REDIS_URL:
            began = time.monotonic()
            try:
                work()
            except Exception as error:  # whatever Redis does, work goes on without hints
                if time.monotonic() - began > _LONGEST_PAUSE:
                    pause = _FIRST_PAUSE
                logger.log(logging.WARNING if pause == _FIRST_PAUSE else logging.DEBUG, "No hints: %s", error)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _send(self) -> None:
        with redis_bell.connect(redis_bell.PATIENCE) as client:
            while True:
                client.publish(self.channel, json.dumps(self._waiting.get()))

    def _hear(self) -> None:
        with redis_bell.subscribed(self.channel) as heard:
            for message in redis_bell.messages(heard):
                hint = json.loads(message["data"])
                if hint.pop("from", None) != self._me:
                    self._take(hint)
