"""Whether indexing slows posting: the same posts while 20,000 documents wait for the index, and after.

Run: ``python -m benchmarks.indexing``. One client posts over REST; the median wall time of a post, and their ratio.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from benchmarks.http import _free_port, _wait

DOCUMENTS = 20_000
POSTS = 150


def main() -> None:
    """Fill a site whose index is empty, post while it is being built, wait, post again."""
    folder = tempfile.mkdtemp(prefix="esn-bench-")
    environment = {
        **os.environ,
        "ESN_DATA_DIR": folder,
        "ESN_SECRET_KEY": "a key for measuring alone",
        "ESN_API_PER_MINUTE": "0",
    }
    try:
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.http_company", str(DOCUMENTS)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        company = json.loads(filled.stdout.splitlines()[-1])
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _answering(port)
            during, all_during = _post(port, company)
            _wait(port)
            after, _ = _post(port, company)
        finally:
            server.terminate()
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("| what | measured | target | reached |\n|---|---|---|---|")
    said = "all of them" if all_during else "not all of them"
    print(
        f"| a post while {DOCUMENTS:,} documents wait for the index / after | {during / after:.2f} "
        f"({during:.1f} / {after:.1f} ms; {said} before the index had caught up) | ≤ 1.05 | "
        f"{'yes' if during / after <= 1.05 else '**no**'} |"
    )


def _post(port: int, company: dict[str, object]) -> tuple[float, bool]:
    """The median time of a post in milliseconds, and whether the index was still behind at the end."""
    tokens, groups = company["tokens"], company["groups"]
    assert isinstance(tokens, list)
    assert isinstance(groups, list)
    taken = []
    for n in range(POSTS):
        request = urllib.request.Request(
            f"http://localhost:{port}/api/v1/groups/{groups[n % len(groups)]}/posts/",
            json.dumps({"body": f"Word {n} about the van"}).encode(),
            {"Authorization": f"Bearer {tokens[0]}", "Content-Type": "application/json"},
        )
        begun = time.perf_counter()
        urllib.request.urlopen(request).read()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), not _ready(port)


def _ready(port: int) -> bool:
    try:
        return bool(urllib.request.urlopen(f"http://localhost:{port}/readyz").status == 200)
    except urllib.error.HTTPError:
        return False


def _answering(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The site did not start.")


if __name__ == "__main__":
    main()
