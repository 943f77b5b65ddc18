"""Checklists of a case and their templates: ``cases/{ref}/checklists/`` and ``checklist-templates/``."""

import json
from typing import Any

import pytest

from cases.models import Checklist, ChecklistTemplate
from feeds.models import Post
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Scene, admit, comparable, device
from tests.conftest import Counting

STEPS = ["Call the carrier", "Find a new day", "Tell the customer"]
TEMPLATE = {"name": "Late delivery", "steps": STEPS}


def begun(person: Person, ref: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = device(person).make(f"cases/{ref}/checklists/", {"name": "Late", "steps": STEPS, **more})
    return made


def states(ref: str) -> list[str]:
    rows = Post.objects.filter(kind="checklist", audience__subject_ref=ref).order_by("created_at", "id")
    return [row.detail["state"] for row in rows]


def test_bo_begins_from_a_template_and_ticks_the_steps(scene: Scene, ana: Person, bo: Person) -> None:
    template = device(ana).make("checklist-templates/", TEMPLATE)
    door = device(bo)
    assert door.read("checklist-templates/")["results"] == [template]
    assert door.read(f"checklist-templates/{template['id']}/") == template
    made = door.make(f"cases/{scene.case}/checklists/", {"template": template["id"]})
    assert (made["name"], made["done"], [step["text"] for step in made["steps"]]) == ("Late delivery", 0, STEPS)
    path = f"cases/{scene.case}/checklists/{made['id']}/steps/"
    for number in (1, 2, 2, 3):
        answer = door.ask("PUT", f"{path}{number}/")
        assert answer.status_code == 200
    told = json.loads(answer.text)
    assert told["done"] == 3
    assert {step["done_by"]["id"] for step in told["steps"]} == {bo.id}
    assert states(scene.case) == ["begun", "done"]
    again = json.loads(door.ask("DELETE", f"{path}2/").text)
    assert (again["done"], again["steps"][1]["done_by"], again["steps"][1]["done_at"]) == (2, None, None)
    assert door.read(f"cases/{scene.case}/checklists/")["results"] == [again]


def test_a_checklist_keeps_its_steps_when_the_template_retires(scene: Scene, ana: Person) -> None:
    template = device(ana).make("checklist-templates/", TEMPLATE)
    made = device(ana).make(f"cases/{scene.case}/checklists/", {"template": template["id"], "name": "Ours"})
    assert made["name"] == "Ours"
    assert device(ana).ask("DELETE", f"checklist-templates/{template['id']}/").status_code == 403
    root = device(admit("root", site_role="site_admin"))
    assert root.ask("DELETE", f"checklist-templates/{template['id']}/").status_code == 204
    assert device(ana).read("checklist-templates/")["results"] == []
    assert device(ana).read(f"cases/{scene.case}/checklists/")["results"] == [made]
    answer = device(ana).ask("POST", f"cases/{scene.case}/checklists/", {"template": template["id"]})
    assert set(json.loads(answer.text)["errors"]) == {"template"}


@pytest.mark.parametrize(
    ("said", "field"),
    [({"name": "", "steps": STEPS}, "name"), ({"name": "Late"}, "steps"), ({"name": "Late", "steps": [" "]}, "steps"),
     ({"name": "Late", "steps": ["x"] * 51}, "steps"), ({"template": NOWHERE}, "template")],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_begins(scene: Scene, ana: Person, said: dict[str, Any], field: str) -> None:
    answer = device(ana).ask("POST", f"cases/{scene.case}/checklists/", said)
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not Checklist.objects.exists()


def test_a_template_has_a_name_of_its_own_and_steps(ana: Person, gus: Person) -> None:
    door = device(ana)
    for wrong in ({"name": "", "steps": STEPS}, {"name": "Late", "steps": []}, {"name": "Late", "steps": [""]}):
        assert door.ask("POST", "checklist-templates/", wrong).status_code == 400
    assert not ChecklistTemplate.objects.exists()
    door.make("checklist-templates/", TEMPLATE)
    assert door.ask("POST", "checklist-templates/", TEMPLATE).status_code == 409
    assert device(gus).ask("GET", "checklist-templates/").status_code == 404
    assert device(gus).ask("POST", "checklist-templates/", TEMPLATE).status_code == 404


def test_bo_corrects_a_template_from_its_present_state(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    template, other = (
        device(ana).make("checklist-templates/", {**TEMPLATE, "name": name}) for name in ("Late", "Lost")
    )
    begun_before = device(ana).make(f"cases/{scene.case}/checklists/", {"template": template["id"]})
    path, door = f"checklist-templates/{template['id']}/", device(bo)
    answer = door.ask("PATCH", path, {"name": "Late delivery", "steps": ["Call"]}, If_Match='"0"')
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert (json.loads(answer.text)["steps"], json.loads(answer.text)["can"]) == (["Call"], ["edit"])
    assert device(ana).read(f"cases/{scene.case}/checklists/")["results"] == [begun_before]
    assert door.ask("PATCH", path, {"name": "Again"}, If_Match='"0"').status_code == 412
    assert door.ask("PATCH", path, {"name": other["name"]}).status_code == 409
    assert door.ask("PATCH", path, {"steps": []}).status_code == 400
    assert door.ask("PATCH", path, {"name": " "}).status_code == 400
    nothing = comparable(device(gus).ask("PATCH", f"checklist-templates/{NOWHERE}/", {"name": "x"}))
    assert nothing.status == 404
    assert comparable(device(gus).ask("PATCH", path, {"name": "x"})) == nothing


def test_for_outsiders_and_guests_there_is_nothing(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    for person, ref in ((cy, scene.restricted), (gus, scene.case)):
        made = begun(ana, ref)
        door = device(person)
        for method, rest in (("GET", ""), ("POST", ""), ("PUT", f"{made['id']}/steps/1/")):
            nothing = comparable(door.ask(method, f"cases/{NO_CASE}/checklists/{rest}", {"name": "x", "steps": ["x"]}))
            assert nothing.status == 404
            assert (
                comparable(door.ask(method, f"cases/{ref}/checklists/{rest}", {"name": "x", "steps": ["x"]})) == nothing
            )


def test_a_step_that_is_not_there_is_nothing(scene: Scene, ana: Person) -> None:
    made, other = begun(ana, scene.case), begun(ana, scene.restricted)
    door = device(ana)
    for place in (f"{made['id']}/steps/4", f"{made['id']}/steps/0", f"{made['id']}/steps/x", f"{other['id']}/steps/1",
                  f"{NOWHERE}/steps/1", f"{made['id']}/steps/99999999999999999999"):  # fmt: skip
        assert door.ask("PUT", f"cases/{scene.case}/checklists/{place}/").status_code == 404, place


def test_checklists_cost_the_same_for_one_and_for_ten(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    made = begun(ana, scene.case)
    door.ask("PUT", f"cases/{scene.case}/checklists/{made['id']}/steps/1/")
    with statements(6):
        door.read(f"cases/{scene.case}/checklists/")
    for _ in range(9):
        begun(ana, scene.case)
    with statements(6):
        assert len(door.read(f"cases/{scene.case}/checklists/")["results"]) == 10
