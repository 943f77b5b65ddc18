"""Going somewhere by a few letters: what one finds, what one does not, and how many statements it takes."""

from typing import Any

import pytest
from django.conf import settings

from people.models import Person
from search.jumping import jumps, places
from tests import cast
from tests.conftest import Counting
from tests.search.marks import with_log


def named(viewer: Person, q: str) -> list[tuple[str, str]]:
    """What is offered, each with its kind."""
    return [(one.kind, one.name) for one in jumps(viewer, q)]


@with_log
def test_people_groups_customers_and_cases_are_reached_by_a_few_letters(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open", name="Warden of the shop")
    customer = cast.customer(ana, name="Mme Warnier")
    ref = cast.matter(ana, customer, title="Wardrobe without doors")
    assert named(bo, "war") == [
        ("group", "Warden of the shop"),
        ("customer", "Mme Warnier"),
        ("case", "Wardrobe without doors"),
    ]
    assert named(bo, "a")[0] == ("person", "Ana Martin")
    assert named(bo, ref) == [("case", "Wardrobe without doors")]
    case = jumps(bo, ref)[0]
    assert (case.url, case.note) == (f"/cases/{ref}/", f"Mme Warnier · {ref}")
    assert {one.url for one in jumps(bo, "war")} == {
        f"/groups/{group.id}/",
        f"/customers/{customer}/",
        f"/cases/{ref}/",
    }
    assert named(bo, "  ") == []


@with_log
def test_nothing_that_one_may_not_see_appears(ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    secret = cast.found(ana, "secret", name="Zanzibar plans", member=bo)
    customer = cast.customer(ana, name="Mme Zanzibar")
    closed = cast.matter(ana, customer, title="Zanzibar, delicate", restricted=True)
    shown = cast.matter(ana, customer, title="Zanzibar, for all")
    assert named(bo, "zanz") == [
        ("group", "Zanzibar plans"),
        ("customer", "Mme Zanzibar"),
        ("case", "Zanzibar, for all"),
    ]
    assert named(cy, "zanz") == [("customer", "Mme Zanzibar"), ("case", "Zanzibar, for all")]
    assert named(gus, "zanz") == named(gus, "cy") == named(gus, closed) == named(gus, shown) == []
    was = [f"group:{secret.id}", f"case:{closed}", f"customer:{customer}", f"person:{cy.id}", f"case:{shown}"]
    assert [one.name for one in places(ana, was)] == [
        "Zanzibar plans", "Zanzibar, delicate", "Mme Zanzibar", "Cy Haddad", "Zanzibar, for all",
    ]  # fmt: skip
    assert [one.name for one in places(cy, was)] == ["Mme Zanzibar", "Cy Haddad", "Zanzibar, for all"]
    assert places(gus, was) == ()


@with_log
def test_a_few_statements_are_enough_however_much_there_is(ana: Person, statements: Counting) -> None:
    for number in range(6):
        customer = cast.customer(ana, name=f"Mme Warnier {number}")
        cast.found(ana, "open", name=f"Warden {number}")
        cast.matter(ana, customer, title=f"Wardrobe {number}")
    jumps(ana, "war")
    with statements(8 if settings.SEARCH_ENGINE == "whoosh" else 12):  # rows ask within a transaction of their own
        assert len(jumps(ana, "war")) == 12


@with_log
def test_the_door_answers_and_refuses(ana: Person) -> None:
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    answer: Any = cast.device(ana).read("jump/?q=wardr")
    assert answer["results"] == [
        {"kind": "case", "id": ref, "name": "Wardrobe", "note": f"Mme Dupin · {ref}", "url": f"/cases/{ref}/"}
    ]
    again: Any = cast.device(ana).read(f"jump/?recent=case:{ref},person:nobody,moon:1,case:NONE")
    assert again == answer
    assert cast.device(ana).ask("GET", "jump/?where=here").status_code == 400
    assert cast.stranger().ask("GET", "jump/?q=ha").status_code == 401


@pytest.mark.parametrize("bomb", ["x" * 10**5, '"' * 300, "has:" * 400, "%", "\\"])
@with_log
def test_odd_letters_find_nothing_and_break_nothing(ana: Person, bomb: str) -> None:
    assert isinstance(jumps(ana, bomb), tuple)
    assert places(ana, [bomb, f"case:{bomb}", f"person:{bomb}"]) == ()
