"""Several web processes share one address."""

import contextlib
import os
import secrets
import signal
from pathlib import Path

import httpx

from tests.shapes import scaled


def test_two_processes_answer_at_one_address_and_one_signal_ends_both(tmp_path: Path) -> None:
    with scaled.own_database() as database, contextlib.ExitStack() as running:
        environment = {
            **os.environ,
            "ESN_DATA_DIR": str(tmp_path),
            "ESN_WEB_PROCESSES": "2",
            "DATABASE_URL": database,
            "REDIS_URL": scaled.REDIS,
            "ESN_REDIS_PREFIX": f"esn-test-{secrets.token_hex(6)}:",
        }
        process = running.enter_context(scaled.process(environment, tmp_path / "web.log", "serve", "--port", "0"))
        address = scaled.address(tmp_path / "web.log")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        pids = [int(pid) for pid in children.read_text().split()]
        assert len(pids) == 2
        os.kill(pids[0], signal.SIGSTOP)  # the other one answers alone
        try:
            assert {httpx.get(f"{address}/healthz", timeout=60).status_code for _ in range(5)} == {200}
        finally:
            os.kill(pids[0], signal.SIGCONT)
        os.kill(pids[1], signal.SIGSTOP)
        try:
            assert {httpx.get(f"{address}/healthz", timeout=60).status_code for _ in range(5)} == {200}
        finally:
            os.kill(pids[1], signal.SIGCONT)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=120) == 0
        assert not children.exists()
