"""How often something may be tried: counted by what tries, in spans of time, in the cache that all processes share."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


class Limit:
    """At most so many tries in so many seconds, for each key."""

    def __init__(self, name: str, *, at_most: int, seconds: int) -> None:
        self._name, self._at_most, self._seconds = name, at_most, seconds

    def reached(self, key: str) -> bool:
        """Whether this key has to wait."""
        return int(cache.get(self._place(key), 0)) >= self._at_most

    def count(self, key: str) -> None:
        """One more try of this key."""
        place = self._place(key)
        cache.add(place, 0, self._seconds)
        try:
            cache.incr(place)
            cache.touch(place, self._seconds)  # a cache in the database would forget it after five minutes
        except ValueError:  # it went between the two
            cache.set(place, 1, self._seconds)

    def _place(self, key: str) -> str:
        span = int(time.time()) // self._seconds
        return f"limit:{self._name}:{span}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def address(request: HttpRequest) -> str:
    """Where a request comes from, behind as many proxies as the site trusts."""
    return str(get_adapter(request).get_client_ip(request))
