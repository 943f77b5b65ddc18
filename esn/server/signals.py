"""Signals that are never lost: between a look at what came and falling asleep there is always a moment."""

import os
import select
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType


class Asked:
    """Catches some signals of this process, in its main thread, and wakes who waits for them."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.seen: set[int] = set()
        self._woken, self._wake = os.pipe()  # Python writes a byte to it with each signal, before any handler runs
        for descriptor in (self._woken, self._wake):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, self._note)

    def wait(self, seconds: float | None = None) -> None:
        """Return at the next signal, or after so many seconds; at once if one came since the last wait."""
        select.select([self._woken], [], [], seconds)
        with suppress(BlockingIOError):
            while os.read(self._woken, 512):
                pass

    def close(self) -> None:
        """Forget the pipe; a forked child does this, and decides about signals anew."""
        signal.set_wakeup_fd(-1)
        os.close(self._woken)
        os.close(self._wake)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.seen.add(number)


@contextmanager
def held_back(numbers: Sequence[int]) -> Iterator[None]:
    """Let signals wait for a while: none is handled by the wrong process during a fork."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
