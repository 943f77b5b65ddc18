"""The bell between threads, between processes, and over Redis."""

import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings
from redis import Redis
from redis.exceptions import RedisError

from esn.core import redis_bell
from esn.core.wake import Bell, ring

PATIENCE = 60  # seconds until a ring counts as lost
REDIS = os.environ.get("ESN_TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
RINGER = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(DATA_DIR=Path({data!r}), REDIS_URL={redis!r}, REDIS_PREFIX={prefix!r})
from esn.core.wake import ring
ring()
sys.stdin.read()  # the thread that speaks with Redis ends with its process
"""


@pytest.fixture(autouse=True)
def embedded(settings: Settings, tmp_path: Path) -> None:
    """An embedded site with a data folder of its own."""
    settings.DATA_DIR = tmp_path
    settings.REDIS_URL = ""


@contextmanager
def ringing_elsewhere(settings: Settings) -> Iterator[None]:
    """Another process rings, and stays until it was heard."""
    script = RINGER.format(data=str(settings.DATA_DIR), redis=settings.REDIS_URL, prefix=settings.REDIS_PREFIX)
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE) as ringer:
        yield
        ringer.communicate(timeout=PATIENCE)
    assert ringer.returncode == 0


def test_who_listens_wakes_and_who_has_heard_waits_again() -> None:
    with Bell() as bell:
        assert not bell.wait(0)
        ring()
        assert bell.wait(PATIENCE)
        assert not bell.wait(0)


def test_a_thousand_rings_are_one_and_none_of_them_waits() -> None:
    with Bell() as bell:
        for _ in range(1000):
            ring()
        assert bell.wait(0)
        assert not bell.wait(0)


def test_everybody_who_listens_wakes() -> None:
    with Bell() as first, Bell() as second:
        ring()
        assert first.wait(PATIENCE)
        assert second.wait(PATIENCE)


def test_a_ring_in_another_process_wakes_this_one(settings: Settings) -> None:
    with Bell() as bell, ringing_elsewhere(settings):
        assert bell.wait(PATIENCE)


def test_a_ring_without_listeners_and_with_dead_ones_is_quiet(tmp_path: Path) -> None:
    ring()
    dead = tmp_path / "run" / "1-1.bell"
    dead.parent.mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as left_over:
        left_over.bind(str(dead))
    ring()
    assert not dead.exists()


def test_a_data_folder_with_a_long_name_has_bells_too(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / ("long" * 30)
    with Bell() as bell:
        ring()
        assert bell.wait(PATIENCE)


@pytest.fixture
def scaled(settings: Settings) -> Settings:
    """A site with Redis and a channel of its own."""
    try:
        Redis.from_url(REDIS, socket_connect_timeout=1).ping()
    except RedisError:
        pytest.skip(f"no Redis answers at {REDIS}")
    settings.REDIS_URL = REDIS
    settings.REDIS_PREFIX = f"test-{uuid.uuid4().hex}:"
    return settings


def wait_for_subscribers(number: int) -> None:
    """Return when so many connections listen to this test's channel."""
    with Redis.from_url(REDIS) as client:
        while client.pubsub_numsub(redis_bell.channel())[0][1] < number:
            time.sleep(0.01)


@pytest.mark.shape
def test_a_ring_goes_through_redis_to_another_process(scaled: Settings) -> None:
    strikes = threading.Semaphore(0)
    threading.Thread(target=redis_bell._hear, args=(strikes.release,), daemon=True).start()
    wait_for_subscribers(1)
    assert strikes.acquire(timeout=PATIENCE), "once when it has connected"
    with ringing_elsewhere(scaled):
        assert strikes.acquire(timeout=PATIENCE)


@pytest.mark.shape
def test_who_listened_hears_again_after_redis_has_dropped_the_connection(scaled: Settings) -> None:
    strikes = threading.Semaphore(0)
    threading.Thread(target=redis_bell._hear, args=(strikes.release,), daemon=True).start()
    wait_for_subscribers(1)
    assert strikes.acquire(timeout=PATIENCE)
    with Redis.from_url(REDIS) as client:
        for connection in client.client_list(_type="pubsub"):
            if connection["name"] == redis_bell.channel():
                client.client_kill_filter(_id=connection["id"])
    assert strikes.acquire(timeout=PATIENCE), "rings may have been lost meanwhile"
    with ringing_elsewhere(scaled):
        assert strikes.acquire(timeout=PATIENCE)


@pytest.mark.shape
def test_without_redis_a_ring_still_wakes_its_own_process(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with Bell() as bell:
        bell.wait(0.2)
        ring()
        assert bell.wait(PATIENCE)
