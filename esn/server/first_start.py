"""What must exist before the settings can be read: the data folder, a secret key in it, and quickstart's choices.

Imported by manage.py before Django, so it imports nothing but the standard library.
"""

import os
import secrets
from collections.abc import MutableMapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def prepare(arguments: Sequence[str], environment: MutableMapping[str, str] = os.environ) -> None:
    """Make ready what the command of this command line needs; only quickstart makes anything."""
    environment.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")  # a thread for each core would only cost memory
    if list(arguments[1:2]) != ["quickstart"] or {"-h", "--help"} & set(arguments):
        return
    environment.setdefault("ESN_DEMO", "0" if "--no-demo" in arguments else "1")
    folder = Path(environment.get("ESN_DATA_DIR") or ROOT / "var")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not environment.get("ESN_SECRET_KEY"):
        keep_a_key(folder / "secret.key")


def keep_a_key(path: Path) -> None:
    """Write a new secret key, readable by its owner alone, unless there is one."""
    with suppress(FileExistsError), open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
