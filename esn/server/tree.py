"""The process tree of the embedded site: a quiet parent, and children that share its memory.

The parent forks before it has threads or connections. It starts a child again that has died, ends all of them when
it is asked to end, and they end when it dies.
"""

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from esn.server import signals

logger = logging.getLogger(__name__)

GIVE_UP = 78  # the exit code of a child that would fail again (EX_CONFIG of sysexits.h)
PATIENCE = 18.0  # seconds that the children have to end
STEADY = 60.0  # seconds after which a child's earlier deaths are forgotten
_LONGEST_PAUSE = 30.0
_ENDINGS = (signal.SIGTERM, signal.SIGINT)

Work = Callable[[], int]


@dataclass
class Child:
    """One child: what it does, its process, and how often it has died of late."""

    name: str
    work: Work
    pid: int = 0
    started: float = 0.0
    due: float = 0.0  # when it may start again
    deaths: int = 0


class Tree:
    """The parent of some children."""

    def __init__(self, children: Mapping[str, Work]) -> None:
        self._children = [Child(name, work) for name, work in children.items()]
        self._gave_up = False
        self._lifeline, self._life = os.pipe()  # its other end closes with the parent

    def run(self) -> int:
        """Keep the children running until SIGTERM or SIGINT; the exit code."""
        gc.collect()
        gc.freeze()  # the collector would write to the memory that the children share
        self._asked = signals.Asked((*_ENDINGS, signal.SIGCHLD))
        while not self._stopping:
            self._start_missing()
            self._asked.wait(self._pause())
            self._bury()
        self._end()
        return int(self._gave_up)

    @property
    def _stopping(self) -> bool:
        return self._gave_up or not self._asked.seen.isdisjoint(_ENDINGS)

    def _start_missing(self) -> None:
        for child in self._children:
            if not child.pid and child.due <= time.monotonic() and not self._stopping:
                child.started = time.monotonic()
                with signals.held_back(_ENDINGS):
                    child.pid = os.fork()
                    if not child.pid:
                        self._forget_parent()
                if not child.pid:
                    self._become(child)

    def _forget_parent(self) -> None:
        self._asked.close()
        for number in (*_ENDINGS, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._life)

    def _become(self, child: Child) -> NoReturn:
        threading.Thread(target=_end_with_parent, args=(self._lifeline,), name="esn-lifeline", daemon=True).start()
        leave(child.work)

    def _pause(self) -> float:
        """Seconds until a dead child is due."""
        due = [child.due - time.monotonic() for child in self._children if not child.pid]
        return max(min(due, default=3600.0), 0.0)

    def _bury(self) -> None:
        for child in self._children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._mourn(child, os.waitstatus_to_exitcode(status))

    def _mourn(self, child: Child, code: int) -> None:
        child.pid = 0
        if self._stopping:
            return
        if code == GIVE_UP:
            self._gave_up = True
            return
        lived = time.monotonic() - child.started
        child.deaths = 1 if lived > STEADY else child.deaths + 1
        pause = min(0.5 * 2 ** (child.deaths - 1), _LONGEST_PAUSE)
        child.due = time.monotonic() + pause
        logger.error(
            "The %s process ended with %d after %.0f s; it starts again in %.1f s.", child.name, code, lived, pause
        )

    def _end(self) -> None:
        """Ask the children to end, wait, and kill who does not."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self._alive() and time.monotonic() < deadline:
            self._asked.wait(max(deadline - time.monotonic(), 0.0))
            self._bury()
        self._signal(signal.SIGKILL)
        for child in self._alive():
            os.waitpid(child.pid, 0)

    def _alive(self) -> list[Child]:
        return [child for child in self._children if child.pid]

    def _signal(self, number: int) -> None:
        for child in self._alive():
            with suppress(ProcessLookupError):
                os.kill(child.pid, number)


def leave(work: Work) -> NoReturn:
    """Do the work of a forked process and end it, whatever happens, without coming back to the parent's code."""
    code = 1
    try:
        code = work()
    except KeyboardInterrupt:
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else 1
    except BaseException:
        logger.exception("A process failed.")
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def in_child(work: Work) -> int:
    """Do some work in a child process, so that its memory goes with it; its exit code."""
    pid = os.fork()
    if not pid:
        leave(work)
    while True:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        except KeyboardInterrupt:
            continue  # the child got it too


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns when the parent is gone
    os._exit(1)
