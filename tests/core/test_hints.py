"""Hints between processes: what one says the others hear while Redis is there, and nobody waits for it."""

import queue
import time
import uuid
from collections.abc import Iterator

import pytest
from pytest_django import Settings
from redis import Redis
from redis.exceptions import RedisError

from esn.core import redis_hints
from esn.core.redis_hints import Hint, Hints
from tests.core.test_wake import REDIS

PATIENCE = 30  # seconds until a hint counts as lost


@pytest.fixture
def scaled(settings: Settings) -> Iterator[Settings]:
    """A site with Redis and channels of its own."""
    try:
        Redis.from_url(REDIS, socket_connect_timeout=1).ping()
    except RedisError:
        pytest.skip(f"no Redis answers at {REDIS}")
    settings.REDIS_URL = REDIS
    settings.REDIS_PREFIX = f"test-{uuid.uuid4().hex}:"
    yield settings
    settings.REDIS_URL = ""  # the threads end


def listening(*processes: Hints) -> None:
    """Return when all of them hear the channel."""
    for one in processes:
        one.listen()
    with Redis.from_url(REDIS) as client:
        while client.pubsub_numsub(processes[0].channel)[0][1] < len(processes):
            time.sleep(0.01)


@pytest.mark.shape
def test_what_one_process_says_the_other_hears_and_it_does_not_hear_itself(scaled: Settings) -> None:
    here: queue.Queue[Hint] = queue.Queue()
    there: queue.Queue[Hint] = queue.Queue()
    first, second = Hints("tests", here.put), Hints("tests", there.put)
    listening(first, second)
    first.say({"place": "C-2026-000001"})
    assert there.get(timeout=PATIENCE) == {"place": "C-2026-000001"}
    second.say({"place": "C-2026-000002"})
    assert here.get(timeout=PATIENCE) == {"place": "C-2026-000002"}, "and nothing of its own before"


@pytest.mark.shape
def test_who_listened_hears_again_after_redis_has_dropped_the_connection(scaled: Settings) -> None:
    there: queue.Queue[Hint] = queue.Queue()
    first, second = Hints("tests", lambda hint: None), Hints("tests", there.put)
    listening(first, second)
    with Redis.from_url(REDIS) as client:
        for connection in client.client_list(_type="pubsub"):
            if connection["name"].startswith(scaled.REDIS_PREFIX):
                client.client_kill_filter(_id=connection["id"])
        while client.pubsub_numsub(first.channel)[0][1]:
            time.sleep(0.01)
    listening(first, second)
    first.say({"place": "again"})
    assert there.get(timeout=PATIENCE) == {"place": "again"}


@pytest.mark.shape
def test_while_redis_is_away_nobody_waits_and_what_is_too_much_is_dropped(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_hints, "WAITING", 3)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    hints = Hints("tests", lambda hint: None)
    for number in range(10):
        hints.say({"number": number})
    assert hints._waiting.qsize() <= 3
    settings.REDIS_URL = ""


def test_where_there_is_one_process_nothing_is_said_and_no_thread_begins(settings: Settings) -> None:
    settings.REDIS_URL = ""
    hints = Hints("tests", lambda hint: None)
    hints.say({"place": "here"})
    hints.listen()
    assert hints._waiting.empty()
    assert hints._threads == []
