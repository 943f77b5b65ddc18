"""Putting one case into another and taking it out again: ``cases/{ref}/merges/``."""

import json
from typing import Any

import pytest

from cases.actions import add_participant, merge_cases
from cases.models import CaseMerge
from cases.sides import sides_of
from groups.actions import follow
from groups.models import Membership
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Scene, admit, comparable, customer, device, matter, rows, side, side_named
from tests.conftest import Counting

CALL = {"channel": "phone", "direction": "in", "minutes": 4, "note": "She asks again.", "retold": True}
BLOCKER = {"cause": "The tool blocks", "lifter": "Accounting", "meanwhile": "A voucher."}
WINDOW = {"start": "2199-03-14T07:00:00", "end": "2199-03-14T14:00:00", "timezone": "Europe/Paris"}


def merge(person: Person, kept: str, merged: str) -> dict[str, Any]:
    made: dict[str, Any] = device(person).make(f"cases/{kept}/merges/", {"case": merged})
    return made


def busy(ana: Person, scene: Scene) -> str:
    """A second case of the same customer, with something of everything."""
    ref = matter(ana, scene.customer, title="The same wardrobe")
    door = device(ana)
    door.make(f"cases/{ref}/contacts/", CALL)
    door.make(f"cases/{ref}/blockers/", BLOCKER)
    door.make(f"cases/{ref}/posts/", {"body": "Said in the second case."})
    kept_by = {"kind": "person", "id": ana.id}
    promise = {"kind": "delivery", "text": "The doors", "window": WINDOW, "kept_by": kept_by}
    door.make(f"cases/{ref}/commitments/", {**promise, "told": {"channel": "phone"}})
    return ref


def state(person: Person, ref: str) -> dict[str, Any]:
    told = device(person).read(f"cases/{ref}/brief/")
    case = {name: value for name, value in told["case"].items() if name not in {"revision", "updated_at", "unread"}}
    return {**case, **{name: [one["id"] for one in told[name]] for name in ("blockers", "promises")}}


def bodies(person: Person, ref: str) -> set[str]:
    return {one["body"] for one in device(person).read(f"cases/{ref}/posts/?limit=100")["results"]}


def test_the_kept_case_tells_everything_and_the_words_stay_where_they_were_said(
    scene: Scene, ana: Person, bo: Person
) -> None:
    second = busy(ana, scene)
    door = device(bo)
    audience = door.read(f"cases/{second}/")["sides"][0]["audience"]
    made = merge(bo, scene.case, second)
    assert (made["merged"]["ref"], made["can"]) == (second, ["undo"])
    kept = door.read(f"cases/{scene.case}/brief/")
    assert (kept["case"]["retellings"], len(kept["blockers"]), len(kept["promises"])) == (1, 1, 1)
    assert kept["last_contact"]["note"] == CALL["note"]
    assert "Said in the second case." in bodies(bo, scene.case)
    said = [one for one in door.read(f"cases/{scene.case}/posts/?limit=100")["results"] if one["case"] == second]
    assert {one["audience"]["id"] for one in said if one["body"] == "Said in the second case."} == {audience}
    assert "Said in the second case." in {
        one["body"] for one in door.read(f"cases/{scene.case}/posts/?side=internal&limit=100")["results"]
    }
    old = door.read(f"cases/{second}/")
    assert (old["merged_into"], old["can"]) == (scene.case, [])
    assert second not in [one["ref"] for one in door.read("cases/?limit=100")["results"]]
    assert second not in [one["ref"] for one in door.read(f"customers/{scene.customer}/cases/")["results"]]


