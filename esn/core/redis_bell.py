"""Rings between the processes of a scaled site: one thread that sends them to Redis and one that hears them.

Nobody waits for Redis: while it is away rings are lost, both threads try again with growing pauses, and the listeners'
slow look at the log goes on.
"""

import functools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import PubSub

logger = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds that connecting or sending may take
QUIET = 10.0  # seconds of silence before the connection is asked whether it lives
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0  # seconds between two tries

_rung = threading.Event()
_threads: dict[str, threading.Thread] = {}
_mutex = threading.Lock()


def ring() -> None:
    """Pass a ring on to the other processes, soon and from another thread."""
    _rung.set()
    _start("esn-ring", _send)


def listen(strike: Callable[[], None]) -> None:
    """Call ``strike`` in a thread for each ring of another process, and whenever rings may have been lost."""
    _start("esn-hear", functools.partial(_hear, strike))


def channel() -> str:
    """The name of the channel of this site."""
    return f"{settings.REDIS_PREFIX}wake"


def _start(name: str, run: Callable[[], None]) -> None:
    with _mutex:
        thread = _threads.get(name)
        if thread is None or not thread.is_alive():
            _threads[name] = threading.Thread(target=run, name=name, daemon=True)
            _threads[name].start()


def _send() -> None:
    client = connect(PATIENCE)
    pause = _FIRST_PAUSE
    while settings.REDIS_URL:
        _rung.wait()
        _rung.clear()
        try:
            client.publish(channel(), b"!")
            pause = _FIRST_PAUSE
        except Exception as error:  # whatever Redis does, posting goes on
            _complain("takes", pause, error)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            _rung.set()  # what was lost is rung once when Redis is back


def _hear(strike: Callable[[], None]) -> None:
    pause = _FIRST_PAUSE
    while settings.REDIS_URL:
        try:
            with subscribed(channel()) as heard:
                pause = _FIRST_PAUSE
                strike()
                for _ in messages(heard):
                    strike()
        except Exception as error:  # a lost connection is made again
            _complain("sends", pause, error)
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _complain(verb: str, pause: float, error: Exception) -> None:
    """Say it once for each absence."""
    logger.log(logging.WARNING if pause == _FIRST_PAUSE else logging.DEBUG, "Redis %s no rings: %s", verb, error)


@contextmanager
def subscribed(name: str) -> Iterator["PubSub"]:
    """A connection that hears one channel."""
    # No timeout on the socket: a quiet channel is not a dead one. ``messages`` finds the dead ones.
    with connect(None) as client, client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe(name)
        yield heard


def messages(heard: "PubSub") -> Iterator[Any]:
    """The messages of a channel; ConnectionError when Redis has not answered for two quiet times."""
    asked = False
    while True:
        message = heard.get_message(timeout=QUIET)
        if message is not None:
            asked = False
            if message["type"] == "message":
                yield message
        elif asked:
            raise ConnectionError(f"no answer for {QUIET} seconds")
        elif heard.subscribed:
            heard.ping()
            asked = True


def connect(timeout: float | None) -> "Redis":
    """A connection to the site's Redis that gives up soon when it is away; ``timeout`` is for answers, in seconds."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        settings.REDIS_URL,
        client_name=channel(),
        socket_connect_timeout=PATIENCE,
        socket_timeout=timeout,
        retry=Retry(NoBackoff(), 0),
    )
