"""A scaled site of its own: a database and a key prefix for this run, two web processes and a worker."""

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg

from benchmarks import migrated
from tests.browser.running import PASSWORD, ROOT, RunningSite

POSTGRES = os.environ.get("ESN_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("ESN_TEST_REDIS", "redis://127.0.0.1:6379/0")
ADDRESS = re.compile(r"http://localhost:\d+")


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """The address of a migrated database that goes away afterwards."""
    name = f"esn_test_{secrets.token_hex(6)}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {migrated.template(POSTGRES)}')
    try:
        yield f"{POSTGRES}/{name}"
    finally:
        with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def scaled_site(folder: Path, redis: str = REDIS) -> Iterator[tuple[RunningSite, RunningSite]]:
    """Two web processes and a worker on one database, with the cast in it; the two addresses."""
    with own_database() as database, contextlib.ExitStack() as running:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"},
            "ESN_DATA_DIR": str(folder),
            "ESN_DEMO": "1",
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "ESN_REDIS_PREFIX": f"esn-test-{secrets.token_hex(6)}:",
        }
        cast = json.loads(run(environment, "-m", "tests.browser.seed"))
        running.enter_context(process(environment, folder / "worker.log", "worker"))
        logs = [folder / "web-1.log", folder / "web-2.log"]
        for log in logs:
            running.enter_context(process(environment, log, "serve", "--port", "0"))
        first, second = (RunningSite(address(log), cast) for log in logs)
        yield first, second


def token(site: RunningSite, handle: str) -> str:
    """A device token of somebody of the cast."""
    said = {"username": handle, "password": PASSWORD, "device": "shapes"}
    answer = httpx.post(f"{site.url}/api/v1/auth/tokens/", json=said)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def run(environment: dict[str, str], *command: str) -> str:
    """What a command prints that has to succeed."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@contextlib.contextmanager
def process(environment: dict[str, str], log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of the site that runs meanwhile."""
    with log.open("wb") as output:
        started = subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield started
        finally:
            started.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(timeout=20)
            started.kill()
            started.wait()


def address(log: Path) -> str:
    """Where a command says that the site is, once it is ready."""
    for _ in range(1440):  # six minutes, for a start that takes three seconds
        found = ADDRESS.search(log.read_text(errors="replace"))
        with contextlib.suppress(httpx.TransportError):
            if found and httpx.get(f"{found.group()}/readyz").status_code == 200:
                return found.group()
        time.sleep(0.25)
    raise AssertionError(log.read_text(errors="replace"))
