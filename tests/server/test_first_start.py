"""What quickstart makes before the settings are read."""

import stat
from pathlib import Path

from esn.server.first_start import prepare


def test_quickstart_makes_a_private_folder_and_a_key_and_keeps_both(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    environment = {"ESN_DATA_DIR": str(folder)}
    prepare(["manage.py", "quickstart"], environment)
    key = (folder / "secret.key").read_text()
    assert len(key.strip()) >= 50
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert environment["ESN_DEMO"] == "1"
    prepare(["manage.py", "quickstart"], environment)
    assert (folder / "secret.key").read_text() == key


def test_quickstart_without_demo_is_no_demo_site_and_a_given_key_is_not_written_down(tmp_path: Path) -> None:
    environment = {"ESN_DATA_DIR": str(tmp_path), "ESN_SECRET_KEY": "given"}
    prepare(["manage.py", "quickstart", "--no-demo"], environment)
    assert environment["ESN_DEMO"] == "0"
    assert list(tmp_path.iterdir()) == []


def test_any_other_command_makes_nothing(tmp_path: Path) -> None:
    for arguments in (["manage.py"], ["manage.py", "serve"], ["manage.py", "quickstart", "--help"]):
        environment = {"ESN_DATA_DIR": str(tmp_path / "data")}
        prepare(arguments, environment)
        assert "ESN_DEMO" not in environment
    assert list(tmp_path.iterdir()) == []