def test_what_a_merge_would_do_is_told_before_and_changes_nothing(scene: Scene, ana: Person, cy: Person) -> None:
    second, foreign = busy(ana, scene), matter(ana, customer(ana, "M. Leroy"))
    door, path = device(ana), f"cases/{scene.case}/merges/preview/?case="
    before = rows()
    told = door.read(f"{path}{second}")
    assert rows() == before
    assert (told["kept"]["ref"], told["merged"]["ref"]) == (scene.case, second)
    assert [told[name] for name in ("promises", "contacts", "blockers", "checklists", "offer")] == [1, 1, 1, 0, False]
    for other in (scene.case, NO_CASE, foreign, ""):
        answer = device(ana).ask("GET", f"{path}{other}")
        assert (answer.status_code, set(json.loads(answer.text)["errors"])) == (400, {"case"})
    assert device(ana).ask("GET", f"{path}{scene.restricted}").status_code == 409
    assert device(cy).ask("GET", f"{path}{scene.restricted}").status_code == 400
    nothing = comparable(device(cy).ask("GET", f"cases/{NO_CASE}/merges/preview/?case={second}"))
    assert comparable(device(cy).ask("GET", f"cases/{scene.restricted}/merges/preview/?case={second}")) == nothing
    merge(ana, scene.case, second)
    assert device(ana).ask("GET", f"{path}{second}").status_code == 409


def test_what_was_merged_by_mistake_is_as_before(scene: Scene, ana: Person, bo: Person) -> None:
    second = busy(ana, scene)
    before = [state(ana, scene.case), state(ana, second)]
    made = merge(bo, scene.case, second)
    undone = device(bo).make(f"cases/{scene.case}/merges/{made['id']}/undo/")
    assert (undone["undone_by"]["id"], undone["can"]) == (bo.id, [])
    assert [state(ana, scene.case), state(ana, second)] == before
    assert "Said in the second case." not in bodies(ana, scene.case)
    assert device(bo).ask("POST", f"cases/{scene.case}/merges/{made['id']}/undo/").status_code == 409


def test_a_merged_case_takes_nothing_new_but_words(scene: Scene, ana: Person, bo: Person) -> None:
    second = busy(ana, scene)
    merge(ana, scene.case, second)
    door = device(ana)
    assert door.ask("POST", f"cases/{second}/contacts/", CALL).status_code == 409
    assert door.ask("POST", f"cases/{second}/take/").status_code == 409
    assert device(bo).ask("POST", f"cases/{second}/take/").status_code == 409
    assert door.ask("PATCH", f"cases/{second}/", {"status": "closed"}).status_code == 409


def test_a_case_is_not_merged_with_itself_nor_twice_nor_across_customers(scene: Scene, ana: Person, cy: Person) -> None:
    second, foreign = matter(ana, scene.customer), matter(ana, customer(ana, "M. Leroy"))
    door = device(ana)
    for other, code in ((scene.case, "itself"), (NO_CASE, "unknown"), (foreign, "other_customer")):
        answer = door.ask("POST", f"cases/{scene.case}/merges/", {"case": other})
        assert answer.status_code == 400
        assert json.loads(answer.text)["errors"]["case"][0]["code"] == code
    hidden = device(cy).ask("POST", f"cases/{scene.case}/merges/", {"case": scene.restricted})
    assert json.loads(hidden.text)["errors"]["case"][0]["code"] == "unknown"
    assert door.ask("POST", f"cases/{scene.case}/merges/", {"case": scene.restricted}).status_code == 409
    merge(ana, scene.case, second)
    assert door.ask("POST", f"cases/{scene.case}/merges/", {"case": second}).status_code == 409
    assert door.ask("POST", f"cases/{second}/merges/", {"case": scene.case}).status_code == 409
    assert CaseMerge.objects.count() == 1


def test_when_the_kept_case_is_restricted_so_is_what_was_merged_into_it(scene: Scene, ana: Person, cy: Person) -> None:
    second = busy(ana, scene)
    merge(ana, scene.case, second)
    device(ana).ask("PATCH", f"cases/{scene.case}/", {"restricted": True})
    for ref in (scene.case, second):
        assert device(cy).ask("GET", f"cases/{ref}/").status_code == 404
    assert device(cy).read("search/?q=Said in the second")["total"] == 0


def test_the_guest_keeps_their_side_and_sees_no_other(scene: Scene, ana: Person, gus: Person) -> None:
    second = busy(ana, scene)
    before = device(gus).read(f"cases/{scene.case}/")
    merge(ana, second, scene.case)
    assert device(gus).read(f"cases/{scene.case}/") == before
    assert device(gus).ask("GET", f"cases/{second}/").status_code == 404
    assert [one["ref"] for one in device(gus).read("cases/")["results"]] == [scene.case]
    device(gus).make(
        f"cases/{scene.case}/posts/", {"body": "We come on Monday.", "side": side_named(scene.case, "partner")}
    )
    assert "We come on Monday." in bodies(ana, second)


