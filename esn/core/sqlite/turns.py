"""Turns for the writers of one database file: first come, first served in a process, and alternating across processes.

SQLite lets waiting writers poll, so that some wait for ever while others never do. Here a writer waits before BEGIN.
"""

import errno
import fcntl
import os
import threading
import time
from collections import deque

_FIRST_PAUSE = 0.0005  # seconds between two looks at a lock that another process holds
_LONGEST_PAUSE = 0.005


class FileTurn:
    """A lock between processes, on two files: who waits holds the gate, so nobody can overtake who waits longest."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._gate: int | None = None
        self._turn: int | None = None

    def take(self, deadline: float) -> bool:
        """Wait for the lock until the deadline (monotonic seconds); False when it was not given."""
        if self._gate is None or self._turn is None:
            self._gate = os.open(self._path + "-gate", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._turn = os.open(self._path + "-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _lock(self._gate, deadline):
            return False
        try:
            return _lock(self._turn, deadline)
        finally:
            fcntl.flock(self._gate, fcntl.LOCK_UN)

    def give_back(self) -> None:
        """Let another process have its turn."""
        if self._turn is not None:
            fcntl.flock(self._turn, fcntl.LOCK_UN)


def _lock(descriptor: int, deadline: float) -> bool:
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EINTR):
                raise
        else:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


class Turns:
    """The queue of the writers of one database file in this process."""

    def __init__(self, path: str) -> None:
        self._mutex = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()
        self._between_processes = FileTurn(path)

    def take(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds for the turn; False when it did not come."""
        deadline = time.monotonic() + timeout
        if not self._take_in_process(deadline):
            return False
        taken = False
        try:
            taken = self._between_processes.take(deadline)
        finally:
            if not taken:
                self._hand_on()
        return taken

    def give_back(self) -> None:
        """End the turn and start the next writer's."""
        try:
            self._between_processes.give_back()
        finally:
            self._hand_on()

    def _take_in_process(self, deadline: float) -> bool:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        given = False
        try:
            given = mine.acquire(timeout=max(deadline - time.monotonic(), 0))
        finally:
            if not given:
                given = self._leave_the_queue(mine)
        return given

    def _leave_the_queue(self, mine: threading.Lock) -> bool:
        """Stop waiting; True when the turn was given at the last moment, so that it is the caller's after all."""
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True

    def _hand_on(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_queues: dict[str, Turns] = {}
_queues_mutex = threading.Lock()


def turns_of(path: str) -> Turns:
    """The queue for a database file; the same one for each of its names."""
    real = os.path.realpath(path)
    with _queues_mutex:
        if real not in _queues:
            _queues[real] = Turns(real)
        return _queues[real]


def _forget() -> None:
    """A forked child starts its own queues: an inherited descriptor would share the parent's lock."""
    global _queues_mutex
    _queues_mutex = threading.Lock()
    _queues.clear()


os.register_at_fork(after_in_child=_forget)
