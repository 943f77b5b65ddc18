"""The bell: a commit rings it, and whoever reads the event log wakes at once instead of at its next slow look.

It carries no content and may be lost: the log is the truth, and a listener looks by itself every second. In the
embedded shape a ring is a byte to a socket file of each listening process, in the scaled one a message on Redis.
"""

import functools
import hashlib
import itertools
import logging
import os
import socket
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from esn.core import redis_bell

logger = logging.getLogger(__name__)

_LONGEST_PATH = 80  # bytes; the shortest limit among systems is 104 for a socket's whole path
_numbers = itertools.count()


class Bell:
    """A listener. Use it as a context manager; many rings since the last wait count as one."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        folder = _folder(settings.DATA_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = str(folder / f"{os.getpid()}-{next(_numbers)}.bell")
        _remove(self._path)
        self._socket.bind(self._path)
        _listeners.add(self)
        if settings.REDIS_URL:
            redis_bell.listen(strike_all)

    def fileno(self) -> int:
        """The descriptor that becomes readable on a ring, for an event loop; call ``clear`` then."""
        return self._socket.fileno()

    def wait(self, timeout: float) -> bool:
        """Wait for a ring for at most ``timeout`` seconds; whether there was one."""
        self._socket.settimeout(timeout)
        try:
            self._socket.recv(1)
        except (TimeoutError, BlockingIOError):
            return False
        self.clear()
        return True

    def clear(self) -> None:
        """Forget the rings up to now."""
        self._socket.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                self._socket.recv(1)

    def strike(self) -> None:
        """Ring this bell alone, from any thread of its process."""
        _send(self._path)

    def close(self) -> None:
        """Stop listening."""
        _listeners.discard(self)
        self._socket.close()
        _remove(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def ring() -> None:
    """Wake every listener of the site; never waits and never fails, since a lost ring only costs a moment."""
    try:
        if settings.REDIS_URL:
            strike_all()
            redis_bell.ring()
        else:
            _ring_neighbours(_folder(settings.DATA_DIR))
    except Exception:
        logger.exception("The bell did not ring; listeners look again within a second.")


def processes() -> frozenset[int]:
    """The processes on this machine that listen for this site's bell, by their ids."""
    found = set()
    for path in _folder(settings.DATA_DIR).glob("*.bell"):
        with suppress(ValueError, ProcessLookupError):
            pid = int(path.name.partition("-")[0])
            os.kill(pid, 0)
            found.add(pid)
    return frozenset(found)


def strike_all() -> None:
    """Wake the listeners of this process."""
    for bell in list(_listeners):
        bell.strike()


_listeners: weakref.WeakSet[Bell] = weakref.WeakSet()
_sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
_sender.setblocking(False)


def _ring_neighbours(folder: Path) -> None:
    with suppress(FileNotFoundError):  # nobody has listened yet
        for name in os.listdir(folder):
            if name.endswith(".bell"):
                _send(str(folder / name))


def _send(path: str) -> None:
    try:
        _sender.sendto(b"!", path)
    except (ConnectionRefusedError, FileNotFoundError):
        _remove(path)  # its process is gone
    except BlockingIOError:
        pass  # it was rung often enough and will look


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


@functools.cache
def _folder(data: Path) -> Path:
    """The folder of the socket files: in the data folder, or in the temporary folder where its path is too long."""
    folder = Path(data).absolute() / "run"
    if len(os.fsencode(folder)) <= _LONGEST_PATH:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"esn-{os.getuid()}-{name}"


os.register_at_fork(after_in_child=_listeners.clear)
