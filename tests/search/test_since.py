"""Since somebody left: what is new in the searches that they keep, with their rights, and the same few statements."""

import datetime as dt
from urllib.parse import quote

import pytest

from cases.actions import add_participant, create_customer
from esn.core import clock
from esn.core.clock import now
from groups.actions import remove_member
from people.models import Person
from search.kept import actions
from search.since import new_in_searches, since
from tests import cast
from tests.conftest import Counting
from tests.search.keeping import turn
from tests.search.marks import with_log

pytestmark = with_log
HOUR = dt.timedelta(hours=1)


def follow(person: Person, name: str, text: str) -> str:
    kept = actions.keep_search(person, name=name, text=text, pin=True)
    turn()
    return kept


def told(person: Person, left: dt.datetime) -> list[tuple[str, int, list[str]]]:
    """Each search: its name, how much is new, and the newest."""
    searches, _more = new_in_searches(person, left)
    return [(one.name, one.count, [hit.title for hit in one.newest]) for one in searches]


def test_bo_hears_how_much_is_new_in_each_search_and_sees_the_newest_three(ana: Person, bo: Person) -> None:
    wardrobes = follow(bo, "Wardrobes", "wardrobe")
    follow(bo, "Zanzibar", "zanzibar")
    follow(bo, "Nothing", "nothing-of-this-kind")
    group = cast.found(ana, "open", member=bo)
    left = now()
    for number in range(4):
        cast.say(ana, group, f"Wardrobe number {number}.")
    create_customer(ana, kind="person", name="Mme Zanzibar")
    turn()
    assert told(bo, left) == [("Zanzibar", 1, ["Mme Zanzibar"]), ("Wardrobes", 4, [ana.name] * 3)]
    (_zanzibar, one), more = new_in_searches(bo, left)
    assert [hit.snippet for hit in one.newest] == [
        f"<mark>Wardrobe</mark> number {number}." for number in (3, 2, 1)
    ]  # fmt: skip
    assert (one.id, more) == (wardrobes, 0)
    assert told(bo, now()) == [], "it is told from a moment"
    actions.look_at_search(bo, search_id=wardrobes)
    assert [name for name, *_ in told(bo, left)] == ["Zanzibar"]


def test_nobody_hears_of_what_they_read_no_more(ana: Person, bo: Person, cy: Person) -> None:
    secret = cast.found(ana, "secret", member=bo)
    for person in (bo, cy):
        follow(person, "Wardrobes", "wardrobe")
    left = now()
    cast.say(ana, secret, "The wardrobe of the director.")
    turn()
    assert told(bo, left) == [("Wardrobes", 1, [ana.name])]
    assert told(cy, left) == []
    remove_member(ana, group_id=secret.id, person_id=bo.id)
    assert told(bo, left) == []


def test_gus_sees_a_case_as_he_knows_it(ana: Person, gus: Person) -> None:
    kept = follow(gus, "Cases", "type:case")
    assert kept
    left = now()
    add_participant(ana, ref=cast.matter(ana, cast.customer(ana), title="A delicate name"), person_id=gus.id)
    turn()
    for _name, _count, titles in told(gus, left):
        assert "A delicate name" not in titles


def test_a_device_hears_it_with_what_changed(ana: Person, bo: Person) -> None:
    follow(bo, "Wardrobes", "wardrobe")
    cast.say(ana, cast.found(ana, "open"), "A wardrobe.")
    turn()
    answer = cast.device(bo).read(f"since/?from={quote((now() - HOUR).isoformat())}")
    (one,) = answer["searches"]
    assert (one["name"], one["count"], answer["more_searches"], answer["groups"]) == ("Wardrobes", 1, 0, [])
    assert [hit["type"] for hit in one["newest"]] == ["post"]


@pytest.mark.parametrize("number", [1, 10])
def test_it_costs_the_same_for_any_number_of_searches(
    ana: Person, bo: Person, statements: Counting, number: int
) -> None:
    for count in range(number):
        actions.keep_search(bo, name=f"Number {count}", text="wardrobe", pin=True)
    with clock.at(now() - HOUR):
        group = cast.found(ana, "open")
    left = now()
    cast.say(ana, group, "A wardrobe.")
    turn()
    with statements(2):
        searches, more = new_in_searches(bo, left)
    assert (len(searches), more) == (min(8, number), max(0, number - 8))
    assert len(since(bo, left).searches) == min(8, number)
