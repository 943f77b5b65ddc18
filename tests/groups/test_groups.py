"""Groups as lists and one by one: ``GET groups/``, ``GET groups/{id}/``."""

import json

from groups.actions import create_group
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, browser, comparable, device
from tests.conftest import Counting

GROUP = {
    "id", "name", "kind", "openness", "purpose", "joined", "follows", "role", "requested", "unread", "members_count",
    "audience", "can", "voice", "invited", "archived_at", "rules", "ends_on", "since",
    "quiet_from", "quiet_until",
}  # fmt: skip


def names(door: Door, query: str = "") -> list[str]:
    """The names of all pages."""
    got: list[str] = []
    cursor = ""
    while True:
        page = door.read(f"groups/?limit=2{query}{cursor}")
        assert set(page) == {"results", "next", "previous"}
        got += [group["name"] for group in page["results"]]
        if page["next"] is None:
            return got
        cursor = f"&cursor={page['next']}"


def test_ana_sees_all_her_by_name(scene: Scene, ana: Person) -> None:
    assert names(device(ana)) == ["The closed group", "The open group", "The secret group"]


def test_cy_knows_of_the_open_and_the_closed_one(scene: Scene, cy: Person) -> None:
    assert names(device(cy)) == ["The closed group", "The open group"]


def test_gus_knows_of_none(scene: Scene, gus: Person) -> None:
    assert names(device(gus)) == []


def test_a_word_of_the_name_finds_a_group_and_never_a_secret_one(scene: Scene, ana: Person, cy: Person) -> None:
    assert names(device(ana), "&q=SECRET") == ["The secret group"]
    assert names(device(cy), "&q=secret") == []
    assert names(device(cy), "&q=%25") == []


def test_a_group_as_its_owner_a_member_and_an_outsider_see_it(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    seen = {person.handle: device(person).read(f"groups/{scene.open.id}/") for person in (ana, bo, mo, cy)}
    for group in seen.values():
        assert set(group) == GROUP
        assert (group["kind"], group["openness"], group["members_count"]) == ("team", "open", 3)
    assert [seen[one]["role"] for one in ("ana", "bo", "mo", "cy")] == ["owner", "member", "moderator", None]
    assert [seen[one]["joined"] for one in ("ana", "bo", "mo", "cy")] == [True, True, True, False]
    assert set(seen["cy"]["can"]) == {"join", "follow"}
    assert "edit" in seen["ana"]["can"]
    assert "edit" not in seen["mo"]["can"]
    assert set(device(cy).read(f"groups/{scene.closed.id}/")["can"]) == {"ask"}


def test_what_is_not_known_is_not_there(scene: Scene, cy: Person, gus: Person) -> None:
    for person, groups in ((cy, [scene.secret]), (gus, [scene.open, scene.closed, scene.secret])):
        door = device(person)
        for method, path, body in (
            ("GET", "groups/{}/", None), ("PATCH", "groups/{}/", {"name": "x"}), ("POST", "groups/{}/join/", None),
            ("POST", "groups/{}/leave/", None), ("POST", "groups/{}/follow/", None),
            ("DELETE", "groups/{}/follow/", None),
            ("GET", "groups/{}/requests/", None), ("POST", "groups/{}/requests/", None),
            ("POST", "groups/{}/requests/decide/", {"person": cy.id, "accept": True}),
            ("GET", "groups/{}/members/", None), ("POST", "groups/{}/members/", {"person": cy.id}),
            ("DELETE", "groups/{}/members/" + cy.id + "/", None), ("GET", "groups/{}/posts/", None),
            ("POST", "groups/{}/posts/", {"body": "x"}),
        ):  # fmt: skip
            nothing = comparable(door.ask(method, path.format(NOWHERE), body))
            assert nothing.status == 404
            for group in groups:
                assert comparable(door.ask(method, path.format(group.id), body)) == nothing, (method, path)


def test_what_is_said_in_a_closed_group_is_not_there_for_outsiders(scene: Scene, cy: Person) -> None:
    door = device(cy)
    nothing = comparable(door.ask("GET", f"groups/{NOWHERE}/posts/"))
    for path in (f"groups/{scene.closed.id}/posts/", f"groups/{scene.closed.id}/members/"):
        answer = door.ask("GET", path)
        assert (answer.status_code, answer.text) == (404, nothing.body)


STATEMENTS = 2


def test_the_list_costs_the_same_for_one_and_a_hundred_groups(ana: Person, statements: Counting) -> None:
    create_group(ana, name="First", kind="team", openness="open")
    door = device(ana)
    door.read("me/")
    with statements(STATEMENTS):
        door.read("groups/?limit=100")
    for number in range(99):
        create_group(ana, name=f"Group {number}", kind="community", openness="secret")
    with statements(STATEMENTS):
        assert len(door.read("groups/?limit=100")["results"]) == 100


def test_a_limit_and_a_cursor_of_another_person_are_refused(scene: Scene, ana: Person, bo: Person) -> None:
    cursor = device(ana).read("groups/?limit=1")["next"]
    answer = device(bo).ask("GET", f"groups/?cursor={cursor}")
    assert json.loads(answer.text)["errors"]["cursor"][0]["code"] == "bad_cursor"


def test_a_cursor_of_one_search_is_refused_by_another(ana: Person) -> None:
    for number in range(4):
        create_group(ana, name=f"Shop {number}", kind="team", openness="open", purpose="")
    page = device(ana).read("groups/?q=shop&limit=2")
    assert [one["name"] for one in page["results"]] == ["Shop 0", "Shop 1"]
    assert device(ana).ask("GET", f"groups/?q=shop&limit=2&cursor={page['next']}").status_code == 200
    for other in ("q=sho", "q=", "q=shop&which=mine"):
        assert device(ana).ask("GET", f"groups/?{other}&limit=2&cursor={page['next']}").status_code == 400


def test_an_outsider_of_a_closed_group_learns_who_owns_it_and_how_large_it_is_and_no_id_of_what_is_said(
    scene: Scene, bo: Person, cy: Person
) -> None:
    """Its name, purpose, owners and size help to decide whether to ask; its audience would name what happens there."""
    closed = device(cy).read(f"groups/{scene.closed.id}/")
    assert (closed["audience"], closed["members_count"]) == ("", device(bo).read(closed_path(scene))["members_count"])
    assert device(bo).read(closed_path(scene))["audience"] == scene.closed.audience_id
    assert scene.closed.audience_id not in device(cy).ask("GET", "groups/").text
    assert scene.closed.audience_id not in browser(cy).ask("GET", f"/groups/{scene.closed.id}/").text
    assert device(cy).ask("POST", f"groups/{scene.closed.id}/follow/").status_code == 404


def closed_path(scene: Scene) -> str:
    return f"groups/{scene.closed.id}/"
