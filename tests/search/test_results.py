"""How results are shown: how many more of a case or thread, what is close to the reader, what happened last."""

import datetime as dt
from collections.abc import Callable

from cases.actions import Holder, follow_case, post_in_case, restrict_case, set_holder
from esn.core import clock
from feeds.actions import reply
from people.models import Person
from search.find import search
from search.query import parse
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log

Follow = Callable[[], int]


def test_a_hit_says_how_many_more_of_its_case_or_thread_were_found(ana: Person, bo: Person, cy: Person) -> None:
    group = cast.found(ana, "open", member=bo)
    root = cast.say(ana, group, "Zanzibar")
    for _again in range(3):
        reply(bo, post_id=root, body="Zanzibar again")
    alone = cast.say(ana, group, "Zanzibar alone")
    ref = cast.matter(ana, cast.customer(ana), title="Zanzibar")
    said = [post_in_case(ana, ref=ref, body=f"Zanzibar {number}") for number in range(2)]
    found = cast.device(cy).read("search/?q=zanzibar")["results"]
    others = {hit["id"]: hit["others"] for hit in found}
    assert (others[root], others[alone], others[ref], others[said[0]]) == (3, 0, 2, 2)
    assert {hit["thread"] for hit in found if hit["type"] == "post" and not hit["case"]} == {root, alone}
    narrowed = cast.device(cy).read(f"search/?q=zanzibar&case={ref}")
    assert narrowed["total"] == 3
    post_in_case(ana, ref=ref, body="Nothing of it")
    restricted = cast.matter(ana, cast.customer(ana), title="Zanzibar too")
    restrict_case(ana, ref=restricted, restricted=True)
    again = cast.device(cy).read("search/?q=zanzibar")["results"]
    assert {hit["id"]: hit["others"] for hit in again} == others


def test_what_one_takes_part_in_comes_a_little_earlier(ana: Person, bo: Person, cy: Person, indexed: Follow) -> None:
    shop, van = cast.found(ana, "open", member=bo), cast.found(ana, "open", name="Vans", member=cy)
    in_shop, in_van = cast.say(ana, shop, "The hinge broke."), cast.say(ana, van, "The hinge broke.")
    for settled in (False, True):
        if settled:
            assert indexed()
        first = {one.handle: search(one, parse("hinge")).results[0].id for one in (bo, cy)}
        assert first == {bo.handle: in_shop, cy.handle: in_van}
        newest = {one.handle: search(one, parse("hinge", sort="newest")).results[0].id for one in (bo, cy)}
        assert newest == {bo.handle: in_van, cy.handle: in_van}


def test_what_is_about_ones_customers_comes_a_little_earlier(ana: Person, bo: Person, cy: Person) -> None:
    clients = [cast.customer(ana, name) for name in ("Mme Dupin", "M. Roux", "Mme Zola")]
    refs = [cast.matter(ana, client, title="An older matter") for client in clients]
    hinges = []
    for hours, client in zip((3, 2, 1), clients, strict=True):
        with clock.at(clock.now() - dt.timedelta(hours=hours)):
            hinges.append(cast.matter(ana, client, title="The hinge broke"))
    first, second, third = hinges
    team = cast.found(ana, "open", name="Hinges", member=cy)
    follow_case(bo, ref=refs[0], follows=True)
    set_holder(ana, ref=refs[1], holder=Holder("team", team.id))
    eve = cast.admit("eve", name="Eve")

    def order(person: Person, sort: str = "relevance") -> list[str]:
        return [hit.id for hit in search(person, parse("hinge type:case", sort=sort)).results]

    assert order(eve) == [third, second, first], "the newest first"
    assert order(bo) == [first, third, second]
    assert order(cy) == [second, third, first]
    assert order(bo, sort="newest") == [third, second, first]


def test_newest_activity_is_that_of_the_thread_as_far_as_one_reads_it(ana: Person, bo: Person, indexed: Follow) -> None:
    group = cast.found(ana, "open", member=bo)
    old, young = cast.say(ana, group, "The hinge, once."), cast.say(ana, group, "The hinge, twice.")
    reply(bo, post_id=old, body="It came.")
    ref = cast.matter(ana, cast.customer(ana), title="Hinge")
    reply(bo, post_id=old, body="It came again.")
    for settled in (False, True):
        if settled:
            assert indexed()
        for sort, order in (("newest", [ref, young, old]), ("activity", [old, ref, young])):
            found = search(bo, parse("hinge", sort=sort))
            assert [hit.id for hit in found.results] == order, sort
        first = search(bo, parse("hinge", sort="activity", limit=1))
        second = search(bo, parse("hinge", sort="activity", limit=1, cursor=first.next))
        assert [hit.id for hit in (*first.results, *second.results)] == [old, ref]
