"""A real site for browser tests: its own data folder, `manage.py serve` in its own process, an address."""

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks import migrated

ROOT = Path(__file__).parents[2]
PASSWORD = "esn-demo-2026"
ADDRESS = re.compile(r"http://localhost:\d+")
SLOW = 120  # seconds for an answer, on a machine where two browsers and two sites share two processors
PATIENCE = 960  # polls of a quarter of a second: four minutes, for a start that takes three seconds


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, and who and what is in it."""

    url: str
    cast: dict[str, str]

    def api(self, handle: str) -> httpx.Client:
        """A device of this person, signed in with its own token."""
        asked = httpx.post(
            f"{self.url}/api/v1/auth/tokens/",
            json={"username": handle, "password": PASSWORD, "device": "browser tests"},
            timeout=SLOW,
        )
        asked.raise_for_status()
        bearer = {"Authorization": f"Bearer {asked.json()['token']}"}
        return httpx.Client(base_url=f"{self.url}/api/v1/", headers=bearer, timeout=SLOW)


def _environment(folder: Path, **more: str) -> dict[str, str]:
    """What the site's processes see: nothing of the site that the tests of this process use."""
    foreign = {"DJANGO_ALLOW_ASYNC_UNSAFE", "PYTEST_CURRENT_TEST", "DATABASE_URL", "REDIS_URL"}
    inherited = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**inherited, "ESN_DATA_DIR": str(folder), "ESN_DEMO": "1", "PYTHONUNBUFFERED": "1", **more}


def run(folder: Path, *command: str, root: Path = ROOT) -> str:
    """One command on the site in this folder, to its end; ``root`` is the checkout whose code does it."""
    done = subprocess.run(
        [sys.executable, *command], cwd=root, env=_environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    """What the server says that its address is, once it is ready to serve."""
    for _ in range(PATIENCE):
        found = ADDRESS.search(log.read_text(errors="replace"))
        with contextlib.suppress(httpx.TransportError):
            if found and httpx.get(f"{found.group()}/readyz").status_code == 200:
                return found.group()
        assert server.poll() is None, f"the server ended\n{log.read_text(errors='replace')}"
        time.sleep(0.25)
    raise AssertionError(f"the server is not ready\n{log.read_text(errors='replace')}")


@contextlib.contextmanager
def serving(folder: Path, cast: dict[str, str], root: Path = ROOT, /, **more: str) -> Iterator[RunningSite]:
    """The site of this folder, served by a checkout until the block ends; ``more`` are settings."""
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", "0"],
            cwd=root,
            env=_environment(folder, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield RunningSite(_address(log, server), cast)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextlib.contextmanager
def site_with_the_cast(folder: Path, **more: str) -> Iterator[RunningSite]:
    """A fresh site with Ana, Bo, Cy, Mo and Gus in it."""
    folder.mkdir(parents=True, exist_ok=True)
    migrated.put(folder / "esn.sqlite3")
    said = run(folder, "-m", "tests.browser.seed")
    with serving(folder, json.loads(said), **more) as site:
        yield site


def _demo_folder() -> Path:
    """The demo company of this run: the first worker that needs it makes it, the others wait for it."""
    folder = Path(os.environ["ESN_TEST_RUN"]) / "demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            migrated.put(folder / "esn.sqlite3")
            run(folder, "-m", "tests.browser.seed", "demo")
            (folder / "complete").touch()
    return folder


@contextlib.contextmanager
def site_with_the_demo(folder: Path) -> Iterator[RunningSite]:
    """A site with the demo company in it, as the README's first command makes it."""
    shutil.copytree(_demo_folder(), folder, dirs_exist_ok=True)
    with serving(folder, {}) as site:
        yield site
