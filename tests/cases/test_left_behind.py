"""What somebody held whom the directory let go is not lost: those who run the site see it, and hand it over."""

import json

import pytest

from groups.actions import appoint_site_moderator, open_connection
from people.models import Person
from tests.cases.test_handover import promise
from tests.cast import Scene, admit, browser, customer, device, matter
from tests.conftest import Counting
from tests.groups.directories import PATCH, Directory

HERE = "administration/left-behind/"


@pytest.fixture
def nadia(db: None) -> Person:
    """Who runs the site."""
    return admit("nadia", name="Nadia Benali", site_role="site_admin")


@pytest.fixture
def entra(nadia: Person) -> Directory:
    """The company's directory."""
    _id, secret = open_connection(nadia, name="Entra ID", days=90)
    return Directory(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("how", ["deactivated", "deleted"])
def test_what_a_leaver_held_whom_the_directory_let_go_is_here_until_it_is_handed_over(
    scene: Scene, ana: Person, bo: Person, nadia: Person, entra: Directory, how: str
) -> None:
    made = promise(ana, scene.case)
    door = device(nadia)
    assert door.read(HERE) == {"people": 0, "cases": 0, "promises": 0, "restricted": 0}
    if how == "deactivated":
        body = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "active", "value": False}]}
        assert entra.ask("PATCH", f"Users/{ana.id}", body).status_code == 204
    else:
        assert entra.ask("DELETE", f"Users/{ana.id}").status_code == 204
    assert not Person.objects.get(id=ana.id).is_active
    assert door.read(HERE) == {"people": 1, "cases": 1, "promises": 1, "restricted": 1}
    (left,) = door.read(f"{HERE}people/")["results"]
    assert (left["person"]["id"], left["cases"], left["promises"]) == (ana.id, 1, 1)
    held = door.read(f"people/{ana.id}/handover/")
    assert [one["ref"] for one in held["cases"]] == [scene.case]
    assert [one["id"] for one in held["promises"]] == [made]
    door.make(f"people/{ana.id}/handover/", {"rest": {"kind": "person", "id": bo.id}})
    assert door.read(HERE) == {"people": 0, "cases": 0, "promises": 0, "restricted": 1}
    assert door.read(f"{HERE}people/")["results"] == []


def test_what_is_closed_or_held_by_who_is_here_is_no_matter(scene: Scene, ana: Person, nadia: Person) -> None:
    promise(ana, scene.case)
    assert device(nadia).read(HERE)["people"] == 0


def test_for_others_the_place_does_not_exist(scene: Scene, ana: Person, gus: Person) -> None:
    kim = admit("kim", site_role="compliance_admin")
    for person in (ana, gus, kim):
        for path in (HERE, f"{HERE}people/"):
            assert device(person).ask("GET", path).status_code == 404
        assert browser(person).get("/administration/left-behind/").status_code == 404


def test_a_broken_cursor_is_refused(nadia: Person) -> None:
    answer = device(nadia).ask("GET", f"{HERE}people/?cursor=x")
    assert (answer.status_code, set(json.loads(answer.text)["errors"])) == (400, {"cursor"})


def test_the_overview_and_its_page_lead_to_where_it_is_handed_over(scene: Scene, ana: Person, nadia: Person) -> None:
    promise(ana, scene.case)
    door = browser(nadia)
    said = "Nobody moderates the site"
    assert said in door.get("/administration/").text
    assert "Nothing is left behind" in door.get("/administration/left-behind/").text
    appoint_site_moderator(nadia, person_id=admit("sam").id)
    Person.objects.filter(id=ana.id).update(is_active=False)
    page = door.get("/administration/").text
    assert said not in page
    assert "2 cases are held by people who cannot sign in any more." in page
    assert "1 promise is to be kept by somebody who cannot sign in any more." in page
    assert 'href="/administration/left-behind/"' in page
    listed = door.get("/administration/left-behind/").text
    assert f'href="/people/{ana.id}/handover/"' in listed
    assert "1 restricted case is held by somebody who cannot sign in any more" in listed
    part = door.get("/administration/left-behind/", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="left-behind"')
    assert door.get(f"/people/{ana.id}/handover/").status_code == 200


OVERVIEW, LISTED = 6, 4


@pytest.mark.parametrize("number", [1, 10, 60])
def test_however_many_have_left_it_costs_the_same(
    ana: Person, nadia: Person, statements: Counting, number: int
) -> None:
    dupin = customer(ana)
    for one in range(number):
        leaver = admit(f"leaver{one}")
        matter(leaver, dupin)
        Person.objects.filter(id=leaver.id).update(is_active=False)
    door = device(nadia)
    door.read("me/")
    with statements(OVERVIEW):
        assert door.read(HERE)["people"] == number
    with statements(LISTED):
        assert len(door.read(f"{HERE}people/?limit=100")["results"]) == number
