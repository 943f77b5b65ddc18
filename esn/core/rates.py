"""How often one device, one browser or one address may ask the API: one policy, counted for all web processes together.

A minute is handed out in blocks. A process takes a block by adding its number to the shared store, which only one can
do, and then counts in memory: the store is asked once in many requests, and never gives out more than the whole.
"""

import threading
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from esn.core.clock import now

WINDOW = 60  # seconds
BLOCKS = 20  # into which a minute is cut
_MOST_HELD = 10_000


@dataclass(frozen=True)
class Rate:
    """How a request stands with the policy under which it was counted."""

    policy: str
    quota: int
    left: int
    wait: int  # seconds until the next minute begins
    exceeded: bool = False

    def headers(self) -> dict[str, str]:
        """The fields of the IETF draft draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.wait}',
        }


@dataclass
class _Held:
    """What this process may still hand out of a minute, and which block it would ask for next."""

    window: int
    left: int = 0
    next_block: int = 0


class Rates:
    """What this process knows of the counts of all."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def count(self, policy: str, key: str) -> Rate | None:
        """Count one request of a device, a browser or an address; None where the site sets no limit."""
        quota = settings.API_PER_MINUTE
        if not quota:
            return None
        at = now().timestamp()
        window, wait = int(at // WINDOW), WINDOW - int(at % WINDOW)
        name = f"{policy}:{key}"
        left = self._take(name, window)
        if left is None:
            left = self._take_block(name, window, quota)
        if left is None:
            return Rate(policy, quota, 0, wait, exceeded=True)
        return Rate(policy, quota, left, wait)

    def forget(self) -> None:
        """Begin anew; for tests, which play many minutes."""
        with self._lock:
            self._held.clear()

    def _take(self, name: str, window: int) -> int | None:
        """One of what is held: how many are left for the whole minute; None when nothing is held."""
        with self._lock:
            held = self._held.get(name)
            if held is None or held.window != window or not held.left:
                return None
            held.left -= 1
            return held.left + _behind(held.next_block)

    def _take_block(self, name: str, window: int, quota: int) -> int | None:
        """Ask the store for another block, and take one of it; None when the minute is used up."""
        with self._lock:
            held = self._held.get(name)
            first = held.next_block if held and held.window == window else 0
        blocks = min(BLOCKS, quota)
        for block in range(first, blocks):
            if cache.add(f"rate:{name}:{window}:{block}", 1, timeout=2 * WINDOW):
                return self._hold(name, window, block)
        return self._hold(name, window, None)

    def _hold(self, name: str, window: int, block: int | None) -> int | None:
        with self._lock:
            self._make_room(window)
            held = self._held.get(name)
            if held is None or held.window != window:
                held = self._held[name] = _Held(window)
            if block is None:
                held.next_block = BLOCKS
                return None
            held.next_block = max(held.next_block, block + 1)
            held.left += _size(block) - 1
            return held.left + _behind(held.next_block)

    def _make_room(self, window: int) -> None:
        if len(self._held) < _MOST_HELD:
            return
        for name in [name for name, held in self._held.items() if held.window != window]:
            del self._held[name]
        if len(self._held) >= _MOST_HELD:
            self._held.clear()  # the store still knows which blocks are gone


def _size(block: int) -> int:
    """How many requests a block holds; the first ones take what cannot be shared out evenly."""
    quota = settings.API_PER_MINUTE
    blocks = min(BLOCKS, quota)
    return int(quota // blocks + (block < quota % blocks))


def _behind(block: int) -> int:
    """How many requests the blocks from this one on hold."""
    return sum(_size(one) for one in range(block, min(BLOCKS, settings.API_PER_MINUTE)))


rates = Rates()
