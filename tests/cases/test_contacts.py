"""Noting a contact with the customer: ``cases/{ref}/contacts/``."""

import json

import pytest

from cases.models import ContactNote
from feeds.models import Post
from groups import policy as reading
from groups.models import Audience
from people.models import Person
from tests.cast import NO_CASE, Answer, Door, Scene, comparable, device, key
from tests.conftest import Counting

CALL = {
    "channel": "phone",
    "direction": "in",
    "minutes": 4,
    "note": "She asks when the wardrobe comes.",
    "retold": False,
}


def entries(ref: str, kind: str) -> list[Post]:
    return list(Post.objects.filter(audience__subject_ref=ref, kind=kind).order_by("created_at"))


def test_bo_notes_a_call_and_it_stands_in_the_thread_and_on_top_of_the_brief(scene: Scene, bo: Person) -> None:
    door = device(bo)
    answer = door.ask("POST", f"cases/{scene.case}/contacts/", CALL)
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/cases/{scene.case}/contacts/"
    noted = json.loads(answer.text)
    assert {name: noted[name] for name in CALL} == CALL
    assert (noted["missing"], noted["author"]["name"]) == ("", "Bo Delorme")
    assert door.read(f"cases/{scene.case}/contacts/")["results"] == [noted]
    assert door.read(f"cases/{scene.case}/brief/")["last_contact"] == noted
    entry = door.read(f"cases/{scene.case}/posts/")["results"][0]
    assert (entry["kind"], entry["body"], entry["audience"]["kind"]) == ("contact", CALL["note"], "internal")
    told = {name: noted[name] for name in ("id", "channel", "direction", "minutes", "retold", "missing")}
    assert entry["detail"] == told


def test_cy_who_reads_the_open_case_takes_part_by_noting_a_contact(scene: Scene, cy: Person) -> None:
    device(cy).make(f"cases/{scene.case}/contacts/", CALL)
    inside = Audience.objects.get(subject_ref=scene.case, kind="internal")
    assert reading.role_in(cy, inside) == "member"


def test_retellings_are_counted_and_the_second_alerts_the_holder(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    again = {**CALL, "retold": True, "missing": "That Saturdays are impossible."}
    for number, alerts in ((1, 0), (2, 1), (3, 1)):
        door.make(f"cases/{scene.case}/contacts/", again)
        assert door.read(f"cases/{scene.case}/")["retellings"] == number
        assert len(entries(scene.case, "alert")) == alerts
    detail = entries(scene.case, "alert")[0].detail
    assert detail == {"code": "retold", "count": 2, "holder": {"kind": "person", "id": ana.id}}


def test_a_device_that_repeats_itself_notes_one_contact(scene: Scene, bo: Person) -> None:
    door, once = device(bo), key()
    first = door.make(f"cases/{scene.case}/contacts/", {**CALL, "retold": True}, Idempotency_Key=once)
    assert door.make(f"cases/{scene.case}/contacts/", {**CALL, "retold": True}, Idempotency_Key=once) == first
    assert door.read(f"cases/{scene.case}/")["retellings"] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("channel", "pigeon"), ("direction", "up"), ("minutes", -1), ("minutes", 1441), ("minutes", "long"),
     ("note", ""), ("note", "   "), ("note", 7), ("retold", "yes"), ("missing", "x" * 501), ("missing", "The day.")],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(scene: Scene, bo: Person, field: str, value: object) -> None:
    answer = device(bo).ask("POST", f"cases/{scene.case}/contacts/", {**CALL, field: value})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not ContactNote.objects.exists()


def test_for_outsiders_and_guests_there_is_nothing(scene: Scene, cy: Person, gus: Person) -> None:
    def asked(door: Door, ref: str) -> list[Answer]:
        return [comparable(door.ask("POST", f"cases/{ref}/contacts/", CALL)),
                comparable(door.ask("GET", f"cases/{ref}/contacts/"))]  # fmt: skip

    for door, refs in ((device(cy), [scene.restricted]), (device(gus), [scene.restricted, scene.case])):
        nothing = asked(door, NO_CASE)
        assert [one.status for one in nothing] == [404, 404]
        for ref in refs:
            assert asked(door, ref) == nothing
    assert not ContactNote.objects.exists()


def test_pages_of_contacts_miss_nothing_and_cost_the_same(scene: Scene, bo: Person, statements: Counting) -> None:
    door = device(bo)
    made = [door.make(f"cases/{scene.case}/contacts/", CALL)["id"] for _ in range(12)]
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        with statements(5):
            page = door.read(f"cases/{scene.case}/contacts/?limit=5{cursor}")
        seen += [one["id"] for one in page["results"]]
        cursor = f"&cursor={page['next']}"
    assert seen == made[::-1]
    assert page["next"] is None
