"""A post whose file has the words too is one hit that says which file; every number stays exact."""

import datetime as dt
from typing import Any

import pytest

from people.models import Person
from search.analysis import DAY, Document, analyse
from search.counting import PERIODS, facets
from search.engine import find
from search.find import search
from search.folding import files_of, together
from search.matching import Choice, Criteria
from search.query import parse, read
from search.rights import Rights
from search.segments import NOTHING
from search.tail import TailSegment
from tests import cast
from tests.core.office_files import docx
from tests.search.invented import NOON, document, ident
from tests.search.marks import with_log
from tests.search.test_words_inside import look, sent

NOBODY = Rights(all_open=True, own=frozenset())
ENGLISH, FRENCH = "the doors are here and they are for you", "les portes sont ici et elles sont pour vous"


def asked(documents: list[list[Document]], text: str = "zanzibar ", **more: Any) -> Any:
    """The answer over documents that lie in several segments."""
    segments = [(TailSegment([analyse(one) for one in some]), NOTHING[0]) for some in documents]
    return find(segments, NOBODY, Criteria(read(text).node, **more))


def with_file(body: str, words: str, *, days: int = 0, files: int = 1) -> tuple[Document, list[Document]]:
    """A post, and the files that came with it."""
    post, audience = ident(), ident()
    said = document(body, key=f"post:{post}", audience=audience, marks=("file",), thread=post)
    brought = [
        document(
            words, key=f"file:{ident()}", type="file", audience=audience, thread=post, post=post,
            marks=("file",), title="offer.docx", when=NOON + dt.timedelta(days=days),
        )
        for _one in range(files)
    ]  # fmt: skip
    return said, brought


@pytest.mark.parametrize("apart", [False, True], ids=["in one segment", "in two"])
def test_a_post_and_its_file_are_one_hit_wherever_they_lie(apart: bool) -> None:
    post, files = with_file("Zanzibar", "Zanzibar doors", files=2)
    alone, theirs = with_file("Nothing of it", "Zanzibar as well", files=2)
    documents = [[post, alone], [*files, *theirs]] if apart else [[*files, alone, post, *theirs]]
    answer = asked(documents)
    assert answer.total == len(answer.matches) == 3, "two files of a post that says nothing of it are two"
    inside = files_of(answer.scopes, answer.matches)
    assert {key: {one.key for one in some} for key, some in inside.items()} == {post.key: {one.key for one in files}}
    assert together(answer.scopes) == 2
    assert dict(facets(answer.scopes, 0)["type"]) == {"post": 1, "file": 4}
    for kind, number in (("post", 1), ("file", 4)):
        narrowed = asked(documents, types=Choice((kind,)))
        assert narrowed.total == number
        assert together(narrowed.scopes) == 2, "all of them are as many as before"
        assert not files_of(narrowed.scopes, narrowed.matches)


def test_every_count_is_what_choosing_it_finds() -> None:
    documents: list[Document] = []
    for number, (body, words, days) in enumerate(
        ((ENGLISH, FRENCH, 0), (FRENCH, FRENCH, 400), (ENGLISH, ENGLISH, -400), (ENGLISH, FRENCH, 40)) * 3
    ):
        post, files = with_file(f"{body} zanzibar", f"{words} zanzibar", days=days, files=1 + number % 2)
        documents += [post, *files]
    documents.append(document("zanzibar alone"))
    today = int((NOON + dt.timedelta(days=420) - dt.datetime(2000, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 1_000
    answer = asked([documents[:9], documents[9:]], today=today)
    assert answer.total == 13
    counts = facets(answer.scopes, today)
    assert len(counts["lang"]) == 2
    for lang, number in counts["lang"]:
        assert asked([documents], langs=Choice((lang,))).total == number, lang
    assert counts["period"]
    for period, number in counts["period"]:
        assert asked([documents], since=today - dict(PERIODS)[period] * DAY).total == number, period


def test_pages_show_each_hit_once() -> None:
    documents = []
    for number in range(7):
        post, files = with_file(f"zanzibar {number}", "zanzibar", days=number)
        documents += [*files, post]
    seen: list[str] = []
    after = None
    while True:
        answer = asked([documents[:5], documents[5:]], limit=2, after=after)
        seen += [match.key for match in answer.matches]
        if not answer.more:
            break
        after = answer.matches[-1].order
    assert sorted(seen) == sorted(one.key for one in documents if one.type == "post")


@with_log
def test_bo_reads_in_the_hit_which_file_has_the_words(ana: Person, bo: Person, cy: Person) -> None:
    group = cast.found(ana, "closed", member=bo)
    post, file = sent(ana, group.audience_id, "offer.docx", docx("The Zanzibar doors cost ten euros."), "Zanzibar!")
    other = sent(ana, group.audience_id, "list.docx", docx("Zanzibar beds"), "Nothing of it")[1]
    look()
    found = search(bo, parse("zanzibar"))
    assert (found.total, found.together, {hit.id for hit in found.results}) == (2, 1, {post, other})
    (hit,) = (hit for hit in found.results if hit.id == post)
    (inside,) = hit.files
    assert (inside.id, inside.name) == (file, "offer.docx")
    assert "<mark>Zanzibar</mark> doors" in inside.snippet
    assert {hit.id for hit in search(bo, parse("zanzibar type:file")).results} == {file, other}
    answer = cast.device(bo).read("search/?q=zanzibar")
    assert (answer["total"], answer["together"]) == (2, 1)
    assert [one["name"] for hit in answer["results"] for one in hit["files"]] == ["offer.docx"]
    assert search(cy, parse("zanzibar")).total == 0