def test_for_outsiders_and_guests_there_is_nothing(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    second = matter(ana, scene.customer)
    made = merge(ana, scene.case, second)
    for person, ref in ((cy, scene.restricted), (gus, scene.case)):
        door = device(person)
        for method, rest in (("GET", ""), ("POST", ""), ("POST", f"{made['id']}/undo/")):
            nothing = comparable(door.ask(method, f"cases/{NO_CASE}/merges/{rest}", {"case": second}))
            assert nothing.status == 404
            assert comparable(door.ask(method, f"cases/{ref}/merges/{rest}", {"case": second})) == nothing
    assert device(cy).ask("POST", f"cases/{second}/merges/{made['id']}/undo/").status_code in {404, 409}
    assert device(cy).ask("POST", f"cases/{scene.case}/merges/{NOWHERE}/undo/").status_code == 404


def test_whoever_is_taken_out_of_the_case_is_out_of_what_was_merged_into_it(
    scene: Scene, ana: Person, bo: Person, gus: Person
) -> None:
    second = busy(ana, scene)
    door = device(ana)
    for person in (bo, gus):
        door.make(f"cases/{second}/participants/", {"person": person.id})
    door.make(f"cases/{second}/posts/", {"body": "For the carrier.", "side": side_named(second, "partner")})
    merge(ana, scene.case, second)
    door.ask("PATCH", f"cases/{scene.case}/", {"restricted": True})
    assert len(device(bo).read("commitments/?state=open")["results"]) == 1
    for person in (bo, gus):
        assert door.ask("DELETE", f"cases/{scene.case}/participants/{person.id}/").status_code == 204
    for person in (bo, gus):
        for ref in (scene.case, second):
            assert device(person).ask("GET", f"cases/{ref}/").status_code == 404, (person.handle, ref)
    assert device(bo).read("commitments/?state=open")["results"] == []
    assert device(bo).read("search/?q=Said in the second")["total"] == 0


# How many statements --------------------------------------------------------------------------------------------------
def crowd(ana: Person, ref: str, number: int) -> list[Person]:
    """Colleagues who take part in a case."""
    people = [admit(f"colleague{one}") for one in range(number)]
    for person in people:
        add_participant(ana, ref=ref, person_id=person.id)
    return people


def seats(ref: str, people: list[Person]) -> set[tuple[str, str, str]]:
    """Who of these people sits on which kind of side of a case, and as what; all sides count their seats right."""
    for audience in sides_of(ref):
        assert audience.members_count == audience.memberships.exclude(role="follower").count(), audience.kind
    found = Membership.objects.filter(audience__in=sides_of(ref), person__in=people)
    return set(found.values_list("person_id", "audience__kind", "role"))


@pytest.mark.parametrize("number", [2, 20])
def test_a_merge_costs_the_same_for_two_who_take_part_and_for_twenty(
    scene: Scene, ana: Person, statements: Counting, number: int
) -> None:
    second = matter(ana, scene.customer)
    people = crowd(ana, second, number)
    follow(people[0], audience_id=side(scene.case, "internal"))
    with statements(73):  # one of them is PostgreSQL's
        merge_cases(ana, ref=scene.case, merged_ref=second)
    kinds = ("internal", "customer", "partner")
    assert seats(scene.case, people) == {(one.id, kind, "member") for one in people for kind in kinds}


@pytest.mark.parametrize("number", [2, 20])
def test_a_new_side_costs_the_same_for_two_who_take_part_and_for_twenty(
    scene: Scene, ana: Person, gus: Person, statements: Counting, number: int
) -> None:
    second = matter(ana, scene.customer)
    people = [ana, *crowd(ana, second, number)]
    with statements(48):
        add_participant(ana, ref=second, person_id=gus.id)
    roles = {person.id: "owner" if person == ana else "member" for person in people}
    kinds = ("internal", "customer", "partner")
    assert seats(second, people) == {(id_, kind, role) for id_, role in roles.items() for kind in kinds}
