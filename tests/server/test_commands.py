"""The commands that people and deployments rely on, on a site of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from benchmarks import migrated

ROOT = Path(__file__).parents[2]
PATIENCE = 3600  # polls of a twentieth of a second: three minutes, for a first start on a machine that does much else
SLOW = 120  # seconds for an end


class Running:
    """A command that serves, and what it has said."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._said = (folder.parent / "said.log").open("w+")
        foreign = {"ESN_DEMO", "ESN_SECRET_KEY", "ESN_ORIGIN", "DATABASE_URL", "REDIS_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in foreign}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**environment, "ESN_DATA_DIR": str(folder), "LANG": "en_GB.UTF-8"},
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a process group of its own, as in a terminal
        )

    def said(self) -> str:
        """Everything that it has printed."""
        return Path(self._said.name).read_text()

    def address(self) -> str:
        """Where it serves, once it says so."""
        for _ in range(PATIENCE):
            found = re.search(r"http://localhost:\d+", self.said())
            if found:
                return found.group()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        raise AssertionError(self.said())

    def is_ready(self) -> bool:
        """Whether it becomes ready."""
        for _ in range(PATIENCE):
            if httpx.get(f"{self.address()}/readyz").status_code == 200:
                return True
            time.sleep(0.05)
        return False

    def family(self) -> list[int]:
        """The parent and its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=SLOW)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Runs commands on one data folder, and ends them."""
    started: list[Running] = []

    def begin(*arguments: str) -> Running:
        started.append(Running(tmp_path / "data", *arguments))
        return started[-1]

    yield begin
    for running in started:
        running.process.kill()
        running.process.wait()


def test_quickstart_makes_a_site_serves_it_and_ends_with_all_its_children(run: Callable[..., Running]) -> None:
    site = run("quickstart", "--no-demo", "--port", "0")
    assert httpx.get(f"{site.address()}/healthz").status_code == 200
    assert site.is_ready()
    assert "Sign in as admin" in site.said()
    family = site.family()
    assert len(family) == 3
    assert site.stop() == 0
    for pid in family:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    again = run("quickstart", "--no-demo", "--port", "0")
    assert again.is_ready()
    assert "Sign in as admin" not in again.said(), "the account of the first start is kept"


def test_ctrl_c_in_a_terminal_reaches_everybody_and_ends_the_site(run: Callable[..., Running], tmp_path: Path) -> None:
    migrated.put(tmp_path / "data" / "esn.sqlite3")
    site = run("quickstart", "--no-demo", "--port", "0")
    assert site.is_ready()
    os.killpg(site.process.pid, signal.SIGINT)
    assert site.process.wait(timeout=SLOW) == 0


def test_an_address_that_is_taken_is_named_and_nothing_is_left_running(
    run: Callable[..., Running], tmp_path: Path
) -> None:
    migrated.put(tmp_path / "data" / "esn.sqlite3")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        site = run("quickstart", "--no-demo", "--port", str(port))
        assert site.process.wait(timeout=SLOW) == 1
    assert f"port {port}" in site.said()
    assert "Traceback" not in site.said()
