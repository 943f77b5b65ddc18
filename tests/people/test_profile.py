"""What one says of oneself: ``PATCH me/``; and what who runs the site says of somebody: ``PATCH people/{id}/``."""

import json
from typing import Any

import pytest

from esn.core.errors import Invalid
from esn.core.models import AuditEntry, Event
from people.actions import checked_name, edit_profile
from people.models import Person, Skill
from tests.cast import NOWHERE, Door, Scene, admit, comparable, device
from tests.conftest import Counting

WRITTEN: dict[str, Any] = {
    "department": " Service  client ", "place": "Lyon, 2nd floor", "phone": "01 99 00 41 87",
    "about": "Ask me about wood.\n\nNever before nine.", "skills": ["Marquetry", " marquetry ", "Cash register"],
    "languages": ["fr", "en", "fr"],
}  # fmt: skip


def wrong(door: Door, change: dict[str, Any], path: str = "me/") -> dict[str, str]:
    """The code of the first problem of each field."""
    answer = door.ask("PATCH", path, change)
    assert answer.status_code == 400, answer.text
    return {name: found[0]["code"] for name, found in json.loads(answer.text)["errors"].items()}


def test_ana_says_what_colleagues_may_know_of_her(ana: Person, bo: Person) -> None:
    answer = device(ana).ask("PATCH", "me/", {**WRITTEN, "manager": bo.id})
    assert answer.status_code == 200, answer.text
    for told in (json.loads(answer.text), device(bo).read(f"people/{ana.id}/")):
        assert (told["department"], told["place"], told["phone"]) == (
            "Service client",
            "Lyon, 2nd floor",
            "+33199004187",
        )
        assert told["about"] == "Ask me about wood.\n\nNever before nine."
        assert (told["skills"], told["languages"]) == (["Cash register", "Marquetry"], ["en", "fr"])
        assert told["manager"] == {"id": bo.id, "name": bo.name, "avatar": None, "kind": "member"}
    assert [one["id"] for one in device(ana).read(f"people/{bo.id}/")["reports"]] == [ana.id]


def test_what_she_leaves_out_stays_and_what_she_empties_goes(ana: Person, bo: Person) -> None:
    door = device(ana)
    door.ask("PATCH", "me/", {**WRITTEN, "manager": bo.id})
    door.ask("PATCH", "me/", {"place": "Dublin"})
    assert door.read("me/")["skills"] == ["Cash register", "Marquetry"]
    door.ask("PATCH", "me/", {"manager": None, "skills": [], "languages": [], "phone": "", "about": ""})
    me = door.read("me/")
    assert (me["manager"], me["skills"], me["languages"], me["phone"], me["about"]) == (None, [], [], "", "")
    assert me["place"] == "Dublin"


def test_the_same_said_twice_is_told_once(ana: Person) -> None:
    door = device(ana)
    door.ask("PATCH", "me/", WRITTEN)
    before = Event.objects.count()
    assert door.ask("PATCH", "me/", WRITTEN).status_code == 200
    assert Event.objects.count() == before


def test_a_skill_keeps_the_words_of_whoever_said_it_first(ana: Person, bo: Person) -> None:
    device(ana).ask("PATCH", "me/", {"skills": ["Ébénisterie"]})
    device(bo).ask("PATCH", "me/", {"skills": ["ebenisterie"]})
    assert device(bo).read("me/")["skills"] == ["Ébénisterie"]
    assert Skill.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"phone": "call me"}, {"phone": "not_a_phone"}),
        ({"phone": "12"}, {"phone": "not_a_phone"}),
        ({"skills": ["…"]}, {"skills": "no_letter"}),
        ({"skills": [f"skill {n}" for n in range(21)]}, {"skills": "max_length"}),
        ({"languages": ["klingon"]}, {"languages": "unknown_choice"}),
        ({"languages": ["tlh"]}, {"languages": "unknown_choice"}),
        ({"manager": NOWHERE}, {"manager": "unknown"}),
        ({"manager": 7}, {"manager": "not_text"}),
        ({"skills": "Marquetry"}, {"skills": "not_a_list"}),
        ({"about": "x" * 1001}, {"about": "max_length"}),
        ({"title": "x" * 121, "name": "\u202eAna"}, {"title": "max_length"}),
        ({"name": "\u202eAna", "title": "a\u2066b", "place": "x\u200b"},
         {"name": "direction", "title": "direction", "place": "control"}),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_field_by_field(
    ana: Person, change: dict[str, Any], told: dict[str, str]
) -> None:
    before = device(ana).read("me/")
    assert wrong(device(ana), {**change, "department": "Kept out"}) == told
    assert device(ana).read("me/") == before


