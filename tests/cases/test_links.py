"""What other cases are to a case: ``cases/{ref}/links/``."""

import json
from typing import Any

import pytest

from cases.models import CaseLink
from feeds.models import Post
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Scene, comparable, device, matter
from tests.conftest import Counting


def link(person: Person, ref: str, other: str, kind: str = "same_cause") -> dict[str, Any]:
    made: dict[str, Any] = device(person).make(f"cases/{ref}/links/", {"case": other, "kind": kind})
    return made


def seen(person: Person, ref: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["case"]["ref"]) for one in device(person).read(f"cases/{ref}/links/")["results"]]


def test_each_of_two_linked_cases_names_the_other(scene: Scene, ana: Person, cy: Person) -> None:
    other = matter(ana, scene.customer, title="A second wardrobe")
    made = link(cy, scene.case, other)
    assert (made["kind"], made["case"]["title"], made["by"]["id"]) == ("same_cause", "A second wardrobe", cy.id)
    assert seen(ana, scene.case) == [("same_cause", other)]
    assert seen(ana, other) == [("same_cause", scene.case)]
    assert device(ana).ask("DELETE", f"cases/{other}/links/{made['id']}/").status_code == 204
    assert seen(ana, scene.case) == []


def test_a_part_names_the_larger_matter_and_the_other_way_round(scene: Scene, ana: Person) -> None:
    part, third = matter(ana, scene.customer), matter(ana, scene.customer)
    link(ana, part, scene.case, "parent")
    assert seen(ana, part) == [("parent", scene.case)]
    assert seen(ana, scene.case) == [("child", part)]
    assert link(ana, part, third, "child")["kind"] == "child"
    assert seen(ana, third) == [("parent", part)]


def test_no_matter_is_a_part_of_itself(scene: Scene, ana: Person) -> None:
    one, two = matter(ana, scene.customer), matter(ana, scene.customer)
    link(ana, scene.case, one, "parent")
    link(ana, one, two, "parent")
    for kind, ref, other in (("parent", two, scene.case), ("child", scene.case, two), ("parent", one, scene.case)):
        answer = device(ana).ask("POST", f"cases/{ref}/links/", {"case": other, "kind": kind})
        assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "circle")


def test_the_same_link_is_made_once_from_either_end(scene: Scene, ana: Person) -> None:
    other = matter(ana, scene.customer)
    link(ana, scene.case, other, "duplicate")
    for ref, named in ((scene.case, other), (other, scene.case)):
        answer = device(ana).ask("POST", f"cases/{ref}/links/", {"case": named, "kind": "duplicate"})
        assert answer.status_code == 409


def test_a_link_to_a_restricted_case_is_there_for_those_who_read_both(scene: Scene, ana: Person, cy: Person) -> None:
    made = link(ana, scene.case, scene.restricted)
    assert seen(ana, scene.case) == [("same_cause", scene.restricted)]
    assert seen(cy, scene.case) == []
    entry = Post.objects.get(kind="link", audience__subject_ref=scene.case)
    assert scene.restricted not in json.dumps(entry.detail)
    assert "Complaint" not in entry.body
    nothing = comparable(device(cy).ask("DELETE", f"cases/{scene.case}/links/{NOWHERE}/"))
    assert nothing.status == 404
    assert comparable(device(cy).ask("DELETE", f"cases/{scene.case}/links/{made['id']}/")) == nothing


@pytest.mark.parametrize("what", ["itself", "nothing", "hidden", "kind"])
def test_what_is_wrong_is_named_and_nothing_is_linked(scene: Scene, cy: Person, what: str) -> None:
    other = {"itself": scene.case, "nothing": NO_CASE, "hidden": scene.restricted, "kind": NO_CASE}[what]
    kind = "cousin" if what == "kind" else "parent"
    answer = device(cy).ask("POST", f"cases/{scene.case}/links/", {"case": other, "kind": kind})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {"kind" if what == "kind" else "case"}
    assert not CaseLink.objects.exists()


def test_for_outsiders_and_guests_there_is_nothing(scene: Scene, cy: Person, gus: Person) -> None:
    body = {"case": scene.case, "kind": "parent"}
    for person, ref in ((cy, scene.restricted), (gus, scene.case)):
        for method, said in (("GET", None), ("POST", body)):
            nothing = comparable(device(person).ask(method, f"cases/{NO_CASE}/links/", said))
            assert nothing.status == 404
            assert comparable(device(person).ask(method, f"cases/{ref}/links/", said)) == nothing


def test_the_links_cost_the_same_for_one_and_for_ten(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    link(ana, scene.case, matter(ana, scene.customer))
    with statements(4):
        door.read(f"cases/{scene.case}/links/")
    for _ in range(9):
        link(ana, scene.case, matter(ana, scene.customer))
    with statements(4):
        assert len(door.read(f"cases/{scene.case}/links/")["results"]) == 10
