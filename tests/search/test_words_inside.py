"""A document is found by the words inside it, by whoever reads its post, once the worker has read them."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from esn import wiring
from esn.core import clock, jobs
from esn.core.models import Event
from feeds.actions import add_file, delete_post, file_words, publish, receive_file
from feeds.actions.file_words import ask_for_earlier_words
from feeds.models import FileWords
from feeds.queries import DocumentsRead, documents_read
from people.models import Person
from search.find import search
from search.query import parse
from search.verifying import verify
from tests import cast
from tests.core.office_files import docx, package, xlsx
from tests.log import follow
from tests.search.marks import with_log

pytestmark = with_log

Follow = Callable[[], int]


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path


def look() -> int:
    """Let the worker do what is to be done; how many jobs that were."""
    consumers_turn()
    return jobs.run_ready()


def consumers_turn() -> None:
    """Let the worker hear what was said."""
    follow(next(one for one in wiring.CONSUMERS if one.name == "links"))


def sent(actor: Person, audience_id: str, name: str, content: bytes, body: str = "Here") -> tuple[str, str]:
    """A post with a document; both ids."""
    file = add_file(actor, received=receive_file(actor, name=name, source=io.BytesIO(content)))
    return publish(actor, audience_id=audience_id, body=body, attachments=[file]), file


def sent_before(actor: Person, audience_id: str, number: int) -> list[str]:
    """Documents that came with posts before anybody read documents; the oldest first."""
    files = [sent(actor, audience_id, f"{one}.docx", docx(f"Zanzibar {one}"))[1] for one in range(number)]
    consumers_turn()
    DBTaskResult.objects.all().delete()
    return files


def keys(viewer: Person, text: str) -> set[str]:
    """What a person finds, as type and id."""
    found = search(viewer, parse(text))
    assert found.total == len(found.results)
    return {f"{hit.type}:{hit.id}" for hit in found.results}


@pytest.mark.parametrize("worker", ["beyond the index", "inside the index"])
def test_bo_finds_a_document_by_its_words_and_cy_does_not(
    ana: Person, bo: Person, cy: Person, indexed: Follow, worker: str
) -> None:
    group = cast.found(ana, "closed", member=bo)
    post, file = sent(ana, group.audience_id, "offer.docx", docx("The Zanzibar doors cost ten euros."))
    if worker == "inside the index":
        indexed()
    assert keys(bo, "zanzibar") == set()
    assert look() == 1
    assert keys(bo, "zanzibar") == keys(bo, '"zanzibar doors" has:file lang:en') == {f"file:{file}"}
    assert "<mark>Zanzibar</mark> doors" in search(bo, parse("zanzibar")).results[0].snippet
    assert keys(cy, "zanzibar") == set()
    assert search(cy, parse("zanzibr")).suggestion is None
    event = Event.objects.get(type="file.read")
    assert (event.audience_id, event.data) == (group.audience_id, {"id": file})
    assert look() == 0, "nothing is read twice"
    delete_post(ana, post_id=post)
    assert keys(bo, "zanzibar") == set()
    indexed()
    assert verify().same


def test_of_a_document_that_cannot_be_read_the_name_is_found(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open", member=bo)
    broken = package({"word/document.xml": "<w:p><w:t>zanzibar"})
    _post, file = sent(ana, group.audience_id, "mozambique.docx", broken)
    look()
    assert keys(bo, "mozambique type:file") == {f"file:{file}"}
    assert FileWords.objects.get().words in ("", "zanzibar")
    pictures = cast.found(ana, "open")
    sent(ana, pictures.audience_id, "a.zip", package({"zanzibar.txt": "zanzibar"}))
    assert look() == 0, "an archive has no words of its own"


def test_equal_bytes_have_equal_words_which_go_with_their_file(ana: Person) -> None:
    group = cast.found(ana, "open")
    table = xlsx("Zanzibar")
    first = sent(ana, group.audience_id, "one.xlsx", table)[1]
    look()
    second = sent(ana, group.audience_id, "two.xlsx", table)[1]
    assert look() == 1
    assert keys(ana, "zanzibar") == {f"file:{first}", f"file:{second}"}
    FileWords.objects.get(file=first).file.delete()
    assert list(FileWords.objects.values_list("file_id", flat=True)) == [second]


def test_a_long_document_is_shown_where_it_says_it(ana: Person) -> None:
    group = cast.found(ana, "open")
    text = "filler " * 9_000 + "Les portes de l’Été zanzibar " + "filler " * 100
    sent(ana, group.audience_id, "long.txt", text.encode())
    look()
    for words in ("zanzibar", "portes", "ete"):
        assert "<mark>" in search(ana, parse(f"{words} ", type="file")).results[0].snippet, words


@pytest.mark.shape
def test_documents_that_were_there_before_are_read_in_small_steps(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_words, "STEP", 2)
    group = cast.found(ana, "open")
    files = sent_before(ana, group.audience_id, 5)
    assert keys(ana, "zanzibar") == set()
    assert ask_for_earlier_words()
    assert not ask_for_earlier_words(), "one step waits already"
    assert DocumentsRead(0, 5) == documents_read()
    assert jobs.run_next("words")
    assert keys(ana, "zanzibar") == {f"file:{file}" for file in files[3:]}, "the newest first"
    assert DocumentsRead(2, 3) == documents_read()
    assert jobs.run_ready() == 2
    assert keys(ana, "zanzibar") == {f"file:{file}" for file in files}
    assert not ask_for_earlier_words()
    assert Event.objects.filter(type="file.read").count() == 5


def test_a_step_whose_worker_died_is_taken_up_again_and_nothing_is_read_twice(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_words, "STEP", 2)
    group = cast.found(ana, "open")
    sent_before(ana, group.audience_id, 4)
    ask_for_earlier_words()
    job = DBTaskResult.objects.get()
    jobs.run_next("words")
    assert DBTaskResult.objects.filter(status="READY").count() == 1
    # It had asked for the next step, and was killed before it could note that it was done.
    long_ago = clock.now() - 2 * jobs.LEASE
    DBTaskResult.objects.filter(id=job.id).update(status="RUNNING", started_at=long_ago, finished_at=None)
    jobs.run_ready()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert DocumentsRead(4, 0) == documents_read()
    assert Event.objects.filter(type="file.read").count() == 4


def test_what_is_sent_now_comes_before_what_was_sent_once(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_words, "STEP", 1)
    group = cast.found(ana, "open")
    first, second = sent_before(ana, group.audience_id, 2)
    ask_for_earlier_words()
    new = sent(ana, group.audience_id, "new.docx", docx("Zanzibar now"))[1]
    consumers_turn()
    read = []
    while jobs.run_next("words"):
        read.append(FileWords.objects.order_by("-read_at").values_list("file_id", flat=True)[0])
    assert read == [new, second, first]


def test_the_worker_asks_for_it_when_it_begins(committed: None, ana: Person) -> None:
    sent_before(ana, cast.found(ana, "open").audience_id, 1)
    stop = threading.Event()
    stop.set()
    worker = threading.Thread(target=wiring.CHORES["words-inside"], args=(stop,))
    worker.start()
    worker.join()
    assert jobs.run_ready() == 1
    assert DocumentsRead(1, 0) == documents_read()
