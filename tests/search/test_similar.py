"""GET /api/v1/search/similar/: what is like a case or a text, why, and never what one may not read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings

from cases.actions import StoryText, add_participant, merge_cases, open_case, post_in_case, restrict_case
from feeds.actions import Manner, accept_answer, publish, reply
from people.models import Person
from search.alike import TERMS, Text, _said
from tests import cast
from tests.cases.rules import asked, person, refund_rule
from tests.search.marks import with_log

pytestmark = with_log

Statements = Callable[[int], AbstractContextManager[None]]
QUESTION = Manner(kind="question")
WORN = "The hinge of the oak wardrobe door broke after one week."


def opened(actor: Person, customer: str, title: str, story: str, **more: Any) -> str:
    """A case with its own story."""
    return open_case(actor, customer_id=customer, title=title, story=StoryText(happened=story), **more)


def like(viewer: Person, path: str) -> list[dict[str, Any]]:
    """What a device is told."""
    results: list[dict[str, Any]] = cast.device(viewer).read(f"search/similar/?{path}")["results"]
    return results


def test_bo_writes_and_sees_cases_answers_and_exceptions_with_why(ana: Person, bo: Person, mo: Person) -> None:
    customer = cast.customer(ana)
    case = opened(ana, customer, "Wardrobe door broken", WORN)
    opened(ana, cast.customer(ana, name="M. Roux"), "Invoice unpaid", "The bank returned the transfer.")
    group = cast.found(ana, "open", member=mo)
    question = publish(
        ana, audience_id=group.audience_id, body="Where do we get a **hinge** for the oak wardrobe?", manner=QUESTION
    )
    answer = reply(mo, post_id=question, body="Order hinge 4187 from the oak workshop.")
    accept_answer(ana, post_id=answer)
    publish(ana, audience_id=group.audience_id, body="Who has a spare wardrobe hinge?", manner=QUESTION)
    rule = refund_rule(cast.device(mo), person(mo))
    waiver = asked(cast.device(ana), case, rule, what="New wardrobe door for free", why="The hinge broke twice.")
    cast.device(mo).make(f"waivers/{waiver['id']}/grant/", {"reason": "The hinge was weak."})

    found = like(bo, f"title=Hinges+of+a+wardrobe&text=The+oak+hinge+broke&customer={customer}")
    assert [(one["type"], one["id"]) for one in found] == [
        ("case", case), ("question", question), ("exception", waiver["id"])
    ]  # fmt: skip
    first, second, third = found
    assert (first["url"], first["same_customer"]) == (f"/cases/{case}/", True)
    assert set(first["words"]) == {"hinges", "wardrobe", "oak", "broke"}, "the writer's own words"
    assert second["title"] == "Where do we get a hinge for the oak wardrobe?"
    assert second["snippet"] == "Order <mark>hinge</mark> 4187 from the <mark>oak</mark> workshop."
    assert second["author"]["name"] == mo.name
    assert (third["title"], third["more"]["state"]) == ("New wardrobe door for free", "granted")
    assert third["url"] == f"/exceptions/{waiver['id']}/"
    for kind in ("case", "question", "exception"):
        assert [one["type"] for one in like(bo, f"text=oak+wardrobe+hinge+broke&kind={kind}")] == [kind]


def test_a_case_finds_its_likes_and_never_itself_nor_its_own_thread(ana: Person, bo: Person) -> None:
    customer, other = cast.customer(ana), cast.customer(ana, name="M. Roux")
    case = opened(ana, customer, "Wardrobe door broken", WORN)
    near = opened(ana, other, "Broken hinge", "The wardrobe came with a broken hinge.")
    far = opened(ana, other, "Van late", "The door of the van was broken, so that all of it waits.")
    question = post_in_case(ana, ref=case, body="Hinge of the wardrobe?", manner=QUESTION)
    accept_answer(ana, post_id=reply(bo, post_id=question, body="An oak hinge."))
    assert [one["id"] for one in like(bo, f"case={case}")] == [near, far]
    assert {one["id"] for one in like(bo, f"case={near}")} == {case, question}


def test_one_shared_word_is_no_likeness_and_polite_words_are_none(ana: Person, bo: Person) -> None:
    opened(ana, cast.customer(ana), "Wardrobe door broken", "Hello, I would like help please, thank you.")
    assert like(bo, "text=hello+please+I+would+like+some+help+with+the+garden") == []
    assert like(bo, "text=our+wardrobe+was+painted+green") == []
    assert len(like(bo, "text=wardrobe")) == 1, "a text of one word has no more to share"
    assert like(bo, "") == like(bo, "text=%20") == like(bo, "text=the+and+of") == []


def test_what_cy_may_not_read_changes_nothing(ana: Person, bo: Person, cy: Person) -> None:
    """Neither what is found, nor the order, nor the reasons: the words are weighed by what Cy reads."""
    customer = cast.customer(ana)
    one = opened(ana, customer, "Wardrobe hinge", WORN)
    two = opened(ana, customer, "Oak door", "The oak door came with a broken lock, like the wardrobe before.")
    paths = (f"case={one}", f"case={two}", "text=oak+wardrobe+hinge+broke+door", "title=zanzibar+hinge&text=oak+lock")
    before = [cast.comparable(cast.device(cy).ask("GET", f"search/similar/?{path}")) for path in paths]
    assert [found["id"] for found in like(cy, paths[2])] == [one, two]

    hidden = opened(ana, customer, "Zanzibar hinge", f"{WORN} Zanzibar, Zanzibar.", restricted=True)
    for number in range(12):
        opened(ana, customer, f"Hinge hinge oak {number}", "Oak hinge, oak hinge, broke.", restricted=True)
    secret = cast.found(ana, "secret", member=bo)
    asked_there = publish(
        ana, audience_id=secret.audience_id, body="Zanzibar oak hinge of a wardrobe?", manner=QUESTION
    )
    accept_answer(ana, post_id=reply(bo, post_id=asked_there, body="The oak hinge of Zanzibar."))
    assert [cast.comparable(cast.device(cy).ask("GET", f"search/similar/?{path}")) for path in paths] == before
    missing = cast.device(cy).ask("GET", f"search/similar/?case={cast.NO_CASE}")
    assert missing.status_code == 404
    assert cast.comparable(cast.device(cy).ask("GET", f"search/similar/?case={hidden}")) == cast.comparable(missing)
    assert {found["id"] for found in like(ana, paths[3])} > {hidden, asked_there}


def test_exceptions_of_a_restricted_case_are_for_its_participants(ana: Person, mo: Person, cy: Person) -> None:
    case = opened(ana, cast.customer(ana), "Wardrobe hinge", WORN)
    waiver = asked(cast.device(ana), case, refund_rule(cast.device(mo), person(mo)))
    cast.device(mo).make(f"waivers/{waiver['id']}/grant/", {"reason": "The doors failed twice."})
    path = "text=refund+the+wardrobe+in+cash&kind=exception"
    assert [one["id"] for one in like(cy, path)] == [waiver["id"]]
    restrict_case(ana, ref=case, restricted=True)
    assert like(cy, path) == []
    assert [one["id"] for one in like(ana, path)] == [waiver["id"]]


def test_what_waits_or_was_refused_is_no_precedent_and_a_merged_case_is_found_by_the_other(
    ana: Person, bo: Person, mo: Person
) -> None:
    customer = cast.customer(ana)
    kept, gone = (opened(ana, customer, f"Wardrobe hinge {name}", WORN) for name in ("one", "two"))
    waiver = asked(cast.device(ana), kept, refund_rule(cast.device(mo), person(mo)))
    path = "text=refund+the+wardrobe+in+cash&kind=exception"
    assert like(bo, path) == []
    cast.device(mo).make(f"waivers/{waiver['id']}/refuse/", {"reason": "The wardrobe was used in cash."})
    assert like(bo, path) == []
    merge_cases(ana, ref=kept, merged_ref=gone)
    assert [one["id"] for one in like(bo, "text=oak+wardrobe+hinge&kind=case")] == [kept]


def test_gus_finds_nothing_inside_and_cannot_ask_whose_case_it_is(ana: Person, gus: Person) -> None:
    customer = cast.customer(ana)
    case = opened(ana, customer, "Wardrobe hinge", WORN)
    add_participant(ana, ref=case, person_id=gus.id)
    assert cast.device(gus).ask("GET", f"search/similar/?case={case}").status_code == 404
    assert like(gus, "text=oak+wardrobe+hinge+broke") == []
    one, other = (
        cast.device(gus).ask("GET", f"search/similar/?text=oak+hinge&customer={id_}")
        for id_ in (customer, cast.NOWHERE)
    )
    assert cast.comparable(one) == cast.comparable(other)


@pytest.mark.parametrize("query", ["kind=people", "colour=red", "limit=0", "text=x%00", "case=x%07"])
def test_what_cannot_be_read_is_named(ana: Person, query: str) -> None:
    answer = cast.device(ana).ask("GET", f"search/similar/?{query}")
    assert answer.status_code == 400
    assert '"errors"' in answer.text


def test_a_long_text_is_searched_for_by_its_most_telling_words(ana: Person) -> None:
    said = _said(Text("hinge", " ".join(f"word{letter}{other}" for letter in "abcdefghij" for other in "klmnopqrst")))
    assert len(said) == 64
    case = opened(
        ana, cast.customer(ana), "Wardrobe hinge", " ".join(f"part{letter} " for letter in "abcdefghijklmnopqrst")
    )
    (found,) = like(ana, f"text={'+'.join(f'part{letter}' for letter in 'abcdefghijklmnopqrst')}")
    assert found["id"] == case
    assert len(found["words"]) == TERMS


@pytest.mark.parametrize("rows", [1, 10, 30])
def test_looking_costs_the_same_for_any_number_of_cases(
    ana: Person, bo: Person, statements: Statements, rows: int
) -> None:
    customer, group = cast.customer(ana), cast.found(ana, "open", member=bo)
    for number in range(rows):
        opened(ana, customer, f"Wardrobe {number}", WORN)
        question = publish(ana, audience_id=group.audience_id, body="A hinge for the oak wardrobe?", manner=QUESTION)
        accept_answer(ana, post_id=reply(bo, post_id=question, body="Order it."))
    door = cast.device(bo)
    like(bo, "text=oak+wardrobe+hinge")
    with statements(14 if settings.SEARCH_ENGINE == "whoosh" else 27):
        assert door.read("search/similar/?text=oak+wardrobe+hinge")["results"]
