"""Each setting is explained, and a wrong environment is refused with the names of all that is wrong."""

import re
from pathlib import Path

from tests.house.tree import run, text


def test_every_setting_is_explained_and_no_other() -> None:
    read = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", text(Path("esn/settings.py"))))
    explained = set(re.findall(r"^\| `(\w+)`", text(Path("docs/settings.md")), flags=re.M))
    assert read == explained


def test_a_wrong_environment_is_refused_and_everything_wrong_is_named(tmp_path: Path) -> None:
    wrong = {
        "ESN_THREADS": "many",
        "ESN_ORIGIN": "esn.example.org",
        "DATABASE_URL": "mysql://esn",
        "ESN_SECRET_KEY": "",
        "ESN_SEARCH_ENGINE": "postgres",
    }
    done = run("manage.py", "check", ESN_DATA_DIR=str(tmp_path), **wrong)
    assert done.returncode != 0
    assert all(name in done.stderr for name in wrong), done.stderr


def test_a_site_uses_the_key_that_its_data_folder_keeps(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("kept-" * 12 + "\n")
    done = run("manage.py", "check", ESN_DATA_DIR=str(tmp_path), ESN_SECRET_KEY="")
    assert done.returncode == 0, done.stderr
