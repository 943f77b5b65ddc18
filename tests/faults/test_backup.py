"""manage.py backup: the database as it is at one moment, the files and the key, looked at before it counts."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail as sent
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from esn.core import cursors, files, jobs, site_marks
from esn.core.models import AuditEntry
from esn.management import backup
from feeds.actions import publish
from feeds.models import File
from groups.actions import note_backup
from people.actions import ask_for_email
from people.models import Person
from tests.cast import browser, device, found

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(shutil.which("pg_dump") is None and connection.vendor != "sqlite", reason="there is no pg_dump"),
    pytest.mark.shape,
]


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A data folder with a made key."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir(mode=0o700)
    (settings.DATA_DIR / "secret.key").write_text("k" * 50)
    yield tmp_path
    cursors.site_epoch.cache_clear()


@pytest.fixture
def photo(site: Path, ana: Person) -> File:
    """A post of Ana with a file."""
    group = found(ana, "open")
    post_id = publish(ana, audience_id=group.audience_id, body="The door of the wardrobe.")
    with files.bench() as bench:
        (bench / "door").write_bytes(b"the bytes of a photo")
        sha256 = files.keep(bench / "door", {})
    return File.objects.create(
        uploader=ana, post_id=post_id, name="door.jpg", type="image/jpeg", bytes=20, sha256=sha256
    )


def _take(folder: Path) -> str:
    said = StringIO()
    call_command("backup", str(folder), stdout=said)
    return said.getvalue()


def test_a_backup_holds_what_was_said_the_files_and_the_key(site: Path, photo: File) -> None:
    folder = site / "tonight"
    assert "1 files" in _take(folder)
    kept = folder / "files" / photo.sha256[:2] / photo.sha256
    assert kept.read_bytes() == b"the bytes of a photo"
    assert (folder / "secret.key").read_text() == "k" * 50
    assert folder.stat().st_mode & 0o077 == 0
    papers = json.loads((folder / "backup.json").read_text())
    assert papers["sha256"] == files.digest(folder / papers["database"])
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "esn.sqlite3")) as copy:
            assert copy.execute("SELECT body FROM feeds_post").fetchall() == [("The door of the wardrobe.",)]


def test_the_site_knows_of_it_and_the_audit_log_too(site: Path, photo: File) -> None:
    _take(site / "tonight")
    mark = site_marks.found()[site_marks.BACKUP]
    assert mark.detail["files"] == 1
    assert mark.detail["bytes"] > 20
    assert AuditEntry.objects.get(verb="backup.taken").detail == mark.detail


def test_nothing_is_written_over(site: Path, photo: File) -> None:
    (site / "tonight").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        _take(site / "tonight")
    (site / "other.part").mkdir()
    with pytest.raises(CommandError, match="remove it first"):
        _take(site / "other")
    assert (site / "other.part").is_dir()
    assert site_marks.found() == {}


def test_a_copy_that_is_not_whole_is_no_backup(site: Path, photo: File) -> None:
    files.where(photo.sha256).unlink()
    with pytest.raises(CommandError, match=f"1 files that posts name have no bytes, the first is {photo.sha256}"):
        _take(site / "tonight")
    assert sorted(path.name for path in site.iterdir()) == ["data"]
    assert site_marks.found() == {}


def test_a_place_that_cannot_be_written_is_said_in_words(site: Path) -> None:
    (site / "file").write_text("")
    with pytest.raises(backup.BackupError, match="Not a directory"):
        backup.take(site / "file" / "tonight")


# Put back -------------------------------------------------------------------------------------------------------------
def test_what_was_ended_after_the_backup_does_not_come_back(site: Path, photo: File, ana: Person) -> None:
    door, page = device(ana), browser(ana)
    cursor = door.read("events/")["cursor"]
    ask_for_email(ana, email="another@example.org")
    note_backup(size=1, files=1)
    said = StringIO()
    call_command("after_restore", stdout=said)
    assert said.getvalue() == "1 people sign in again; 1 mails and notifications are dropped.\n"
    cursors.site_epoch.cache_clear()  # as a process that starts
    assert door.ask("GET", "me/").status_code == 401
    assert page.get("/").status_code == 302
    again = device(Person.objects.get(id=ana.id))
    answer = again.ask("GET", f"events/?after={cursor}")
    assert (answer.status_code, json.loads(answer.text)["errors"]["after"][0]["code"]) == (400, "bad_cursor")
    assert jobs.run_ready() == 0
    assert sent.outbox == []
    assert site_marks.found() == {}
    assert AuditEntry.objects.get(verb="site.restored").detail == {"people": 1, "dropped": 1}
