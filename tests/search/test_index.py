"""The index on disk: it follows the log, survives damage, is built anew beside itself, and never stops the site."""

import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from esn.core import events
from esn.core.consumers import Consumer, caught_up
from feeds.actions import delete_post
from people.models import Person
from search import engines, find, handlers, index, writer
from search import store as stores
from search.files import BrokenIndexError
from search.query import parse
from search.segments import DiskSegment
from search.snapshot import Reader, Snapshot
from search.store import Progress, Store
from search.verifying import verify
from tests import cast
from tests.search.invented import document
from tests.search.marks import with_log

pytestmark = with_log

Follow = Callable[[], int]


def total(viewer: Person, text: str) -> int:
    """How many things a person finds."""
    return find.search(viewer, parse(text)).total


def files(kept: Store, extension: str) -> list[Path]:
    """The files of the index in use."""
    folder = kept.current()
    assert folder is not None
    return sorted(folder.glob(f"*{extension}"))


def test_the_index_follows_the_log_and_equals_the_database(ana: Person, bo: Person, indexed: Follow) -> None:
    group = cast.found(ana, "open", member=bo)
    posts = [cast.say(ana, group, f"Price {number}") for number in range(5)]
    indexed()
    delete_post(ana, post_id=posts[0])
    cast.matter(ana, cast.customer(ana))
    indexed()
    assert verify().same
    assert index.health(thorough=True).state == "ok"
    assert index.position() == events.present()
    assert caught_up(Consumer("index", handlers.index, kept_at=handlers.position))


def test_the_same_facts_twice_change_nothing(ana: Person, indexed: Follow) -> None:
    cast.say(ana, cast.found(ana, "open"), "Price")
    indexed()
    before = index.health()
    index.apply(events.after(events.START))
    assert index.health() == before


def test_many_small_commits_leave_few_segments(store: Store) -> None:
    folder = store.create()
    for number in range(100):
        writer.write(folder, [document(f"word{number}")])
    segments = stores.read_contents(folder).segments
    assert len(segments) <= 16
    assert sum(segment.doc_count() for segment in segments) == 100


def test_an_old_version_of_a_document_is_replaced_also_through_merges(store: Store) -> None:
    folder = store.create()
    one = document("first")
    writer.write(folder, [one])
    for number in range(40):
        writer.write(folder, [document(f"noise{number}")])
    writer.write(folder, [document("second", key=one.key)])
    opened = [DiskSegment(folder, segment) for segment in stores.read_contents(folder).segments]
    assert sum(segment.doc_count() for segment in stores.read_contents(folder).segments) == 41
    assert sum(len(segment.postings("word", "second")[0]) for segment in opened) == 1


