"""Operators: what a document has, how it stands, whose it is, in which language; as one reader sees it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from cases.actions import Holder, add_participant, lift_blocker, make_promise, report_blocker, set_holder
from cases.models import Case
from cases.windows import window
from esn.core.clock import now
from feeds.actions import (
    Manner,
    NewPoll,
    Received,
    accept_answer,
    add_file,
    close_poll,
    delete_post,
    mark_read,
    mute_thread,
    publish,
    reply,
)
from people.models import Person
from search.find import search
from search.query import parse, read
from search.standing import unread_by
from search.tongues import guessed
from search.vocabulary import WORDS, operators, understood, values
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log

Follow = Callable[[], int]


@pytest.fixture(params=["beyond the index", "inside the index"])
def settle(request: pytest.FixtureRequest, indexed: Follow) -> Callable[[], None]:
    """Each test runs twice: the worker has not come yet, and the worker has come."""

    def maybe_follow() -> None:
        if request.param == "inside the index":
            indexed()

    return maybe_follow


def keys(viewer: Person, text: str, **filters: Any) -> set[str]:
    """What a person finds, as type and id."""
    return {f"{hit.type}:{hit.id}" for hit in search(viewer, parse(text, **filters)).results}


def posts(viewer: Person, text: str, **filters: Any) -> set[str]:
    """The ids of the posts that a person finds."""
    return {hit.id for hit in search(viewer, parse(text, type="post", **filters)).results}


def promised(actor: Person, ref: str, text: str = "The wardrobe arrives") -> str:
    """A promise in a case."""
    start = now() + dt.timedelta(days=9)
    when = window(start, start + dt.timedelta(hours=4), "Europe/Paris")
    return make_promise(actor, ref=ref, kind="delivery", text=text, window=when, kept_by=Holder("person", actor.id))


def test_what_a_post_has_is_found_by_it(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open", member=bo)
    picture = add_file(ana, received=Received("a.png", "image/png", 9, "0" * 64, width=5, height=5))
    paper = add_file(ana, received=Received("b.pdf", "application/pdf", 9, "1" * 64))
    seen = publish(ana, audience_id=group.audience_id, body="Price", attachments=[picture])
    read = publish(ana, audience_id=group.audience_id, body="Price", attachments=[paper])
    poll = publish(ana, audience_id=group.audience_id, body="Price", manner=Manner("poll", NewPoll(("Ten", "Twelve"))))
    question = publish(ana, audience_id=group.audience_id, body="Price", manner=Manner("question"))
    plain = cast.say(ana, group, "Price")
    settle()
    assert posts(bo, "price has:file") == posts(bo, "price contient:fichier") == {seen, read}
    assert posts(bo, "price has:image") == posts(bo, "price", has="image") == {seen}
    assert posts(bo, "price has:poll") == posts(bo, "twelve") == {poll}
    assert posts(bo, "price has:question") == {question}
    assert posts(bo, "price has:file has:image") == {seen}, "all that is wanted must be there"
    assert posts(bo, "price -has:file -has:poll -has:question") == {plain}
    found = search(bo, parse("price", type="post"))
    counted = {value.value: value.count for value in found.facets["has"]}
    assert counted == {"file": 2, "image": 1, "poll": 1, "question": 1}


def test_a_question_is_open_until_an_answer_stands(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open", member=bo)
    question = publish(ana, audience_id=group.audience_id, body="Which price?", manner=Manner("question"))
    answer = reply(bo, post_id=question, body="Ten.")
    settle()
    assert posts(bo, "price is:open") == posts(bo, "price est:ouverte") == {question}
    accept_answer(ana, post_id=answer)
    assert posts(bo, "price is:open") == set()
    assert posts(bo, "price -is:open") == {question}
    delete_post(bo, post_id=answer)
    assert posts(bo, "price is:open") == {question}


def test_a_poll_is_open_until_it_is_closed(ana: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open")
    poll = publish(ana, audience_id=group.audience_id, body="Price", manner=Manner("poll", NewPoll(("Ten", "Twelve"))))
    settle()
    assert posts(ana, "is:open has:poll") == {poll}
    close_poll(ana, post_id=poll)
    assert posts(ana, "is:open has:poll") == set()


def test_a_case_is_found_by_who_has_it_now(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    team = cast.found(bo, "open", name="Logistics")
    settle()
    for text in (
        "wardrobe holder:me",
        "wardrobe responsable:moi",
        "wardrobe holder:martin",
        f"wardrobe holder:{ana.id}",
    ):
        assert f"case:{ref}" in keys(ana, text), text
    assert f"case:{ref}" in keys(ana, "wardrobe", holder="me")
    set_holder(ana, ref=ref, holder=Holder("team", team.id))
    assert f"case:{ref}" not in keys(ana, "wardrobe holder:me")
    assert f"case:{ref}" in keys(bo, "wardrobe holder:logistics") & keys(bo, "wardrobe", holder=team.id)
    assert f"case:{ref}" in keys(ana, "wardrobe -holder:me")


def test_mine_is_what_i_wrote_and_what_i_have(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open", member=bo)
    one, two = cast.say(ana, group, "Wardrobe"), cast.say(bo, group, "Wardrobe")
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    settle()
    assert keys(ana, "wardrobe is:mine type:post") == {f"post:{one}"}
    assert keys(ana, "wardrobe is:mine type:case") == {f"case:{ref}"}
    assert keys(bo, "wardrobe est:moi") == {f"post:{two}"}
    assert f"post:{one}" in keys(bo, "wardrobe -is:mine")


def test_a_case_is_open_blocked_and_adrift_as_it_stands(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    settle()
    case = {f"case:{ref}"}
    assert keys(bo, "wardrobe is:open type:case") == keys(bo, "wardrobe -is:blocked -is:drift type:case") == case
    blocker = report_blocker(bo, ref=ref, cause="The refund tool", lifter="Accounting", meanwhile="A call")
    assert keys(bo, "wardrobe is:blocked type:case") == keys(bo, "est:bloqué type:dossier") == case
    lift_blocker(bo, blocker_id=blocker)
    assert keys(bo, "wardrobe is:blocked") == set()
    assert keys(bo, "type:case has:promise") == set()
    promised(ana, ref)
    assert keys(bo, "type:case has:promise") == case


def test_a_drift_is_found_as_long_as_it_lasts(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    settle()
    door = cast.device(ana)
    door.make(f"cases/{ref}/tellings/", {"subject": {"type": "status", "id": ref}, "channel": "phone"})
    assert keys(bo, "is:drift type:case") == set()
    door.ask("PATCH", f"cases/{ref}/", {"status": "waiting_partner"})
    assert Case.objects.get(ref=ref).drifts == 1
    assert keys(bo, "is:drift type:case") == keys(bo, "est:écart type:case") == {f"case:{ref}"}
    door.make(f"cases/{ref}/tellings/", {"subject": {"type": "status", "id": ref}, "channel": "phone"})
    assert keys(bo, "is:drift type:case") == set()


def test_unread_is_what_others_said_since_i_was_there(
    ana: Person, bo: Person, cy: Person, settle: Callable[[], None]
) -> None:
    group = cast.found(ana, "open", member=bo)
    old = cast.say(ana, group, "Price one")
    mark_read(bo, post_id=old)
    new = cast.say(ana, group, "Price two")
    own = cast.say(bo, group, "Price three")
    settle()
    assert (
        posts(bo, "price is:unread") == posts(bo, "price est:non-lu") == posts(bo, "price", **{"is": "unread"}) == {new}
    )
    assert posts(bo, "price -is:unread") == {old, own}
    assert posts(cy, "price is:unread") == set(), "who follows nothing has nothing unread"
    mute_thread(bo, post_id=new)
    assert posts(bo, "price is:unread") == set()
    mark_read(bo, post_id=own)
    assert unread_by(bo).read == ()


def test_hashtags_are_found_however_they_are_spelt(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open", member=bo)
    one, two = cast.say(ana, group, "Price #Été_2026"), cast.say(ana, group, "Price ete 2026 #autre")
    settle()
    for text in ("price tag:ete-2026", "price tag:#Été_2026", "mot-dièse:été-2026", "price étiquette:ete_2026"):
        assert posts(bo, text) == {one}, text
    assert posts(bo, "price", tag="#Été_2026") == {one}
    assert posts(bo, "price -tag:ete-2026") == {two}
    assert posts(bo, "tag:ete-2026 tag:autre") == set()
    assert search(bo, parse("tag:_ price")).notes[0].code == "unknown_value"


def test_each_text_is_found_in_the_language_that_it_is_written_in(
    ana: Person, bo: Person, settle: Callable[[], None]
) -> None:
    group = cast.found(ana, "open", member=bo)
    french, english = cast.say(ana, group, "Le canapé n’est pas arrivé"), cast.say(ana, group, "The canapé is late")
    neither = cast.say(ana, group, "Canapé 4187")
    settle()
    assert posts(bo, "canapé lang:fr") == posts(bo, "canapé langue:français") == {french}
    assert posts(bo, "canapé lang:english") == posts(bo, "canapé", lang="en") == {english}
    assert posts(bo, "canapé -lang:fr -lang:en") == {neither}
    facet = search(bo, parse("canapé", type="post")).facets["lang"]
    assert {(value.value, value.count) for value in facet} == {("fr", 1), ("en", 1)}


def test_a_guess_is_made_only_when_the_words_say_so() -> None:
    assert [guessed(total) for total in (-5, -2, -1, 0, 1, 2, 9)] == ["en", "en", "", "", "", "fr", "fr"]


def test_what_is_not_understood_is_said_and_the_rest_is_searched(ana: Person) -> None:
    post = cast.say(ana, cast.found(ana, "open"), "The price")
    for text in ("price has:wings", "price is:purple", "price lang:klingon", "price holder:nobody"):
        found = search(ana, parse(text))
        assert [hit.id for hit in found.results] == [post], text
        assert [note.code for note in found.notes] == ["unknown_value"], text
    with translation.override("en"):
        assert "file, image, promise, poll, question" in search(ana, parse("price has:wings")).notes[0].detail


def test_a_holder_whom_one_may_not_know_is_nobody(ana: Person, bo: Person, cy: Person) -> None:
    cast.found(ana, "secret", name="Zanzibar", member=bo)
    cast.matter(ana, cast.customer(ana), title="Wardrobe")
    assert search(bo, parse("wardrobe holder:zanzibar")).total == 0, "it has none"
    known, invented = (search(cy, parse(f"wardrobe holder:{name}")) for name in ("zanzibar", "mozambique"))
    assert [hit.id for hit in known.results] == [hit.id for hit in invented.results]
    assert [note.code for note in known.notes] == [note.code for note in invented.notes] == ["unknown_value"]


def test_gus_learns_nothing_of_the_inner_state_of_a_case(ana: Person, gus: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    add_participant(ana, ref=ref, person_id=gus.id)
    report_blocker(ana, ref=ref, cause="The refund tool", lifter="Accounting", meanwhile="A call")
    promised(ana, ref)
    settle()
    for text in ("is:blocked", "is:drift", "has:promise", f"holder:{ana.id}"):
        assert keys(gus, f"{ref} type:case {text}") == set(), text
        assert f"case:{ref}" in keys(gus, f"{ref} type:case -{text}"), text
    assert keys(gus, f"{ref} type:case is:open") == {f"case:{ref}"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_word_that_is_offered_is_understood(language: str) -> None:
    with translation.override(language):
        for name, written in operators().items():
            assert [one.name for one in read(f"{written}:x").operators] == [name], written
        for operator in WORDS:
            for code, written in values(operator).items():
                assert understood(operator, written) == code
        assert all(" " not in written for operator in WORDS for written in values(operator).values())
