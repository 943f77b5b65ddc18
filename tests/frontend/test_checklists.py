"""Checklists on the case and on their page, and the templates that they begin from."""

import pytest

from cases import queries
from cases.actions import add_template, begin_checklist
from groups.actions import admit_person
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

STEPS = ["Call the carrier", "Find a new day"]


def test_bo_begins_from_a_template_and_ticks_in_the_case(cast: Cast, signed_in: SignedIn) -> None:
    template = add_template(cast.ana, name="Late delivery", steps=STEPS)
    client, address = signed_in("bo"), f"/cases/{cast.case}/checklists/"
    assert "Late delivery" in client.get(address).content.decode()
    assert client.post(address, {"template": template})["Location"] == address
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "Checklist begun" in page
    assert "0 of 2" in page
    made = queries.checklists(cast.bo, cast.case)[0]
    step = f"{address}{made.id}/steps/1/"
    part = client.post(step, {"done": "yes"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "1 of 2" in part
    assert "Bo Delorme" in part
    assert client.post(f"{address}{made.id}/steps/2/", {"done": "yes"}).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "2 of 2" in page
    assert "Checklist done" in page
    client.post(step, {"done": "no"})
    assert queries.checklists(cast.bo, cast.case)[0].done == 1


def test_steps_of_ones_own_are_checked_and_nothing_typed_is_lost(cast: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in("ana"), f"/cases/{cast.case}/checklists/"
    for form in (
        {"name": "", "steps": "Call her"},
        {"name": "Kept", "steps": ""},
        {"name": "Kept", "steps": "\n".join(f"Step {number}" for number in range(51))},
        {"name": "Kept", "steps": "x" * 201},
    ):
        answer = client.post(address, form)
        assert answer.status_code == 400, form["name"]
        assert (form["name"] or "Call her") in answer.content.decode()
    assert queries.checklists(cast.ana, cast.case) == ()
    assert client.post(address, {"template": "0" * 32}).status_code == 400
    client.post(address, {"name": "Ours", "steps": "Call her\n\nWrite it down"})
    assert [step.text for step in queries.checklists(cast.ana, cast.case)[0].steps] == ["Call her", "Write it down"]


def test_for_outsiders_and_guests_there_is_no_step(cast: Cast, signed_in: SignedIn) -> None:
    made = begin_checklist(cast.ana, ref=cast.restricted, name="Ours", steps=STEPS)
    for handle, ref in (("bo", cast.restricted), ("gus", cast.case)):
        answer = signed_in(handle).post(f"/cases/{ref}/checklists/{made}/steps/1/", {"done": "yes"})
        assert answer.status_code == 404
    for number in ("0", "3", "x", "9" * 20):
        address = f"/cases/{cast.restricted}/checklists/{made}/steps/{number}/"
        assert signed_in("ana").post(address, {"done": "yes"}).status_code == 404
    assert queries.checklists(cast.ana, cast.restricted)[0].done == 0


def test_a_template_is_written_corrected_and_retired_by_those_who_may(cast: Cast, signed_in: SignedIn) -> None:
    admit_person(None, kind="member", handle="root", name="Root", language="en", site_role="site_admin")
    client = signed_in("bo")
    assert "No template yet" in client.get("/checklists/").content.decode()
    made = client.post("/checklists/new/", {"name": "Late delivery", "steps": "Call\nTell her"})
    assert made["Location"] == "/checklists/"
    template = queries.templates(cast.bo)[0]
    address = f"/checklists/{template.id}/"
    assert "Call\nTell her" in client.get(address).content.decode()
    assert client.post(address, {"name": "Late", "steps": "Call first", "revision": "0"}).status_code == 302
    late = client.post(address, {"name": "Lost", "steps": "Call", "revision": "0"}, follow=True)
    assert "Somebody changed this meanwhile." in late.content.decode()
    assert (queries.templates(cast.bo)[0].name, queries.templates(cast.bo)[0].steps) == ("Late", ("Call first",))
    assert "Retire" not in client.get("/checklists/").content.decode()
    assert client.post(f"{address}retire/").status_code == 403
    root = signed_in("root")
    assert "Retire" in root.get("/checklists/").content.decode()
    assert root.post(f"{address}retire/").status_code == 302
    assert queries.templates(cast.bo) == ()
    assert client.get(address).status_code == 404


def test_the_page_costs_the_same_for_one_checklist_and_for_ten(
    cast: Cast, signed_in: SignedIn, statements: Counting
) -> None:
    client = signed_in("bo")
    for number in range(10):
        begin_checklist(cast.ana, ref=cast.case, name=f"List {number}", steps=STEPS)
        if number in (0, 9):
            with statements(13):
                client.get(f"/cases/{cast.case}/checklists/")


def test_a_template_with_a_known_name_or_no_step_is_explained(cast: Cast, signed_in: SignedIn) -> None:
    add_template(cast.ana, name="Late delivery", steps=STEPS)
    client = signed_in("bo")
    for form, words in (
        ({"name": "Late delivery", "steps": "Call"}, "There is a template of this name already."),
        ({"name": "Other", "steps": ""}, "A checklist has 1 to 50 steps."),
    ):
        answer = client.post("/checklists/new/", form)
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert form["name"] in answer.content.decode()
    assert len(queries.templates(cast.ana)) == 1


@pytest.mark.parametrize("rest", ["", "new/", "x/"])
def test_a_guest_finds_no_templates(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    assert signed_in("gus").get(f"/checklists/{rest}").status_code == 404
