"""The directory: ``GET people/``, ``GET people/choices/`` and ``GET people/{id}/``."""

from typing import Any
from urllib.parse import quote

import pytest

from groups.models import EVERYONE
from people.actions import edit_profile
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, admit, comparable, device, found
from tests.conftest import Counting

PERSON = {
    "id", "name", "avatar", "kind", "handle", "title", "partner", "language", "time_zone", "active",
    "department", "place", "skills",
}  # fmt: skip


def test_members_find_colleagues_and_guests_by_name_handle_and_title(scene: Scene, cy: Person) -> None:
    door = device(cy)

    def found_by(q: str) -> list[str]:
        return [one["handle"] for one in door.read(f"people/?q={q}")["results"]]

    everyone = door.read("people/")["results"]
    assert [one["handle"] for one in everyone] == ["ana", "bo", "cy", "gus", "mo"]
    assert all(set(one) == PERSON for one in everyone)
    assert next(one["partner"] for one in everyone if one["handle"] == "gus") == "Transports Vasseur"
    assert (found_by("martin"), found_by("delorme"), found_by("cy")) == (["ana"], ["bo"], ["cy"])
    assert (found_by("STORE%20man"), found_by("gus%20goff"), found_by("martin%20delorme")) == (["mo"], ["gus"], [])


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


def test_nobodys_password_is_told_and_mails_are_for_colleagues_on_ones_page(
    scene: Scene, ana: Person, bo: Person, gus: Person
) -> None:
    Person.objects.filter(id=bo.id).update(email="bo@example.org")
    assert device(ana).read(f"people/{bo.id}/")["email"] == "bo@example.org"
    told = device(ana).ask("GET", "people/").text
    told += device(gus).ask("GET", "people/").text + device(gus).ask("GET", f"people/{bo.id}/").text
    assert "example.org" not in told
    assert "password" not in told + device(ana).ask("GET", f"people/{bo.id}/").text


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


# Finding ------------------------------------------------------------------------------------------------------------
def handles(door: Door, query: str) -> list[str]:
    """Who is found, in their order."""
    return [one["handle"] for one in door.read(f"people/?{query}")["results"]]


@pytest.fixture
def house(ana: Person, bo: Person, cy: Person) -> Person:
    """Ana speaks French and carves, Bo takes calls, Élodie reads the directory."""
    elodie = admit("elodie", name="Élodie Garnier", title="Buyer")
    say_of(ana, department="Atelier", place="Bron", skills=["Ébénisterie", "Wood turning"], languages=["fr", "pl"])
    say_of(bo, department="Service client", phone="+33 1 99 00 41 87", skills=["Wood turning"], languages=["en"])
    say_of(cy, department="service  CLIENT", manager=bo.id)
    return elodie


def say_of(person: Person, **said: Any) -> None:
    edit_profile(person, everyone=EVERYONE, **said)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("élo", ["elodie"]),
        ("ELODIE garn", ["elodie"]),
        ("garnier elo", ["elodie"]),
        ("arnier", []),
        ("ebenist", ["ana"]),
        ("wood", ["ana", "bo"]),
        ("bron", ["ana"]),
        ("service", ["bo", "cy"]),
        ("01 99 00", ["bo"]),
        ("+33 199", ["bo"]),
        ("0033 1 99", ["bo"]),
        ("4187", ["bo"]),
        ("418", []),
        ("🙂", []),
        ("%", []),
        ("_", []),
        ("a'b\"c\\", []),
    ],
)
def test_colleagues_are_found_by_the_beginnings_of_what_is_said_of_them(
    house: Person, q: str, found: list[str]
) -> None:
    assert handles(device(house), f"q={quote(q)}") == found


def test_a_beginning_of_the_name_stands_before_a_beginning_of_something_else(house: Person, ana: Person) -> None:
    admit("zoe", name="Zoé Martin")
    admit("martin", name="Martin Zola")
    say_of(house, skills=["Martinique"])
    assert handles(device(ana), "q=mart") == ["martin", "ana", "zoe", "elodie"]


def test_names_stand_in_the_order_of_their_letters_whatever_their_accents(house: Person) -> None:
    admit("zora", name="Zora")
    admit("eric", name="Éric")
    assert handles(device(house), "") == ["ana", "bo", "cy", "elodie", "eric", "zora"]


