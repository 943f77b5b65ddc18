"""The inbox narrowed to a customer, a harm or a kind, over REST and on the page; what a line is about beside it."""

import json

import pytest

from cases.actions import post_in_case
from esn.core.clock import now
from feeds.actions import reply
from people.models import Person
from tests.cast import Scene, browser, customer, device, matter
from tests.conftest import Counting
from tests.inbox.desk import heard, waiting

PAGE = 30  # statements of the page, however many lines


@pytest.fixture
def desk(scene: Scene, ana: Person, bo: Person) -> Scene:
    """Ana has a reply in a group, one in the case of Mme Dupin, and news due in a case of M. Petit."""
    reply(bo, post_id=scene.in_open, body="Seen.")
    post_in_case(bo, ref=scene.case, body=f"@{ana.handle} she called.")
    other = matter(ana, customer(ana, "M. Petit"), title="Shelf")
    device(bo).ask("PATCH", f"cases/{other}/", {"next_news_due": now().isoformat()})
    heard()
    return scene


def subjects(person: Person, query: str = "") -> set[str]:
    """The subjects of the lines that a device gets."""
    return {line["subject"]["id"] for line in device(person).read(f"inbox/{query}")["results"]}


# It works -------------------------------------------------------------------------------------------------------------
def test_lines_are_narrowed_by_customer_harm_and_kind(desk: Scene, ana: Person) -> None:
    offered = device(ana).read("inbox/filters/")
    by_name = {one["name"]: one["id"] for one in offered["customers"]}
    assert set(by_name) == {"Mme Dupin", "M. Petit"}
    assert {one["kind"] for one in offered["kinds"]} == {"mention", "news", "reply"}
    assert sum(one["count"] for one in offered["harms"]) == 3
    assert subjects(ana, f"?customer={by_name['Mme Dupin']}") == {desk.case}
    assert subjects(ana, "?kind=reply") == {desk.in_open}
    assert desk.in_open not in subjects(ana, "?harm=2")
    assert subjects(ana, f"?customer={by_name['M. Petit']}&kind=mention") == set()
    assert len(subjects(ana)) == 3


def test_the_page_offers_the_same_and_keeps_what_was_chosen(desk: Scene, ana: Person) -> None:
    door = browser(ana)
    page = door.get("/inbox/").text
    assert "Mme Dupin (1)" in page
    assert '<option value="" selected>Customer</option>' in page
    chosen = device(ana).read("inbox/filters/")["customers"]
    dupin = next(one["id"] for one in chosen if one["name"] == "Mme Dupin")
    page = door.get(f"/inbox/?customer={dupin}").text
    assert page.count('class="inbox-line harm') == 1
    assert f'data-fresh="/inbox/?tab=open&amp;customer={dupin}"' in page
    assert "Show all" in page
    assert "Nothing here waits for you" in door.get("/inbox/?kind=held").text


def test_beside_a_line_stands_what_it_is_about(desk: Scene, ana: Person) -> None:
    door = browser(ana)
    about = {
        line.subject.type: door.get(f"/inbox/{line.id}/about/", headers={"HX-Request": "true"}).text
        for line in waiting(ana)
        if line.subject.id in (desk.case, desk.in_open)
    }
    assert "Mme Dupin" in about["case"]
    assert "Promises" in about["case"]
    assert "<html" not in about["case"]
    assert "Seen." in about["thread"]


# The wrong person -----------------------------------------------------------------------------------------------------
def test_nobody_sees_beside_a_line_of_another(desk: Scene, ana: Person, bo: Person) -> None:
    line = waiting(ana)[0].id
    assert browser(bo).get(f"/inbox/{line}/about/").status_code == 404


def test_a_guest_learns_no_customer_by_asking_for_one(scene: Scene, ana: Person, gus: Person) -> None:
    reply(ana, post_id=scene.with_partner, body=f"@{gus.handle} Tuesday?")
    line = waiting(gus)[0]
    assert line.customer is None
    assert device(gus).read("inbox/filters/")["customers"] == []
    assert subjects(gus, f"?customer={scene.customer}") == set()
    assert scene.customer not in browser(gus).get("/inbox/").text
    assert "Mme Dupin" not in browser(gus).get(f"/inbox/{line.id}/about/").text


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["harm=9", "harm=x", "harm=-1", "state=lost", "whose=me"])
def test_an_unknown_filter_is_refused(desk: Scene, ana: Person, query: str) -> None:
    answer = device(ana).ask("GET", f"inbox/?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"]


def test_the_page_refuses_a_harm_that_there_is_not(desk: Scene, ana: Person) -> None:
    assert browser(ana).get("/inbox/?harm=9").status_code == 400


# Statements -----------------------------------------------------------------------------------------------------------
def test_the_page_costs_the_same_for_any_number_of_lines(
    desk: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = browser(ana)
    door.get("/inbox/")
    with statements(PAGE):
        door.get("/inbox/")
    for number in range(12):
        ref = matter(ana, customer(ana, f"Customer {number}"), title=f"Matter {number}")
        post_in_case(bo, ref=ref, body=f"@{ana.handle} look.")
    heard()
    with statements(PAGE):
        door.get("/inbox/")
    with statements(PAGE):
        door.get("/inbox/?harm=3")
