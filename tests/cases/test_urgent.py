"""Calling somebody urgently because of a case: ``cases/{ref}/urgent/``."""

import json

import pytest

from cases.actions import add_participant
from feeds.models import UrgentCall
from people.models import Person
from tests.cast import NO_CASE, Scene, browser, comparable, device, side_named
from tests.inbox.desk import waiting


def call(actor: Person, ref: str, person: str, **more: str) -> tuple[int, str]:
    """What the door answers."""
    told = {"person": person, "reason": "promise_breaks", **more}
    answer = device(actor).ask("POST", f"cases/{ref}/urgent/", told)
    return answer.status_code, str(json.loads(answer.text).get("code") or "")


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_calls_bo_because_of_the_case(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    assert bo.id in {one["person"]["id"] for one in door.read(f"cases/{scene.case}/urgent/")["results"]}
    told = {"person": bo.id, "reason": "promise_breaks"}
    made = door.make(f"cases/{scene.case}/urgent/", told)
    assert (made["case"], made["person"]["id"], made["reason"]) == (scene.case, bo.id, "promise_breaks")
    line = next(line for line in waiting(bo) if line.subject.id == scene.case)
    assert "urgent" in [why.code for why in line.why]
    assert call(ana, scene.case, bo.id) == (409, "called"), "an hour lies between two calls about one case"


def test_a_guest_is_called_on_their_side(scene: Scene, ana: Person, gus: Person) -> None:
    assert call(ana, scene.case, gus.id)[0] == 400, "he reads nothing inside"
    assert call(ana, scene.case, gus.id, side=side_named(scene.case, "partner"))[0] == 201
    assert UrgentCall.objects.get().person_id == gus.id


def test_the_page_of_the_case_leads_to_it(scene: Scene, ana: Person, bo: Person) -> None:
    door = browser(ana)
    assert f"/cases/{scene.case}/urgent/" in door.get(f"/cases/{scene.case}/").text
    page = door.get(f"/cases/{scene.case}/urgent/").text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"person": bo.id, "reason": "customer_waits", "csrfmiddlewaretoken": token}
    assert door.post(f"/cases/{scene.case}/urgent/", form).status_code == 302
    again = door.post(f"/cases/{scene.case}/urgent/", form)
    assert "less than an hour ago" in again.text
    assert UrgentCall.objects.count() == 1


# The wrong person -----------------------------------------------------------------------------------------------------
def test_who_only_reads_calls_nobody(scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    assert call(cy, scene.case, bo.id)[0] == 403
    assert f"/cases/{scene.case}/urgent/" not in browser(cy).get(f"/cases/{scene.case}/").text
    nothing = comparable(device(cy).ask("GET", f"cases/{NO_CASE}/urgent/"))
    assert nothing.status == 404
    assert comparable(device(cy).ask("GET", f"cases/{scene.restricted}/urgent/")) == nothing
    nothing = comparable(device(gus).ask("GET", f"cases/{NO_CASE}/urgent/"))
    assert comparable(device(gus).ask("GET", f"cases/{scene.case}/urgent/")) == nothing
    assert call(gus, scene.case, ana.id)[0] == 404


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("more", [{"side": "moon"}, {"reason": "tea"}, {"person": "x"}])
def test_what_cannot_be_is_refused(scene: Scene, ana: Person, bo: Person, more: dict[str, str]) -> None:
    assert call(ana, scene.case, more.pop("person", bo.id), **more)[0] == 400
    assert not UrgentCall.objects.exists()


def test_whoever_was_brought_in_may_be_called(scene: Scene, ana: Person, mo: Person) -> None:
    assert call(ana, scene.case, mo.id)[0] == 400
    add_participant(ana, ref=scene.case, person_id=mo.id)
    assert call(ana, scene.case, mo.id)[0] == 201
