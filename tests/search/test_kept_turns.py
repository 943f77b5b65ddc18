"""A search that many follow, each with their own words for it: in turns, and nobody is always the last."""

import pytest

from groups.actions import add_member
from people.models import Person
from search.kept import actions, matching
from search.models import KeptSearch, KeptSeat
from tests import cast
from tests.search.keeping import fresh, railed, turn
from tests.search.marks import with_log

pytestmark = with_log
PERSONAL = "wardrobe -from:me"


@pytest.fixture
def followers(ana: Person) -> list[Person]:
    """Five members of a group with whom Ana shares a search; they follow it."""
    group = cast.found(ana, "open", name="Shop")
    kept = actions.keep_search(ana, name="Wardrobes", text=PERSONAL)
    actions.share_search(ana, search_id=kept, group_id=group.id)
    people = [cast.admit(f"p{number}", name=f"P {number}") for number in range(5)]
    for person in people:
        add_member(ana, group_id=group.id, person_id=person.id)
        actions.pin_search(person, search_id=kept)
    turn()
    return people


def new_for(people: list[Person]) -> list[int]:
    return [fresh(person)["Wardrobes"] for person in people]


@pytest.mark.shape
def test_whoever_was_not_asked_in_this_round_comes_first_in_the_next(
    ana: Person, followers: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "ASKED_AS", 2)
    audience = cast.found(ana, "open", name="Hall")
    told = []
    for number in range(5):
        cast.say(ana, audience, f"Wardrobe {number}.")
        cast.say(ana, audience, f"A bed {number}.")
        turn()
        told.append(new_for(followers))
    assert told == [[1, 1, 0, 0, 0], [1, 1, 1, 1, 0], [2, 1, 1, 1, 1], [2, 2, 2, 1, 1], [2, 2, 2, 2, 2]]


def test_a_round_in_which_nothing_could_match_is_nobodys_turn(
    ana: Person, followers: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "ASKED_AS", 2)
    cast.say(ana, cast.found(ana, "open", name="Hall"), "A bed.")
    turn()
    assert KeptSearch.objects.get().asked_up_to == 0
    cast.say(ana, cast.found(ana, "open", name="Yard"), "A wardrobe.")
    turn()
    assert KeptSearch.objects.get().asked_up_to == KeptSeat.objects.get(person=followers[1]).id
    KeptSeat.objects.filter(person=followers[1]).delete()  # the one whose turn it was goes
    cast.say(ana, cast.found(ana, "open", name="Loft"), "Another wardrobe.")
    turn()
    assert [railed(one) for one in followers] == [
        [("Wardrobes", 1)], [], *[[("Wardrobes", 1)]] * 2, [("Wardrobes", 0)]
    ]  # fmt: skip


def test_where_everybody_can_be_asked_nothing_is_remembered(ana: Person, followers: list[Person]) -> None:
    cast.say(ana, cast.found(ana, "open", name="Hall"), "A wardrobe.")
    turn()
    assert new_for(followers) == [1] * 5
    assert KeptSearch.objects.get().asked_up_to == 0
