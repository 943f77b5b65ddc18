"""Ranking and counting as one reader: exact, the same on disk and in memory, deaf to what the reader may not see."""

import datetime as dt
import itertools
import random
from pathlib import Path

import numpy as np
import pytest
from whoosh.index import FileIndex
from whoosh.query import Term
from whoosh.scoring import Frequency

from search import store as stores
from search import suggesting, writer
from search.analysis import DAY, Document, analyse, milliseconds
from search.building import build
from search.codec import Ids, decode, encode, shifted
from search.counting import facets
from search.engine import Answer, find
from search.files import PlacedStorage
from search.matching import Choice, Criteria
from search.query import read
from search.rights import Rights
from search.segments import NAME, NOTHING, DiskSegment, Segment
from search.store import Store
from search.tail import TailSegment
from search.writer import deleted
from tests.search.invented import NOON, document, ident

VOCABULARY = ["armoire", "canapé", "livraison", "samedi", "prix", "retard", "client", "camion", "porte", "rendez-vous"]
MINE, THEIRS, WIDE = ident(), ident(), ident()
READER = Rights(all_open=True, own=frozenset({MINE}))
TODAY = milliseconds(NOON)

Pairs = list[tuple[Segment, Ids]]


def on_disk(folder: Path) -> Pairs:
    """The segments of a folder."""
    segments = stores.read_contents(folder).segments
    return [(DiskSegment(folder, segment), deleted(segment)) for segment in segments]


def in_memory(documents: list[Document]) -> Pairs:
    """One tail that holds everything."""
    return [(TailSegment([analyse(one) for one in documents]), NOTHING[0])]


def ask(pairs: Pairs, text: str, rights: Rights = READER, **more: object) -> Answer:
    """A search as a reader."""
    return find(pairs, rights, Criteria(read(text).node, today=TODAY, **more))  # type: ignore[arg-type]  # by name


def told(answer: Answer) -> object:
    """Everything that a reader can learn from an answer."""
    return answer.matches, answer.total, answer.more, facets(answer.scopes, TODAY), answer.unseen


def talk(count: int, seed: int, audiences: list[str], words: list[str] = VOCABULARY) -> list[Document]:
    """Some posts in some audiences."""
    chance = random.Random(seed)
    groups, people = [ident() for _ in range(4)], [ident() for _ in range(6)]
    return [
        document(
            " ".join(chance.choices(words, k=chance.randrange(3, 12))),
            audience=(audience := chance.choice(audiences)),
            open=audience == WIDE,
            group=chance.choice(groups),
            author=chance.choice(people),
            when=NOON - dt.timedelta(hours=chance.randrange(5_000)),
            side=chance.choice(["", "internal", "partner"]),
        )
        for _ in range(count)
    ]


