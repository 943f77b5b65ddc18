"""Documents in PostgreSQL: found, ordered and counted as in memory, deaf to what the reader may not see."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from django.db import transaction

from esn.core import events
from feeds.models import Post
from groups.models import Audience
from people.models import Person
from search import engines, index
from search.analysis import DAY, Document, bits, milliseconds
from search.engine import find, matched
from search.find import search
from search.matching import Choice, Criteria, Deadline
from search.models import IndexBuild, IndexedDocument
from search.postgres import terms
from search.postgres.conditions import View
from search.postgres.finding import Found
from search.postgres.writing import write
from search.query import parse, read
from search.ranking import Match
from search.rights import Rights
from search.segments import NOTHING
from search.tail import TailSegment
from search.verifying import verify
from tests import cast
from tests.log import settle
from tests.search.invented import NOON, document, ident
from tests.search.marks import with_log
from tests.search.test_folding import ENGLISH, FRENCH, with_file

VOCABULARY = ["armoire", "canapé", "livraison", "samedi", "prix", "retard", "client", "camion", "porte", "rendez-vous"]
MINE, THEIRS, WIDE = ident(), ident(), ident()
READER = Rights(all_open=True, own=frozenset({MINE}))
TODAY = milliseconds(NOON)
QUERIES = [
    "armoire ", "livraison samedi ", "livraison OR prix ", "retard -client ", '"livraison samedi"', "cana",
    "rendez-vous ", "rendezvous ", "rendez vous ", "introuvable ", "armoires ", "-samedi ", "",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _audiences(request: pytest.FixtureRequest) -> None:
    """Three audiences, of which one is open."""
    if "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
        for id_ in (MINE, THEIRS, WIDE):
            Audience.objects.create(id=id_, kind="group", open_to_members=id_ == WIDE)


def build(some: Sequence[Document]) -> int:
    """Rows of some documents, written a few at a time."""
    made = IndexBuild.objects.create(signature="test")
    for begin in range(0, len(some), 11):
        write(made.id, some[begin : begin + 11])
    return made.id


def in_memory(some: Sequence[Document]) -> TailSegment:
    """A tail that holds some documents as the engine weighs them."""
    return TailSegment([terms.analysed(one) for one in some])


def ask(number: int, criteria: Criteria, tail: Sequence[Document] = ()) -> Found:
    """A search as the reader, in rows and in what is not written yet."""
    view = View(number, READER.all_open, READER.own, ())
    return Found(view, matched([(in_memory(tail), NOTHING[0])], READER, criteria, Deadline()), criteria)


def as_in_memory(there: Found, said: Sequence[Document], criteria: Criteria) -> None:
    """Whether an answer says what the embedded engine's own arrays say of all documents."""
    here = find([(in_memory(said), NOTHING[0])], READER, criteria)
    assert [match.key for match in there.matches] == [match.key for match in here.matches], criteria
    assert (there.total, there.more, there.unseen) == (here.total, here.more, here.unseen), criteria
    counts = {name: sorted(some) for name, some in there.facets(TODAY).items()}
    assert counts == {name: sorted(some) for name, some in here.facets(TODAY).items()}, criteria
    groups = [match.group for match in here.matches]
    assert there.together(groups) == here.together(groups), criteria
    assert there.folded() == here.folded(), criteria
    assert named(there.files_inside()) == named(here.files_inside()), criteria


def named(files: Mapping[str, Sequence[Match]]) -> dict[str, set[str]]:
    """The keys of some files, by their post."""
    return {post: {file.key for file in some} for post, some in files.items()}


def told(answer: Found) -> object:
    """Everything that a reader can learn, but the last bit of a score."""
    keys = [match.key for match in answer.matches]
    counts = {name: sorted(counted) for name, counted in answer.facets(TODAY).items()}
    groups = answer.together([match.group for match in answer.matches])
    files = named(answer.files_inside()), answer.folded()
    return keys, answer.total, answer.more, counts, answer.unseen, groups, answer.suggestion(), files


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
            thread=chance.choice(groups),
            when=NOON - dt.timedelta(minutes=number * 97),
            side=chance.choice(["", "internal", "partner"]),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("order", ["relevance", "newest", "activity"])
@pytest.mark.parametrize("written", [150, 75])
def test_what_lies_in_rows_is_found_as_in_memory(order: str, written: int) -> None:
    """All of it written, or half of it; the embedded engine's own arrays say what is right."""
    said = talk(150, 1, [MINE, THEIRS, WIDE])
    number = build(said[:written])
    for query in QUERIES:
        node = read(query).node
        criteria = Criteria(node, today=TODAY, newest_first=order != "relevance", by_activity=order == "activity")
        as_in_memory(ask(number, criteria, said[written:]), said, criteria)


@pytest.mark.parametrize("written", [0, 20, 41, 60])
def test_a_post_and_its_files_are_one_hit_wherever_they_lie(written: int) -> None:
    """Both in rows, both in the tail, or one of each; a file of what is not found is a hit."""
    said: list[Document] = []
    for at in range(24):
        post, files = with_file(
            "armoire" if at % 3 else f"{FRENCH} prix", f"{ENGLISH} armoire client", files=1 + at % 2
        )
        moments = (NOON - dt.timedelta(days=days, minutes=at) for days in (at * 3, at % 5, at % 7 + 9))
        place = MINE if at % 4 else THEIRS
        said += [
            replace(one, when=when, audience=place, open=False)
            for one, when in zip((post, *files), moments, strict=False)
        ]
    random.Random(written).shuffle(said)
    number = build(said[:written])
    for query in ("armoire ", "armoire OR prix ", "client ", "-prix ", ""):
        for more in (
            {}, {"newest_first": True}, {"by_activity": True}, {"limit": 3}, {"types": Choice(("file",))},
            {"types": Choice(("post",))}, {"marks": bits(("file",)), "since": TODAY - DAY},
        ):  # fmt: skip
            criteria = Criteria(read(query).node, today=TODAY, **more)
            as_in_memory(ask(number, criteria, said[written:]), said, criteria)