def test_the_directory_is_narrowed_by_team_skill_language_and_department(
    house: Person, ana: Person, bo: Person, cy: Person
) -> None:
    team = found(ana, "open", member=bo)
    door = device(cy)
    assert handles(door, f"team={team.id}") == ["ana", "bo"]
    assert handles(door, "skill=wood%20Turning") == ["ana", "bo"]
    assert handles(door, "skill=wood") == []
    assert handles(door, "language=pl") == ["ana"]
    assert handles(door, "department=Service%20client") == ["bo", "cy"]
    assert handles(door, f"team={team.id}&skill=wood%20turning&language=en&department=service%20client&q=bo") == ["bo"]


def test_a_team_that_one_does_not_read_narrows_nothing(ana: Person, bo: Person, cy: Person) -> None:
    for openness in ("closed", "secret"):
        team = found(ana, openness, member=bo)
        nothing = comparable(device(cy).ask("GET", f"people/?team={NOWHERE}"))
        assert comparable(device(cy).ask("GET", f"people/?team={team.id}")) == nothing
        assert handles(device(bo), f"team={team.id}") == ["ana", "bo"]


def test_a_guest_finds_by_name_alone(scene: Scene, house: Person, gus: Person, ana: Person) -> None:
    door = device(gus)
    assert handles(door, "q=ana") == ["ana"]
    assert handles(door, "q=sales") == ["ana"]
    for query in (
        "q=ebenist",
        "q=4187",
        "skill=wood%20turning",
        "language=pl",
        f"team={scene.open.id}",
        "department=atelier",
    ):
        assert handles(door, query) == [], query
    entry = door.read("people/?q=ana")["results"][0]
    assert (entry["department"], entry["place"], entry["skills"]) == ("", "", [])
    assert not any(door.read("people/choices/").values())


def test_what_one_may_choose_from_is_counted_and_names_no_secret(
    house: Person, ana: Person, bo: Person, cy: Person
) -> None:
    for openness in ("open", "closed", "secret"):
        found(ana, openness, member=bo)
    choices = device(bo).read("people/choices/")
    assert [(one["label"], one["count"]) for one in choices["teams"]] == [
        ("The closed group", 2),
        ("The open group", 2),
    ]
    assert [one["label"] for one in device(cy).read("people/choices/")["teams"]] == ["The open group"]
    assert [(one["label"], one["count"]) for one in choices["skills"]] == [("Ébénisterie", 1), ("Wood turning", 2)]
    assert [(one["value"], one["count"]) for one in choices["departments"]] == [("atelier", 1), ("service client", 2)]
    assert {one["value"]: one["count"] for one in choices["languages"]}["en"] == 3
    for kind, name in (
        ("skills", "skill"),
        ("departments", "department"),
        ("languages", "language"),
        ("teams", "team"),
    ):
        for one in choices[kind]:
            assert len(handles(device(bo), f"{name}={quote(one['value'])}")) == one["count"], one


def test_pages_follow_one_another_without_a_gap_in_every_order(house: Person) -> None:
    for number in range(25):
        admit(f"n{number}", name=f"Wood {number % 7}" if number % 2 else f"{'éE'[number % 3 > 0]}mile Wood")
    door = device(house)
    for query in ("q=", "q=wood", "q=e"):
        whole = handles(door, f"{query}&limit=100")
        seen: list[str] = []
        page = door.read(f"people/?{query}&limit=7")
        while True:
            seen += [one["handle"] for one in page["results"]]
            if page["next"] is None:
                break
            page = door.read(f"people/?{query}&limit=7&cursor={page['next']}")
        assert seen == whole
    assert (
        door.ask("GET", f"people/?q=other&limit=7&cursor={door.read('people/?q=wood&limit=7')['next']}").status_code
        == 400
    )


@pytest.mark.parametrize("query", ["team=x", "manager=x", "limit=0", "q=%00", "cursor=x"])
def test_a_question_that_cannot_be_answered(ana: Person, query: str) -> None:
    assert device(ana).ask("GET", f"people/?{query}").status_code in (400, 404)


def test_who_has_left_is_found_by_nothing_and_counts_nowhere(house: Person, ana: Person, bo: Person) -> None:
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert handles(device(bo), "q=ebenist") == []
    assert [one["label"] for one in device(bo).read("people/choices/")["skills"]] == ["Wood turning"]
