"""Redis comes, goes and comes back under a scaled site: posting never fails, and what is new still arrives."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from websockets.sync.client import ClientConnection

from tests.browser.running import RunningSite
from tests.shapes.scaled import POSTGRES, scaled_site
from tests.shapes.test_two_processes import device, found, frame_of, publish

pytestmark = pytest.mark.shape


class OwnRedis:
    """A Redis server of this test alone, on a port of its own, that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers while it runs."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)
        for _ in range(600):
            with contextlib.suppress(redis.ConnectionError), redis.Redis(port=self.port) as client:
                client.ping()
                return
            time.sleep(0.05)
        raise AssertionError("redis-server does not answer")

    def kill(self) -> None:
        """Take it away without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnRedis]:
    """A Redis that a test may kill."""
    try:
        psycopg.connect(f"{POSTGRES}/postgres").close()
        server = OwnRedis(tmp_path)
        server.start()
    except (psycopg.OperationalError, FileNotFoundError) as error:
        pytest.skip(f"PostgreSQL does not answer, or redis-server is not installed: {error}")
    yield server
    server.kill()


def test_ana_posts_and_bo_hears_it_before_during_and_after_redis_is_away(own: OwnRedis, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with scaled_site(tmp_path / "site", redis=own.address) as (first, second), device(second, "bo") as bo:
        hears(first, bo, "before")
        own.kill()
        hears(first, bo, "during")
        hears(first, bo, "still during")
        own.start()
        hears(first, bo, "after")
        with second.api("bo") as asking:
            assert len(found(asking, "marmalade")) == 4


def hears(site: RunningSite, bo: ClientConnection, when: str) -> None:
    """Ana's post is taken, and Bo's socket on the other process hears of it."""
    with site.api("ana") as ana:
        post = publish(ana, site.cast["Shop floor"], f"Marmalade, {when}")
    assert frame_of(bo, post)["type"] == "post.published"
