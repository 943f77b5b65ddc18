"""One quick request at a time.

Threads of one Python process take turns anyway, and a thread gives its turn away at every row that it reads: eight
busy threads spend a third of the machine on handing over. So a request begins when the one before it has ended, or has
taken so long that it must be waiting for something: a lock, a disk, a slow reader.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

QUICK = 0.025  # seconds; whoever needs longer no longer keeps others waiting


class Lane:
    """The turn of the requests of one event loop; first come, first served."""

    def __init__(self, quick: float = QUICK) -> None:
        self._quick = quick
        self._free = asyncio.Semaphore(1)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn, and keep it while the request is quick."""
        await self._free.acquire()
        held = True

        def give() -> None:
            nonlocal held
            if held:
                held = False
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._quick, give)
        try:
            yield
        finally:
            timer.cancel()
            give()
