"""Whether a connection's buffer has room; the application waits while it has not."""

import asyncio


class Room:
    """The state of one buffer: the transport says when it is full and when it is empty again."""

    __slots__ = ("_emptied", "full")

    def __init__(self) -> None:
        self.full = False
        self._emptied: asyncio.Event | None = None

    def fill(self) -> None:
        """The buffer is above its mark."""
        self.full = True

    def empty(self) -> None:
        """The buffer has gone out, or nobody will ever read it."""
        self.full = False
        if self._emptied is not None:
            self._emptied.set()
            self._emptied = None

    async def wait(self) -> None:
        """Return when there is room."""
        while self.full:
            if self._emptied is None:
                self._emptied = asyncio.Event()
            await self._emptied.wait()
