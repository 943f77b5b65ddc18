"""Posts that one wants to find again: ``bookmarks/`` and ``posts/{id}/bookmark/``."""

from esn.core.models import Event
from feeds.models import Bookmark
from groups.actions import add_member, remove_member
from people.models import Person
from tests.cast import NOWHERE, Scene, comparable, device, stranger
from tests.conftest import Counting


def test_bo_marks_a_post_and_finds_it_again(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    assert door.ask("PUT", f"posts/{scene.in_secret}/bookmark/", {"note": " for \n Monday "}).status_code == 204
    [mark] = door.read("bookmarks/")["results"]
    assert (mark["post"]["id"], mark["note"], mark["post"]["bookmarked"]) == (scene.in_secret, "for Monday", True)
    fact = Event.objects.order_by("-position")[0]
    assert (fact.type, fact.audience_id, fact.data) == ("bookmark.changed", bo.id, {"id": scene.in_secret})
    door.ask("PUT", f"posts/{scene.in_secret}/bookmark/", {})
    assert Bookmark.objects.values_list("note", flat=True).get() == ""
    assert door.ask("DELETE", f"posts/{scene.in_secret}/bookmark/").status_code == 204
    assert door.ask("DELETE", f"posts/{scene.in_secret}/bookmark/").status_code == 204
    assert door.read("bookmarks/")["results"] == []


def test_nobody_else_sees_what_she_marks(scene: Scene, ana: Person, bo: Person) -> None:
    device(ana).ask("PUT", f"posts/{scene.in_open}/bookmark/", {"note": "mine"})
    assert device(bo).read("bookmarks/")["results"] == []
    assert not device(bo).read(f"posts/{scene.in_open}/")["bookmarked"]
    assert device(ana).read(f"posts/{scene.in_open}/")["bookmarked"]
    assert stranger().ask("GET", "bookmarks/").status_code == 401


def test_what_one_no_longer_reads_is_not_there_and_comes_back(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    for post in (scene.in_open, scene.in_secret):
        door.ask("PUT", f"posts/{post}/bookmark/", {})
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    page = door.read("bookmarks/?limit=1")
    assert ([one["post"]["id"] for one in page["results"]], page["next"]) == ([scene.in_open], None)
    add_member(ana, group_id=scene.secret.id, person_id=bo.id)
    assert [one["post"]["id"] for one in door.read("bookmarks/")["results"]] == [scene.in_secret, scene.in_open]


def test_what_one_may_not_see_cannot_be_marked(scene: Scene, cy: Person, gus: Person) -> None:
    for person, hidden in ((cy, scene.in_secret), (cy, scene.in_restricted), (gus, scene.in_case)):
        for method in ("PUT", "DELETE"):
            absent = comparable(device(person).ask(method, f"posts/{NOWHERE}/bookmark/", {}))
            assert absent.status == 404
            assert comparable(device(person).ask(method, f"posts/{hidden}/bookmark/", {})) == absent
    assert not Bookmark.objects.exists()


def test_a_note_that_is_too_long_is_told_beside_its_field(scene: Scene, ana: Person) -> None:
    answer = device(ana).ask("PUT", f"posts/{scene.in_open}/bookmark/", {"note": "x" * 301})
    assert answer.status_code == 400
    assert "note" in answer.text


def test_a_list_costs_the_same_for_any_number(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    door.ask("PUT", f"posts/{scene.in_open}/bookmark/", {})
    with statements(6):
        door.read("bookmarks/")
    for post in (scene.in_closed, scene.in_secret, scene.in_case, scene.with_partner):
        door.ask("PUT", f"posts/{post}/bookmark/", {})
    with statements(6):
        assert len(door.read("bookmarks/")["results"]) == 5
