"""A site of its own that is served, measured and killed: its folder, its database, its processes in one group."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import migrated

ROOT = Path(__file__).parents[1]
POSTGRES = os.environ.get("ESN_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("ESN_TEST_REDIS", "redis://127.0.0.1:6379/0")
SHAPES = ("sqlite", "postgres")
LOAD_DEMO = "from esn.management import demo, terminal; demo.load(terminal.Progress())"
DEMO_PASSWORD = "esn-demo-2026"
PATIENCE = 60.0  # seconds until a site that does not answer counts as broken


class Site:
    """One site on this machine: embedded on SQLite, or a web process and a worker on PostgreSQL and Redis."""

    def __init__(self, folder: Path, more: dict[str, str]) -> None:
        self.folder = folder
        inherited = {name: text for name, text in os.environ.items() if not name.startswith(("ESN_", "PYTEST_"))}
        for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):
            inherited.pop(name, None)
        self.environment = {
            **inherited,
            **more,
            "ESN_DATA_DIR": str(folder),
            "ESN_API_PER_MINUTE": "0",
            "ESN_SECRET_KEY": "a key for breaking things, long enough and with 0-9 many different letters",
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self.port = free_port()
        self.log = folder / "site.log"

    @property
    def address(self) -> str:
        """Where it answers; the same after each start."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pids(self) -> list[int]:
        """The processes that were started; their children are below them."""
        return [process.pid for process in self._processes]

    def allow(self, **settings: str) -> None:
        """Settings of what is started from now on."""
        self.environment.update(settings)

    def run(self, *command: str) -> Any:
        """One command to its end; the JSON in its last line, or None."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        said = done.stdout.splitlines()
        return json.loads(said[-1]) if said and said[-1][:1] in "[{" else None

    def start(self, *, worker: bool = True) -> float:
        """Start all processes, or the web process alone where the worker is one apart; seconds until an answer."""
        begun = time.monotonic()
        self._start("serve", "--port", str(self.port))
        if worker and "REDIS_URL" in self.environment:
            self._start("worker")
        self._wait("/healthz", begun)
        return time.monotonic() - begun

    def wait_until_ready(self) -> None:
        """Wait until the index has caught up."""
        self._wait("/readyz", time.monotonic())

    def also(self, *command: str) -> None:
        """Start one more process of the site, which ends with the others."""
        self._start(*command)

    def kill(self) -> None:
        """SIGKILL for the whole group at once."""
        os.killpg(self._processes[0].pid, signal.SIGKILL)
        self._bury()

    def stop(self) -> None:
        """SIGTERM for each process, and an orderly end."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=25)
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.killpg(self._processes[0].pid, signal.SIGKILL)
        self._bury()

    def _start(self, *command: str) -> None:
        leader = self._processes[0].pid if self._processes else 0
        with self.log.open("ab") as output:
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "manage.py", *command],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    process_group=leader,
                )
            )

    def _bury(self) -> None:
        for process in self._processes:
            process.wait()
        self._processes = []

    def _wait(self, path: str, begun: float) -> None:
        said = ""
        while time.monotonic() - begun < PATIENCE:
            try:
                with urllib.request.urlopen(self.address + path, timeout=5):
                    return
            except urllib.error.HTTPError as error:
                said = error.read().decode(errors="replace")
            except OSError as error:
                said = str(error)
            if self._processes[0].poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"{path} does not answer 200: {said}\n{self.log.read_text(errors='replace')[-4000:]}")


@contextlib.contextmanager
def site(shape: str) -> Iterator[Site]:
    """A new, migrated site of a shape, that goes away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="esn-faults-"))
    try:
        with _place(shape) as more:
            here = Site(folder, more)
            if shape == "sqlite":
                migrated.put(folder / "esn.sqlite3")
            try:
                yield here
            finally:
                here.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def demo_site() -> Iterator[Site]:
    """A site with the demo company, embedded, that serves and whose index has caught up."""
    with site("sqlite") as here:
        here.allow(ESN_DEMO="1")
        here.run("manage.py", "shell", "-c", LOAD_DEMO)
        here.start()
        here.wait_until_ready()
        yield here


@contextlib.contextmanager
def _place(shape: str) -> Iterator[dict[str, str]]:
    """What the environment says of the database and of Redis."""
    if shape == "sqlite":
        yield {}
        return
    name = f"esn_faults_{secrets.token_hex(6)}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {migrated.template(POSTGRES)}')
    try:
        yield {"DATABASE_URL": f"{POSTGRES}/{name}", "REDIS_URL": REDIS, "ESN_REDIS_PREFIX": f"{name}:"}
    finally:
        with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    """A port that nobody holds at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
