"""Who looks at a case right now, over REST: ``cases/{ref}/viewers/``."""

import json
from typing import Any

import pytest

from cases.actions import restrict_case, view_case
from cases.queries import viewers
from esn.core.errors import NotFound
from groups.actions import seat
from groups.models import Audience
from people.models import Person
from people.presence import presence
from tests.cast import NO_CASE, Door, Scene, admit, comparable, device, rows, side, side_named
from tests.conftest import Counting


class Clock:
    """The seconds that have gone by."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """What a monotonic clock says."""
        return self.seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """How late it is for whoever is seen; nobody was seen before."""
    seconds = Clock()
    monkeypatch.setattr(presence, "_clock", seconds)
    monkeypatch.setattr(presence, "_kept", {})
    return seconds


def look(door: Door, ref: str, **said: Any) -> list[tuple[str, str, bool]]:
    return seen(door.make(f"cases/{ref}/viewers/", said))


def others(door: Door, ref: str) -> list[tuple[str, str, bool]]:
    return seen(door.read(f"cases/{ref}/viewers/"))


def seen(told: Any) -> list[tuple[str, str, bool]]:
    assert (told["next"], told["previous"]) == (None, None)
    return [(one["person"]["name"], one["side"], one["typing"]) for one in told["results"]]


def test_ana_and_bo_see_each_other_until_they_go_or_fall_silent(
    scene: Scene, ana: Person, bo: Person, clock: Clock
) -> None:
    hers, his = device(ana), device(bo)
    assert look(hers, scene.case) == []
    assert look(his, scene.case, typing=True) == [("Ana Martin", "internal", False)]
    assert others(hers, scene.case) == [("Bo Delorme", "internal", True)]
    clock.seconds += 11
    assert others(hers, scene.case) == [("Bo Delorme", "internal", False)], "he writes no more"
    clock.seconds += 20
    assert others(hers, scene.case) == [], "he has not said anything for half a minute"
    look(his, scene.case)
    assert others(hers, scene.case) == [("Bo Delorme", "internal", False)]
    assert his.ask("DELETE", f"cases/{scene.case}/viewers/").status_code == 204
    assert others(hers, scene.case) == []


def test_two_devices_of_one_person_are_one_viewer(scene: Scene, ana: Person, bo: Person) -> None:
    look(device(bo), scene.case, typing=True)
    look(device(bo), scene.case)
    assert others(device(ana), scene.case) == [("Bo Delorme", "internal", True)]
    assert others(device(bo), scene.case) == []


def test_a_sign_of_life_is_stored_nowhere(scene: Scene, ana: Person) -> None:
    door = device(ana)
    before = rows()
    look(door, scene.case, typing=True)
    assert rows() == before


def test_the_guest_sees_colleagues_only_while_they_are_on_his_side(
    scene: Scene, ana: Person, bo: Person, gus: Person
) -> None:
    partner = side_named(scene.case, "partner")
    look(device(ana), scene.case, typing=True)
    look(device(bo), scene.case, side="customer")
    assert look(device(gus), scene.case) == []
    assert others(device(ana), scene.case) == [
        ("Bo Delorme", "customer", False),
        ("Gus Le Goff", partner, False),
    ]
    look(device(bo), scene.case, side=partner, typing=True)
    assert others(device(gus), scene.case) == [("Bo Delorme", partner, True)]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_for_outsiders_there_is_nothing_and_they_are_not_seen(
    scene: Scene, ana: Person, cy: Person, carrier: str, method: str
) -> None:
    stranger = admit("ida", kind="guest", partner_id=carrier)
    look(device(ana), scene.restricted)
    for person, ref in ((cy, scene.restricted), (stranger, scene.case)):
        nothing = comparable(device(person).ask(method, f"cases/{NO_CASE}/viewers/", {}))
        assert nothing.status == 404
        assert comparable(device(person).ask(method, f"cases/{ref}/viewers/", {})) == nothing
    assert others(device(ana), scene.restricted) == []


def test_who_may_not_read_the_case_any_more_is_not_named(scene: Scene, ana: Person, cy: Person) -> None:
    look(device(cy), scene.case)
    assert others(device(ana), scene.case) == [("Cy Haddad", "internal", False)]
    restrict_case(ana, ref=scene.case, restricted=True)
    assert others(device(ana), scene.case) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [({"typing": "yes"}, "typing"), ({"side": "press"}, "side"), ({"side": 7}, "side"), ({"side": "x" * 81}, "side")],
)
def test_what_is_wrong_is_named_and_nobody_is_seen(
    scene: Scene, ana: Person, bo: Person, said: dict[str, Any], field: str
) -> None:
    answer = device(bo).ask("POST", f"cases/{scene.case}/viewers/", said)
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert others(device(ana), scene.case) == []


def test_a_guest_cannot_name_another_side(scene: Scene, gus: Person) -> None:
    for name in ("internal", "customer", "press"):
        assert device(gus).ask("POST", f"cases/{scene.case}/viewers/", {"side": name}).status_code == 400


def test_a_contact_of_the_customer_neither_sees_nor_is_seen(scene: Scene, ana: Person) -> None:
    contact = admit("dupin", kind="contact")
    seat(contact.id, Audience.objects.get(id=side(scene.case, "customer")), "member", ana.id)
    look(device(ana), scene.case, side="customer")
    with pytest.raises(NotFound):
        viewers(contact, scene.case)
    with pytest.raises(NotFound):
        view_case(contact, ref=scene.case, key="window")
    assert others(device(ana), scene.case) == []


def test_looking_costs_the_same_among_one_and_among_ten(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(ana)
    look(door, scene.case)
    look(device(bo), scene.case)
    with statements(3):
        others(door, scene.case)
    for number in range(9):
        look(device(admit(f"colleague{number}")), scene.case)
    with statements(3):
        assert len(others(door, scene.case)) == 10