@pytest.mark.parametrize("extension", [".trm", ".pst", ".row", ".tok", ".key", ".sum", ".toc", "position.json"])
@pytest.mark.parametrize("damage", ["missing", "cut short", "overwritten", "empty"])
def test_a_damaged_file_never_stops_search_and_is_repaired(
    ana: Person, indexed: Follow, store: Store, extension: str, damage: str
) -> None:
    group = cast.found(ana, "open")
    for number in range(20):
        cast.say(ana, group, f"Price {number} of the wardrobe")
    indexed()
    assert total(ana, "wardrobe") == 20
    for path in files(store, extension):
        content = path.read_bytes()
        if damage == "missing":
            path.unlink()
        elif damage == "cut short":
            path.write_bytes(content[: len(content) // 2])
        elif damage == "empty":
            path.write_bytes(b"")
        else:
            path.write_bytes(bytes(255 - byte for byte in content))
    engines.chosen.cache_clear()
    assert total(ana, "wardrobe") == 20, "the log still holds it"
    cast.say(ana, group, "Another wardrobe")
    assert total(ana, "wardrobe") == 21
    indexed()
    indexed()
    assert total(ana, "wardrobe") == 21
    assert index.health(thorough=True).state == "ok"
    assert verify().same


def test_damage_under_a_running_reader_is_met_and_repaired(ana: Person, indexed: Follow, store: Store) -> None:
    cast.say(ana, cast.found(ana, "open"), "The wardrobe")
    indexed()
    assert total(ana, "wardrobe") == 1
    for extension in (".pst", ".row", ".trm"):
        for path in files(store, extension):
            path.write_bytes(b"")
    assert total(ana, "the wardrobe") == 1
    assert total(ana, "wardro") == 1
    indexed()
    assert index.health(thorough=True).state == "ok"


def test_an_index_that_was_deleted_is_built_by_the_worker(ana: Person, indexed: Follow, store: Store) -> None:
    cast.say(ana, cast.found(ana, "open"), "The wardrobe")
    indexed()
    shutil.rmtree(store.base)
    assert index.health().state == "missing"
    assert total(ana, "wardrobe") == 1
    indexed()
    assert index.health().state == "ok"
    assert total(ana, "wardrobe") == 1


def test_an_index_of_other_rules_is_not_used(ana: Person, indexed: Follow, store: Store) -> None:
    cast.say(ana, cast.found(ana, "open"), "The wardrobe")
    indexed()
    other = Store(store.base, "BE")
    assert other.current() is None
    assert store.current() is not None


def test_a_rebuild_stands_beside_and_is_switched_at_once(ana: Person, indexed: Follow, store: Store) -> None:
    cast.say(ana, cast.found(ana, "open"), "The wardrobe")
    indexed()
    before = store.current()
    seen: list[int] = []
    count = index.rebuild(seen.append)
    assert seen[-1] == count
    assert store.current() != before
    assert [path.is_dir() for path in store.base.iterdir() if path.name.startswith(store.signature)] == [True]
    assert total(ana, "wardrobe") == 1
    assert verify().same


def test_what_is_said_during_a_rebuild_is_not_lost(ana: Person, indexed: Follow) -> None:
    group = cast.found(ana, "open")
    cast.say(ana, group, "The first wardrobe")

    def say_more() -> None:
        cast.say(ana, group, "The second wardrobe")

    indexed()
    index.rebuild(lambda done: say_more())
    engines.chosen.cache_clear()
    assert total(ana, "wardrobe") == 2
    indexed()
    assert total(ana, "wardrobe") == 2
    assert verify().same


def test_the_folder_is_private(ana: Person, indexed: Follow, store: Store) -> None:
    indexed()
    folder = store.current()
    assert folder is not None
    for path in (store.base, folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_second_writer_waits(store: Store) -> None:
    order = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with store.locked():
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with store.locked():
        inside.set()
        other.join(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_a_reader_holds_at_least_what_its_position_says(store: Store) -> None:
    folder = store.create()
    stores.write_progress(folder, Progress((0, 0)))
    store.switch(folder)
    stop = threading.Event()
    wrong: list[tuple[int, int]] = []

    def read() -> None:
        while not stop.is_set():
            seen = Reader(store).snapshot()
            if seen.documents < seen.progress.place[1]:
                wrong.append((seen.documents, seen.progress.place[1]))

    reading = threading.Thread(target=read)
    reading.start()
    for number in range(1, 60):
        writer.write(folder, [document(f"word{number}")])
        stores.write_progress(folder, Progress((0, number)))
    stop.set()
    reading.join()
    assert not wrong
    assert not store.is_marked_broken()


def test_a_reader_that_commits_overtake_each_time_calls_nothing_broken(store: Store) -> None:
    folder = store.create()
    stores.write_progress(folder, Progress((0, 0)))
    store.switch(folder)

    class Overtaken(Reader):
        def _open(self, folder: Path) -> Snapshot:
            writer.write(folder, [document("later")])
            raise BrokenIndexError("a file of the older commit is gone")

    assert not Overtaken(store).snapshot().whole
    assert not store.is_marked_broken()
    assert Reader(store).snapshot().documents == 5


def test_a_checksum_tells_a_changed_byte(store: Store) -> None:
    folder = store.create()
    writer.write(folder, [document("word " * 20)])
    path = next(folder.glob("*.pst"))
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(BrokenIndexError):
        DiskSegment(folder, stores.read_contents(folder).segments[0])