@pytest.mark.parametrize("guest", [False, True])
def test_audiences_that_are_too_many_to_name_say_the_same(guest: bool) -> None:
    number = build(talk(60, 7, [MINE, THEIRS, WIDE]))
    for query in QUERIES:
        criteria = Criteria(read(query).node, today=TODAY)
        answers = [Found(View(number, not guest, READER.own, (), few), (), criteria) for few in (0, 2_000)]
        assert told(answers[0]) == told(answers[1]), query


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_a_reader_may_not_see_changes_an_answer(seed: int) -> None:
    seen = talk(60, seed, [MINE, WIDE])
    hidden = talk(90, seed + 100, [THEIRS], [*VOCABULARY, "armoirs", "livraisan", "introuvable", "samedis"])
    mixed = [*seen, *hidden]
    random.Random(seed).shuffle(mixed)
    alone, among = build(seen), build(mixed)
    for query in [*QUERIES, "armoir ", "livraisn ", "smedi "]:
        for more in ({}, {"newest_first": True}, {"since": TODAY - 3 * DAY}, {"types": Choice(("post",))}):
            criteria = Criteria(read(query).node, today=TODAY, **more)
            assert told(ask(alone, criteria)) == told(ask(among, criteria)), query


def test_pages_hold_each_document_once_also_among_equals() -> None:
    said = [document("armoire", audience=MINE, open=False) for _ in range(57)]
    number = build(said[:40])
    for newest in (False, True):
        keys: list[str] = []
        after = None
        for _page in itertools.count():
            criteria = Criteria(read("armoire ").node, newest_first=newest, limit=10, after=after, today=TODAY)
            answer = ask(number, criteria, said[40:])
            assert answer.total == 57
            keys += [match.key for match in answer.matches]
            if not answer.more:
                break
            after = answer.matches[-1].order
        assert len(keys) == 57
        assert set(keys) == {one.key for one in said}


def test_an_audience_that_closes_is_silent_at_once() -> None:
    number = build([document("armoire", audience=WIDE)])
    criteria = Criteria(read("armoire ").node, today=TODAY)
    assert ask(number, criteria).total == 1
    Audience.objects.filter(id=WIDE).update(open_to_members=False)
    assert ask(number, criteria).total == 0


@pytest.mark.parametrize(
    "typed", ["'", "\\", "' | '=armoire", ":*", "a:A", "!", "<->", "%s", "\\':*", "armoire' -- ", "#"]
)
def test_what_one_types_is_never_a_query_of_its_own(typed: str) -> None:
    number = build([document("canapé", audience=MINE)])
    assert ask(number, Criteria(read(f"{typed} armoire ").node, today=TODAY)).total == 0
    assert ask(number, Criteria(read("canape ").node, tags=(typed,), today=TODAY)).total == 0


def test_very_long_documents_are_found() -> None:
    long = " ".join(f"mot{number} {number:x}abc" for number in range(20_000))
    number = build([document(f"début {long} fin", audience=MINE)])
    assert ask(number, Criteria(read("début ").node, today=TODAY)).total == 1


@with_log
def test_documents_and_their_place_are_written_at_once_or_not_at_all(ana: Person, indexed: Callable[[], int]) -> None:
    group = cast.found(ana, "open")
    indexed()
    before = index.position(), IndexedDocument.objects.count()
    cast.say(ana, group, "A wardrobe")
    settle()
    entries = events.after(before[0])
    with transaction.atomic():
        index.apply(entries)
        assert IndexedDocument.objects.count() > before[1]
        transaction.set_rollback(True)  # the process ended before its last word
    assert (index.position(), IndexedDocument.objects.count()) == before
    assert search(ana, parse("wardrobe")).total == 1, "the log still holds it"
    indexed()
    assert search(ana, parse("wardrobe")).total == 1
    assert verify().same


@with_log
def test_rows_are_built_beside_the_present_ones_and_switched(ana: Person, indexed: Callable[[], int]) -> None:
    group = cast.found(ana, "open")
    cast.say(ana, group, "The first wardrobe")
    index.rebuild()
    first = IndexBuild.objects.get().id
    seen: list[int] = []

    def during(total: int) -> None:
        seen.append(search(ana, parse("wardrobe")).total)
        if len(seen) == 1:
            cast.say(ana, group, "The second wardrobe")

    index.rebuild(during)
    assert seen[0] == 1
    assert [one.current for one in IndexBuild.objects.all()] == [True]
    assert not IndexedDocument.objects.filter(build=first).exists()
    assert search(ana, parse("wardrobe")).total == 2
    indexed()
    assert search(ana, parse("wardrobe")).total == 2
    assert verify().same
    assert Post.objects.count() == 2
    assert engines.chosen().health(thorough=True).state == "ok"
