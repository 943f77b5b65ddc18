"""The thread of a case: ``GET`` and ``POST cases/{ref}/posts/``; story, brief and participants."""

import json

import pytest

from cases.models import Case
from feeds.models import Post
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, device, side, side_named
from tests.conftest import Counting


# Saying something -----------------------------------------------------------------------------------------------------
def test_a_post_is_internal_unless_its_author_chooses(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = door.make(f"cases/{scene.case}/posts/", {"body": "For us."})
    assert (made["audience"]["kind"], made["case"], made["kind"]) == ("internal", scene.case, "message")
    assert made["audience"]["label"] == "Mme Dupin"
    for name in ("customer", side_named(scene.case, "partner")):
        made = door.make(f"cases/{scene.case}/posts/", {"body": "For you.", "side": name})
        assert made["audience"]["id"] == side(scene.case, name.split(":")[0])


def test_any_member_writes_inside_an_open_case_and_only_participants_outside(scene: Scene, cy: Person) -> None:
    door = device(cy)
    for name in ("customer", side_named(scene.case, "partner")):
        answer = door.ask("POST", f"cases/{scene.case}/posts/", {"body": "x", "side": name})
        assert answer.status_code == 403, name
    assert "post_internal" in door.read(f"cases/{scene.case}/")["can"]
    door.make(f"cases/{scene.case}/posts/", {"body": "I saw the lorry."})
    assert door.read(f"cases/{scene.case}/")["follows"], "whoever writes wants to hear the answer"


@pytest.mark.parametrize(
    "name", ["x", "partner", "partner:", "partner:" + NOWHERE, "internal ", "INTERNAL", "everyone"]
)
def test_a_side_that_is_not_there(scene: Scene, ana: Person, name: str) -> None:
    answer = device(ana).ask("POST", f"cases/{scene.case}/posts/", {"body": "x", "side": name})
    if name == "internal ":
        assert answer.status_code == 201
        return
    assert json.loads(answer.text)["errors"]["side"][0]["code"] == "unknown_side"


def test_gus_writes_on_his_side_and_knows_no_other(scene: Scene, gus: Person, carrier: str) -> None:
    door = device(gus)
    made = door.make(f"cases/{scene.case}/posts/", {"body": "Le 14, impossible."})
    assert made["audience"]["id"] == side(scene.case, "partner")
    told = {
        door.ask("POST", f"cases/{scene.case}/posts/", {"body": "x", "side": name}).text
        for name in ("internal", "customer", "nonsense")
    }
    assert len(told) == 1


def test_a_post_moves_the_case_to_the_top(scene: Scene, ana: Person) -> None:
    device(ana).make(f"cases/{scene.case}/posts/", {"body": "x"})
    assert device(ana).read("cases/")["results"][0]["ref"] == scene.case
    device(ana).make(f"cases/{scene.restricted}/posts/", {"body": "x"})
    assert device(ana).read("cases/")["results"][0]["ref"] == scene.restricted


# Reading --------------------------------------------------------------------------------------------------------------
def test_the_thread_is_what_was_said_on_the_sides_that_one_reads(
    scene: Scene, ana: Person, cy: Person, gus: Person
) -> None:
    def thread(person: Person, query: str = "") -> set[str]:
        return {one["id"] for one in device(person).read(f"cases/{scene.case}/posts/?limit=100{query}")["results"]}

    everything = set(Post.objects.filter(audience__subject_ref=scene.case, root=None).values_list("id", flat=True))
    partner = set(Post.objects.filter(audience_id=side(scene.case, "partner")).values_list("id", flat=True))
    assert thread(ana) == thread(cy) == everything
    assert thread(gus) == partner
    assert thread(ana, f"&side={side_named(scene.case, 'partner')}") == partner
    assert thread(gus, "&side=internal") == set()


def test_the_thread_comes_in_pages_the_newest_first(scene: Scene, ana: Person) -> None:
    door = device(ana)
    said = [door.make(f"cases/{scene.case}/posts/", {"body": str(number)})["id"] for number in range(5)]
    page = door.read(f"cases/{scene.case}/posts/?limit=3")
    rest = door.read(f"cases/{scene.case}/posts/?limit=2&cursor={page['next']}")
    assert [one["id"] for one in page["results"] + rest["results"]] == said[::-1]


# Story ----------------------------------------------------------------------------------------------------------------
def test_the_story_is_written_on_and_every_version_is_kept(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(cy)
    first = door.ask("GET", f"cases/{scene.case}/story/")
    assert first["ETag"] == '"1"'
    answer = door.ask("PATCH", f"cases/{scene.case}/story/", {"tried": "Five calls."}, If_Match='"1"')
    story = json.loads(answer.text)
    assert (answer.status_code, answer["ETag"], story["version"]) == (200, '"2"', 2)
    assert (story["tried"], story["refused"]) == ("Five calls.", "Saturdays."), "what is left out stays"
    versions = door.read(f"cases/{scene.case}/story/history/")["results"]
    assert [(one["version"], one["tried"], one["author"]["id"]) for one in versions] == [
        (2, "Five calls.", cy.id), (1, "", ana.id),
    ]  # fmt: skip
    assert "post_partner" in door.read(f"cases/{scene.case}/")["can"], "and takes part by it"


def test_two_stories_at_once_are_not_lost(scene: Scene, ana: Person, bo: Person) -> None:
    path = f"cases/{scene.case}/story/"
    assert device(ana).ask("PATCH", path, {"tried": "One."}, If_Match='"1"').status_code == 200
    assert device(bo).ask("PATCH", path, {"tried": "Two."}, If_Match='"1"').status_code == 412
    assert device(bo).read(path)["tried"] == "One."


def test_a_story_cannot_be_emptied(scene: Scene, ana: Person) -> None:
    empty = dict.fromkeys(("happened", "wanted", "tried", "refused", "constraints"), " ")
    answer = device(ana).ask("PATCH", f"cases/{scene.case}/story/", empty)
    assert answer.status_code == 400
    assert device(ana).read(f"cases/{scene.case}/story/")["version"] == 1


# Brief ----------------------------------------------------------------------------------------------------------------
def test_the_brief_says_what_a_colleague_needs(scene: Scene, ana: Person, cy: Person) -> None:
    brief = device(cy).read(f"cases/{scene.case}/brief/")
    assert set(brief) >= {"case", "customer", "story", "participants", "opened_by", "last_entry_at"}
    assert brief["case"]["ref"] == scene.case
    assert brief["customer"]["name"] == "Mme Dupin"
    assert brief["story"]["wanted"] == "Delivery on the 14th, in the morning."
    assert brief["opened_by"]["id"] == ana.id
    assert {one["person"]["name"] for one in brief["participants"]} == {"Ana Martin", "Bo Delorme", "Gus Le Goff"}


# Participants ---------------------------------------------------------------------------------------------------------
def test_ana_brings_a_colleague_in_on_all_sides(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(ana)
    answer = door.ask("POST", f"cases/{scene.restricted}/participants/", {"person": cy.id})
    assert answer.status_code == 201
    people = json.loads(answer.text)["results"]
    assert {(one["person"]["id"], one["side"]) for one in people} >= {(cy.id, "internal")}
    assert device(cy).read(f"posts/{scene.in_restricted}/")
    for name in ("internal", "customer"):
        device(cy).make(f"cases/{scene.restricted}/posts/", {"body": "x", "side": name})
    before = Post.objects.count()
    door.make(f"cases/{scene.restricted}/participants/", {"person": cy.id})
    assert Post.objects.count() == before, "bringing in twice is no entry"


def test_a_guest_is_brought_in_on_the_side_of_his_organisation_alone(
    scene: Scene, ana: Person, gus: Person, carrier: str
) -> None:
    from people.actions import create_partner

    other = admit("ida", kind="guest", partner_id=create_partner(None, name="Ateliers Roux"))
    door = device(ana)
    door.make(f"cases/{scene.case}/participants/", {"person": other.id})
    sides = {one["label"] for one in door.read(f"cases/{scene.case}/")["sides"] if one["kind"] == "partner"}
    assert sides == {"Transports Vasseur", "Ateliers Roux"}
    case = device(other).read(f"cases/{scene.case}/")
    assert set(case) == {"ref", "title", "status", "sides", "can"}
    assert [one["label"] for one in case["sides"]] == ["Ateliers Roux"]
    assert device(other).ask("GET", f"posts/{scene.with_partner}/").status_code == 404
    assert device(gus).read(f"posts/{scene.with_partner}/")


def test_who_is_gone_unknown_or_no_colleague_is_not_brought_in(scene: Scene, ana: Person) -> None:
    gone, contact = admit("gone"), admit("contact", kind="contact")
    Person.objects.filter(id=gone.id).update(is_active=False)
    told = {
        device(ana).ask("POST", f"cases/{scene.case}/participants/", {"person": id_}).text
        for id_ in (gone.id, contact.id, NOWHERE, "x")
    }
    assert len(told) == 1
    assert json.loads(told.pop())["errors"]["person"][0]["code"] == "unknown"


def test_whoever_is_taken_out_is_out_of_every_side(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    door = device(ana)
    for ref, person in ((scene.restricted, bo), (scene.case, gus)):
        assert door.ask("DELETE", f"cases/{ref}/participants/{person.id}/").status_code == 204
        assert device(person).ask("GET", f"cases/{ref}/").status_code == 404
    assert device(gus).read("feed/")["results"] == []


def test_the_holder_stays_and_others_take_nobody_out(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    answer = device(ana).ask("DELETE", f"cases/{scene.case}/participants/{ana.id}/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "holder")
    Case.objects.filter(ref=scene.case).update(opened_by=ana)
    for person in (bo, cy):
        assert device(person).ask("DELETE", f"cases/{scene.case}/participants/{bo.id if person == cy else ana.id}/"
                                  ).status_code in {403, 409}  # fmt: skip
    assert device(bo).ask("DELETE", f"cases/{scene.case}/participants/{bo.id}/").status_code == 204, "but oneself"
    assert device(ana).ask("DELETE", f"cases/{scene.case}/participants/{NOWHERE}/").status_code == 404


CASES, BRIEF = 4, 24


def test_lists_and_the_brief_cost_the_same_for_one_and_a_hundred(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    from tests.cast import matter

    door = device(ana)
    door.read("me/")
    with statements(CASES):
        door.read("cases/?limit=100")
    for number in range(30):
        matter(ana, scene.customer, title=f"Case {number}")
    with statements(CASES):
        assert len(door.read("cases/?limit=100")["results"]) == 32
    with statements(BRIEF):
        door.read(f"cases/{scene.case}/brief/")
    for number in range(20):
        door.make(f"cases/{scene.case}/participants/", {"person": admit(f"one-{number}").id})
    with statements(BRIEF):
        door.read(f"cases/{scene.case}/brief/")
