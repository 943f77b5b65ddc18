"""The directory: ``GET people/`` and ``GET people/{id}/``."""

from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device
from tests.conftest import Counting

PERSON = {"id", "name", "avatar", "kind", "handle", "title", "partner", "language", "time_zone", "active"}


def test_members_find_colleagues_and_guests_by_name_handle_and_title(scene: Scene, cy: Person) -> None:
    door = device(cy)

    def found(q: str) -> list[str]:
        return [one["handle"] for one in door.read(f"people/?q={q}")["results"]]

    everyone = door.read("people/")["results"]
    assert [one["handle"] for one in everyone] == ["ana", "bo", "cy", "gus", "mo"]
    assert all(set(one) == PERSON for one in everyone)
    assert next(one["partner"] for one in everyone if one["handle"] == "gus") == "Transports Vasseur"
    assert (found("martin"), found("delorme"), found("cy")) == (["ana"], ["bo"], ["cy"])
    assert (found("STORE%20man"), found("gus%20goff"), found("martin%20delorme")) == (["mo"], ["gus"], [])


def test_contacts_and_who_is_gone_are_not_in_the_directory(ana: Person, bo: Person) -> None:
    admit("contact", kind="contact")
    Person.objects.filter(id=bo.id).update(is_active=False)
    assert [one["handle"] for one in device(ana).read("people/")["results"]] == ["ana"]
    assert device(ana).read(f"people/{bo.id}/")["active"] is False, "what he wrote still has an author"


def test_a_contact_is_nobody_to_staff_who_share_no_side_with_them(ana: Person) -> None:
    contact = admit("contact", kind="contact")
    nothing = comparable(device(ana).ask("GET", f"people/{NOWHERE}/"))
    assert comparable(device(ana).ask("GET", f"people/{contact.id}/")) == nothing


def test_gus_knows_the_people_of_his_cases_and_no_directory(scene: Scene, gus: Person, mo: Person, cy: Person) -> None:
    door = device(gus)
    assert [one["handle"] for one in door.read("people/")["results"]] == ["ana", "bo", "gus"]
    nothing = comparable(door.ask("GET", f"people/{NOWHERE}/"))
    for person in (mo, cy):
        assert comparable(door.ask("GET", f"people/{person.id}/")) == nothing
    assert door.read("people/?q=mo")["results"] == []


def test_nobodys_mail_or_password_is_told(scene: Scene, ana: Person, bo: Person) -> None:
    Person.objects.filter(id=bo.id).update(email="bo@example.org")
    told = device(ana).ask("GET", "people/").text + device(ana).ask("GET", f"people/{bo.id}/").text
    assert "example.org" not in told
    assert "password" not in told


STATEMENTS = 3


def test_the_directory_costs_the_same_for_one_and_a_hundred(ana: Person, statements: Counting) -> None:
    door = device(ana)
    door.read("me/")
    with statements(STATEMENTS):
        door.read("people/?limit=100")
    for number in range(99):
        admit(f"one-{number}")
    with statements(STATEMENTS):
        assert len(door.read("people/?limit=100")["results"]) == 100