QUERIES = [
    "armoire ", "livraison samedi ", "livraison OR prix ", "retard -client ", '"livraison samedi"', "cana",
    "rendez-vous ", "rendezvous ", "rendez vous ", "introuvable ", "armoires ", "-samedi ",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("shape", ["many commits", "one build", "half in memory"])
def test_what_lies_on_disk_is_found_as_in_memory(tmp_path: Path, query: str, shape: str) -> None:
    documents = talk(150, 1, [MINE, THEIRS, WIDE])
    folder = Store(tmp_path, "FR").create()
    if shape == "one build":
        list(build(folder, documents))
        pairs = on_disk(folder)
    else:
        stored = documents if shape == "many commits" else documents[:75]
        for begin in range(0, len(stored), 7):
            writer.write(folder, stored[begin : begin + 7])
        pairs = on_disk(folder) + (in_memory(documents[75:]) if shape == "half in memory" else [])
    assert told(ask(pairs, query)) == told(ask(in_memory(documents), query))


@pytest.mark.parametrize("query", [*QUERIES, "armoir ", "livraisn ", "smedi "])
@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_a_reader_may_not_see_changes_an_answer(tmp_path: Path, query: str, seed: int) -> None:
    seen = talk(60, seed, [MINE, WIDE])
    hidden = talk(90, seed + 100, [THEIRS], [*VOCABULARY, "armoirs", "livraisan", "introuvable", "samedis"])
    mixed = [*seen, *hidden]
    random.Random(seed).shuffle(mixed)
    folders = []
    for name, documents in (("one", seen), ("two", mixed)):
        folder = Store(tmp_path / name, "FR").create()
        for begin in range(0, len(documents), 11):
            writer.write(folder, documents[begin : begin + 11])
        folders.append(folder)
    for more in ({}, {"newest_first": True}, {"since": TODAY - 60 * DAY}, {"types": Choice(("post",))}):
        answers = [ask(on_disk(folder), query, **more) for folder in folders]
        assert told(answers[0]) == told(answers[1])
    suggestions = [suggesting.suggestion(one.scopes, one.unseen) for one in answers]
    assert suggestions[0] == suggestions[1]


def test_pages_are_exact_whatever_lies_between(tmp_path: Path) -> None:
    """500 documents that the reader may not see lie between two that they may."""
    first, last = document("armoire", audience=MINE, open=False), document("armoire", audience=MINE, open=False)
    between = [document("armoire", audience=THEIRS, open=False) for _ in range(500)]
    folder = Store(tmp_path, "FR").create()
    list(build(folder, [first, *between, last]))
    one = ask(on_disk(folder), "armoire ", limit=1)
    two = ask(on_disk(folder), "armoire ", limit=1, after=one.matches[-1].order)
    assert (one.total, one.more, two.total, two.more) == (2, True, 2, False)
    assert {one.matches[0].key, two.matches[0].key} == {first.key, last.key}


def test_pages_hold_each_document_once_also_among_equals(tmp_path: Path) -> None:
    documents = [document("armoire", audience=MINE, open=False) for _ in range(137)]
    folder = Store(tmp_path, "FR").create()
    for begin in range(0, len(documents), 20):
        writer.write(folder, documents[begin : begin + 20])
    for newest in (False, True):
        keys: list[str] = []
        after = None
        for _page in itertools.count():
            answer = ask(on_disk(folder), "armoire ", newest_first=newest, limit=10, after=after)
            keys += [match.key for match in answer.matches]
            if not answer.more:
                break
            after = answer.matches[-1].order
        assert len(keys) == 137
        assert set(keys) == {one.key for one in documents}


def test_exact_words_come_before_their_relatives() -> None:
    plural, singular = document("des armoires", audience=MINE), document("une armoire", audience=MINE)
    best = ask(in_memory([plural, singular]), "armoires ").matches[0].key
    assert best == plural.key
    assert ask(in_memory([plural, singular]), "armoire ").matches[0].key == singular.key


def test_titles_count_more_and_what_is_new_a_little_more() -> None:
    title = document("le reste du texte", title="Armoire", audience=MINE)
    body = document("le reste du texte armoire", audience=MINE)
    old = document("le reste du texte armoire", audience=MINE, when=NOON - dt.timedelta(days=700))
    order = [match.key for match in ask(in_memory([old, body, title]), "armoire ").matches]
    assert order == [title.key, body.key, old.key]


def test_a_closed_audience_is_silent_whatever_was_stored() -> None:
    one = document("armoire", audience=WIDE, open=True)
    closed = Rights(all_open=True, own=frozenset(), changed=frozenset({(WIDE, False)}))
    opened = Rights(all_open=True, own=frozenset(), changed=frozenset({(THEIRS, True)}))
    assert ask(in_memory([one]), "armoire ").total == 1
    assert ask(in_memory([one]), "armoire ", closed).total == 0
    assert ask(in_memory([one]), "armoire ", Rights(all_open=False, own=frozenset())).total == 0
    assert ask(in_memory([document("armoire", audience=THEIRS, open=False)]), "armoire ", opened).total == 1


def test_facets_count_each_document_once(tmp_path: Path) -> None:
    documents = talk(200, 9, [MINE, WIDE])
    folder = Store(tmp_path, "FR").create()
    list(build(folder, documents))
    counts = facets(ask(on_disk(folder), "").scopes, TODAY)
    assert counts["type"] == [("post", 200)]
    for facet in ("group", "author"):
        assert sum(count for _value, count in counts[facet]) == 200
        assert [count for _value, count in counts[facet]] == sorted((c for _v, c in counts[facet]), reverse=True)


@pytest.mark.parametrize(
    ("typed", "meant"), [("armoir", None), ("armiore", "armoire"), ("livriason", "livraison"), ("acmion", "camion")]
)
def test_a_slip_is_forgiven_once(typed: str, meant: str | None) -> None:
    answer = ask(in_memory(talk(100, 3, [MINE])), typed + " ")
    found = suggesting.suggestion(answer.scopes, answer.unseen)
    assert found == ({typed: meant} if meant else {})


def test_whoosh_reads_what_the_codec_wrote(tmp_path: Path) -> None:
    """The index is one that Whoosh's own searcher opens."""
    folder = Store(tmp_path, "FR").create()
    list(build(folder, [document("armoire armoire"), document("canapé"), document("une armoire")]))
    with FileIndex(PlacedStorage(str(folder)), indexname=NAME).searcher(weighting=Frequency()) as searcher:
        found = searcher.search(Term("word", "armoire"))
        assert [found.score(place) for place in range(len(found))] == [2.0, 1.0]
        assert searcher.doc_frequency("word", "armoire") == 2


def test_lists_of_every_width_come_back() -> None:
    for step in (1, 300, 70_000):
        ids = np.arange(0, 50 * step, step, dtype=np.uint32)
        for weights in (np.full(50, 3, np.uint8), np.arange(1, 51, dtype=np.uint8)):
            raw = encode(ids, weights)
            for base in (0, 1_000):
                back = decode(shifted(raw, base), 0)
                assert back[0].tolist() == (ids + base).tolist()
                assert back[1].tolist() == weights.tolist()
