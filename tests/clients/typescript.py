"""The furniture story by a client in TypeScript: ``python -m tests.clients.typescript``.

Needs Node with npm, and the npm registry. A site of its own is filled and served; the types are made from what it
serves, ``story.ts`` is compiled against them, strictly, and played.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from benchmarks.served import site

HERE = Path(__file__).parent
STRICT = ("--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext", "--skipLibCheck")


def main() -> None:
    """Play it; ends with an error where something is missing or goes wrong."""
    if shutil.which("npm") is None:
        sys.exit("Node with npm is not installed here.")
    with tempfile.TemporaryDirectory(prefix="esn-typescript-") as made:
        folder = Path(made)
        for name in ("package.json", "story.ts"):
            shutil.copy(HERE / name, folder)
        _run(folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        _play(folder)


def _play(folder: Path) -> None:
    from tests.clients.house import PASSWORD

    with site("sqlite") as here:
        here.run("manage.py", "shell", "-c", "from tests.clients.house import found_house; found_house()")
        here.start()
        here.wait_until_ready()
        with urllib.request.urlopen(f"{here.address}/api/v1/schema/") as served:
            (folder / "schema.json").write_bytes(served.read())
        # What has a default may be left out of a request.
        _run(folder, "npx", "openapi-typescript", "schema.json", "--default-non-nullable=false", "-o", "api.d.ts")
        _run(folder, "npx", "tsc", *STRICT, "story.ts")
        _run(folder, "node", "story.js", ESN_SITE=here.address, ESN_PASSWORD=PASSWORD)


def _run(folder: Path, *command: str, **more: str) -> None:
    done = subprocess.run(command, cwd=folder, env={**os.environ, **more})
    if done.returncode:
        sys.exit(f"{' '.join(command[:2])} failed.")


if __name__ == "__main__":
    main()
