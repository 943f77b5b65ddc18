"""Opening a case: ``POST cases/``."""

import json
import re

import pytest
from django.db import Error, transaction

from cases.models import Case
from esn.core.models import Event
from feeds.models import Post
from groups.models import Audience
from people.models import Person
from tests.cast import NOWHERE, Scene, customer, device, rows, stranger

CASE = {
    "ref", "title", "status", "severity", "customer", "holder", "restricted", "next_news_due", "sides", "retellings",
    "drifts", "can",
}  # fmt: skip
STORY = {
    "happened": "The wardrobe did not come.", "wanted": "The 14th.", "tried": "Five calls.", "refused": "Saturdays.",
    "constraints": "Never on Saturday.",
}  # fmt: skip


@pytest.fixture
def dupin(ana: Person) -> str:
    return customer(ana)


def test_ana_opens_a_case_and_holds_it(ana: Person, bo: Person, dupin: str) -> None:
    answer = device(ana).ask("POST", "cases/", {"customer": dupin, "title": " Wardrobe \n Solène", "story": STORY})
    assert answer.status_code == 201, answer.text
    case = json.loads(answer.text)
    assert re.fullmatch(r"C-20\d\d-\d{6}", case["ref"])
    assert answer["Location"] == f"/api/v1/cases/{case['ref']}/"
    assert set(case) >= CASE
    assert (case["title"], case["severity"], case["restricted"]) == ("Wardrobe Solène", "normal", False)
    assert case["status"] in {"new", "in_hand"}
    assert case["customer"] == {"id": dupin, "name": "Mme Dupin"}
    assert case["holder"] == {"kind": "person", "id": ana.id, "name": "Ana Martin", "avatar": None}
    assert (case["next_news_due"], case["retellings"], case["drifts"]) == (None, 0, 0)
    assert [(one["side"], one["kind"]) for one in case["sides"]] == [("internal", "internal"), ("customer", "customer")]
    assert all(set(one) >= {"side", "kind", "audience", "label"} for one in case["sides"])
    assert device(bo).read(f"cases/{case['ref']}/")["ref"] == case["ref"]


def test_the_story_is_kept_and_stands_first_in_the_thread(ana: Person, dupin: str) -> None:
    door = device(ana)
    ref = door.make("cases/", {"customer": dupin, "title": "x", "story": STORY})["ref"]
    story = door.read(f"cases/{ref}/story/")
    assert {name: story[name] for name in STORY} == STORY
    assert (story["version"], story["author"]["id"]) == (1, ana.id)
    kinds = [one["kind"] for one in door.read(f"cases/{ref}/posts/")["results"]]
    assert "story" in kinds
    entry = Post.objects.get(kind="story")
    assert entry.audience.kind == "internal"
    assert all(text in entry.body for text in STORY.values()), "search finds its words"


def test_each_fact_is_recorded_where_it_may_be_read(ana: Person, dupin: str) -> None:
    before = Event.objects.order_by("-position")[0].position
    case = device(ana).make("cases/", {"customer": dupin, "title": "x", "story": STORY, "restricted": True})
    inside = {one["side"]: one["audience"] for one in case["sides"]}
    told = Event.objects.filter(position__gt=before)
    assert {fact.audience_id for fact in told} <= {ana.id, *inside.values()}
    opened = told.get(type="case.opened")
    assert (opened.audience_id, opened.data) == (inside["internal"], {"id": case["ref"]})


def test_a_title_for_outsiders_is_never_the_inner_one(ana: Person, gus: Person, dupin: str) -> None:
    door = device(ana)
    ref = door.make("cases/", {"customer": dupin, "title": "Difficult customer", "story": STORY})["ref"]
    door.make(f"cases/{ref}/participants/", {"person": gus.id})
    told = device(gus).ask("GET", f"cases/{ref}/").text + device(gus).ask("GET", f"cases/{ref}/posts/").text
    assert "Difficult" not in told
    assert json.loads(device(gus).ask("GET", f"cases/{ref}/").text)["title"] == ref


def test_a_colleague_or_a_team_may_hold_it_from_the_start(scene: Scene, ana: Person, cy: Person, bo: Person) -> None:
    door = device(ana)
    new = {"customer": scene.customer, "title": "x", "story": STORY}
    case = door.make("cases/", {**new, "holder": {"kind": "person", "id": cy.id}, "restricted": True})
    assert case["holder"]["id"] == cy.id
    assert "restrict" in device(cy).read(f"cases/{case['ref']}/")["can"]
    case = door.make("cases/", {**new, "holder": {"kind": "team", "id": scene.closed.id}})
    assert (case["holder"]["kind"], case["holder"]["name"], case["status"]) == ("team", "The closed group", "new")
    waiting = device(bo).read("cases/?which=team")["results"]
    assert [one["ref"] for one in waiting] == [case["ref"]]
    assert device(cy).read("cases/?which=team")["results"] == []


def test_a_guest_a_community_and_a_secret_group_hold_nothing(
    scene: Scene, ana: Person, bo: Person, gus: Person, carrier: str
) -> None:
    from tests.cast import found

    community = found(bo, "open", name="Cooks", kind="community")
    foreign = found(bo, "secret", name="Unknown to Ana")
    before = rows()["Case"]
    for kind, id_ in (
        ("person", gus.id), ("team", community.id), ("team", scene.secret.id), ("team", foreign.id),
        ("person", NOWHERE),
        ("team", NOWHERE), ("team", ana.id), ("person", scene.open.id), ("person", "x"),
    ):  # fmt: skip
        answer = device(ana).ask(
            "POST", "cases/",
            {"customer": scene.customer, "title": "x", "story": STORY, "holder": {"kind": kind, "id": id_}},
        )  # fmt: skip
        assert answer.status_code == 400, (kind, id_)
        assert json.loads(answer.text)["errors"]["holder"][0]["code"] == "unknown"
    assert rows()["Case"] == before


def test_without_a_known_customer_or_as_a_guest_there_is_nothing_to_open(
    scene: Scene, ana: Person, gus: Person
) -> None:
    before = rows()["Case"]
    body = {"customer": NOWHERE, "title": "x", "story": STORY}
    assert device(ana).ask("POST", "cases/", body).status_code == 404
    assert device(ana).ask("POST", "cases/", body | {"customer": "x"}).status_code == 404
    assert device(gus).ask("POST", "cases/", body | {"customer": scene.customer}).status_code == 404
    assert stranger().ask("POST", "cases/", body | {"customer": scene.customer}).status_code == 401
    assert rows()["Case"] == before


def test_references_are_drawn(ana: Person, dupin: str) -> None:
    door = device(ana)
    refs = [door.make("cases/", {"customer": dupin, "title": "x", "story": STORY})["ref"] for _ in range(5)]
    drawn = [int(ref[-6:]) for ref in refs]
    assert len(set(drawn)) == 5
    assert any(abs(a - b) > 5 for a in drawn for b in drawn)


@pytest.mark.shape
def test_the_database_wants_exactly_one_holder(scene: Scene, ana: Person) -> None:
    case = Case.objects.get(ref=scene.case)
    for person, team in ((None, None), (ana, scene.open)):
        with pytest.raises(Error), transaction.atomic():
            Case.objects.filter(id=case.id).update(holder_person=person, holder_team=team)
    for change in ({"title": ""}, {"ref": scene.restricted}):
        with pytest.raises(Error), transaction.atomic():
            Case.objects.filter(id=case.id).update(**change)
    inside = Audience.objects.get(subject_ref=scene.restricted, kind="internal")
    with pytest.raises(Error), transaction.atomic():
        Case.objects.filter(id=case.id).update(audience=inside)