@pytest.mark.parametrize(
    "name",
    ["", "  ", "\u200b", "\u200d", "🙂", "12", "A\x00b", "A\x07b", "\u202eevil", "a\u2067b", "x" * 121, "é" * 300,
     "a" + "\u0301" * 9, "\ud800a", "a\ufeffb", "\ue000"],
)  # fmt: skip
def test_a_name_that_nobody_can_read_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        checked_name(name)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ana\n Martin ", "Ana Martin"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("E\u0301lodie", "Élodie"),
        ("O’Brien-Smith, Jr.", "O’Brien-Smith, Jr."),
        ("李雷", "李雷"),
    ],
)
def test_names_of_all_scripts_are_kept(written: str, kept: str) -> None:
    assert checked_name(written) == kept


def test_nobody_comes_into_the_house_under_a_name_that_turns_what_follows(db: None) -> None:
    with pytest.raises(Invalid):
        admit("eve", name="Eve\u202e")


def test_nobody_leads_themselves_or_in_a_circle(ana: Person, bo: Person, cy: Person) -> None:
    assert wrong(device(ana), {"manager": ana.id}) == {"manager": "oneself"}
    assert device(ana).ask("PATCH", "me/", {"manager": bo.id}).status_code == 200
    assert device(bo).ask("PATCH", "me/", {"manager": cy.id}).status_code == 200
    assert wrong(device(cy), {"manager": ana.id}) == {"manager": "circle"}


def test_a_guest_or_somebody_who_has_left_leads_nobody(ana: Person, bo: Person, gus: Person) -> None:
    Person.objects.filter(id=bo.id).update(is_active=False)
    for other in (bo, gus):
        assert wrong(device(ana), {"manager": other.id}) == {"manager": "unknown"}


def test_a_guest_reads_of_colleagues_what_stands_beside_their_posts(scene: Scene, ana: Person, gus: Person) -> None:
    edit_profile(ana, everyone=NOWHERE[:-1] + "1", **WRITTEN)
    told = device(gus).read(f"people/{ana.id}/")
    assert (told["name"], told["title"]) == ("Ana Martin", "Sales")
    hidden = ("phone", "email", "department", "place", "about", "manager", "reports", "teams", "skills", "languages")
    assert not any(told[field] for field in hidden)


# Said by who runs the site ------------------------------------------------------------------------------------------
@pytest.fixture
def sam(db: None) -> Person:
    """Who runs the site."""
    return admit("sam", site_role="site_admin")


def test_who_runs_the_site_corrects_what_the_house_knows_and_it_is_on_record(
    ana: Person, bo: Person, sam: Person
) -> None:
    change = {"title": "Head of sales", "department": "Sales", "manager": bo.id, "name": "Ana Martin-Roy"}
    answer = device(sam).ask("PATCH", f"people/{ana.id}/", change)
    told = json.loads(answer.text)
    assert answer.status_code == 200
    assert (told["title"], told["department"], told["manager"]["id"]) == ("Head of sales", "Sales", bo.id)
    entry = AuditEntry.objects.get(verb="person.edited")
    assert (entry.actor_id, entry.subject_id) == (sam.id, ana.id)
    assert entry.detail == {"fields": ["department", "manager", "name", "title"]}
    assert Event.objects.filter(type="person.changed", data={"id": ana.id}, actor_id=sam.id).exists()


def test_what_is_hers_alone_is_not_said_by_others(ana: Person, sam: Person) -> None:
    device(ana).ask("PATCH", "me/", WRITTEN)
    before = device(ana).read("me/")
    slipped = {
        "about": "x",
        "skills": ["x"],
        "languages": [],
        "language": "fr",
        "site_role": "site_admin",
        "email": "x",
    }
    assert device(sam).ask("PATCH", f"people/{ana.id}/", slipped).status_code == 200
    assert device(ana).read("me/") == before
    assert not AuditEntry.objects.filter(verb="person.edited").exists()


def test_others_may_not_and_for_strangers_there_is_nobody(
    scene: Scene, ana: Person, bo: Person, gus: Person, sam: Person
) -> None:
    assert device(bo).ask("PATCH", f"people/{ana.id}/", {"title": "x"}).status_code == 403
    assert device(gus).ask("PATCH", f"people/{ana.id}/", {"title": "x"}).status_code == 403
    nothing = comparable(device(gus).ask("PATCH", f"people/{NOWHERE}/", {"title": "x"}))
    assert comparable(device(gus).ask("PATCH", f"people/{sam.id}/", {"title": "x"})) == nothing
    contact = admit("contact", kind="contact")
    assert device(sam).ask("PATCH", f"people/{contact.id}/", {"title": "x"}).status_code == 404


STATEMENTS = 8


def test_a_page_of_somebody_costs_the_same_with_one_and_a_hundred_reports(
    ana: Person, bo: Person, statements: Counting
) -> None:
    device(ana).ask("PATCH", "me/", {**WRITTEN, "manager": bo.id})
    door = device(ana)
    door.read("me/")
    with statements(STATEMENTS):
        door.read(f"people/{bo.id}/")
    for number in range(99):
        one = admit(f"one-{number}")
        edit_profile(one, everyone=NOWHERE[:-1] + "1", manager=bo.id)
    with statements(STATEMENTS):
        assert len(door.read(f"people/{bo.id}/")["reports"]) == 100
