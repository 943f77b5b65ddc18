"""What one is writing: ``drafts/``, the same on all devices, gone with what was sent."""

import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest
from django.db import connection

from esn.core.clock import now
from esn.core.errors import Stale
from esn.core.models import Event
from feeds import actions
from feeds.actions.files import forget_left_behind
from feeds.models import Draft, File, Post
from groups.actions import remove_member
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Door, Scene, comparable, device, side, stranger
from tests.conftest import Counting


def _save(door: Door, place: str, body: str, **more: object) -> dict[str, Any]:
    answer = door.ask("PUT", f"drafts/{place}/", {"body": body, **more})
    assert answer.status_code == 200, answer.text
    saved: dict[str, Any] = json.loads(answer.text)
    return saved


def _file(person: Person, name: str = "list.txt") -> str:
    return File.objects.create(uploader=person, name=name, type="text/plain", bytes=3, sha256="0" * 64).id


def test_what_ana_writes_on_her_phone_is_on_her_desk(scene: Scene, ana: Person) -> None:
    phone, desk = device(ana), device(ana)
    place = f"group-{scene.open.id}"
    saved = _save(phone, place, "Two lamps ", extra={"audience": scene.open.audience_id})
    assert (saved["label"], saved["kind"]) == ("The open group", "group")
    read = desk.ask("GET", f"drafts/{place}/")
    assert read["ETag"] == f'"{saved["version"]}"'
    assert json.loads(read.text)["body"] == "Two lamps ", "the space before the next word is kept"
    assert [one["place"] for one in desk.read("drafts/")["results"]] == [place]
    fact = Event.objects.order_by("-position")[0]
    assert (fact.type, fact.audience_id) == ("draft.changed", ana.id)
    assert (fact.data["place"], fact.data["version"]) == (place, saved["version"])


def test_every_place_where_she_writes_has_its_own_draft(scene: Scene, ana: Person) -> None:
    door = device(ana)
    post = scene.in_open
    places = ["home", f"group-{scene.secret.id}", f"case-{scene.case}", f"reply-{post}", f"edit-{post}"]
    for place in places:
        _save(door, place, f"For {place}")
    told = door.read("drafts/")["results"]
    assert [one["place"] for one in told] == places[::-1]
    assert [one["label"] for one in told] == ["The open group", "The open group", scene.case, "The secret group", ""]


def test_nobody_else_sees_it(scene: Scene, ana: Person, bo: Person) -> None:
    _save(device(ana), "home", "Between me and myself")
    assert device(bo).read("drafts/")["results"] == []
    assert comparable(device(bo).ask("GET", "drafts/home/")) == comparable(device(bo).ask("GET", "drafts/nowhere/"))
    assert stranger().ask("GET", "drafts/home/").status_code == 401


def test_a_place_that_one_does_not_read_is_a_place_that_does_not_exist(scene: Scene, cy: Person, gus: Person) -> None:
    for person, hidden in (
        (cy, [f"group-{scene.secret.id}", f"reply-{scene.in_secret}", f"case-{scene.restricted}"]),
        (gus, [f"group-{scene.open.id}", f"reply-{scene.in_case}", f"edit-{scene.in_open}"]),
    ):
        door = device(person)
        for place in hidden:
            kind = place.partition("-")[0]
            invented = f"{kind}-{NO_CASE if kind == 'case' else NOWHERE}"
            said = {"body": "Hello"}
            nothing = comparable(door.ask("PUT", f"drafts/{invented}/", said))
            assert nothing.status == 404
            assert comparable(door.ask("PUT", f"drafts/{place}/", said)) == nothing
    assert not Draft.objects.exists()


@pytest.mark.parametrize("place", ["", "x", "home-1", "group-", "group-" + "g" * 32, "case-C-1-2", "reply-../.."])
def test_a_malformed_place_is_unknown(scene: Scene, ana: Person, place: str) -> None:
    assert device(ana).ask("PUT", f"drafts/{place or 'none'}/", {"body": "Hello"}).status_code == 404


def test_who_lost_the_place_keeps_the_words(scene: Scene, ana: Person, bo: Person) -> None:
    place = f"group-{scene.secret.id}"
    first = _save(device(bo), place, "What I was about to say")["version"]
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    [told] = device(bo).read("drafts/")["results"]
    assert (told["body"], told["label"]) == ("What I was about to say", "")
    assert _save(device(bo), place, "What I was about to say, elsewhere", based_on=first)["version"] == first + 1


def test_of_two_devices_the_later_is_kept_and_the_other_is_offered(scene: Scene, ana: Person) -> None:
    phone, desk = device(ana), device(ana)
    first = _save(phone, "home", "From the van")["version"]
    kept = _save(desk, "home", "From the desk")
    assert (kept["body"], kept["other"], kept["version"]) == ("From the desk", "From the van", first + 1)
    more = _save(desk, "home", "From the desk, more", based_on=first + 1)
    assert more["other"] == "From the van", "until she has chosen"
    chosen = _save(desk, "home", "From the desk, more", based_on=more["version"], settled=True)
    assert (chosen["other"], chosen["other_at"]) == ("", None)


def test_a_third_device_takes_nothing_away(scene: Scene, ana: Person) -> None:
    for words in ("From the van", "From the desk", "From home"):
        kept = _save(device(ana), "home", words)
    assert (kept["body"], kept["other"]) == ("From home", "From the van\n\nFrom the desk")


def test_options_and_files_of_another_device_are_kept_too(scene: Scene, ana: Person) -> None:
    van, desk = _file(ana, "van.txt"), _file(ana, "desk.txt")
    _save(device(ana), "home", "Which day?", extra={"kind": "poll", "option": ["Monday", "Friday"]}, attachments=[van])
    kept = _save(device(ana), "home", "Which day?", extra={"kind": "poll", "option": ["Monday"]}, attachments=[desk])
    assert kept["other"] == "Friday"
    assert [one["name"] for one in kept["attachments"]] == ["desk.txt", "van.txt"]


def test_a_device_that_empties_its_composer_takes_no_text_that_it_has_not_seen(scene: Scene, ana: Person) -> None:
    first = _save(device(ana), "home", "From the van")["version"]
    second = _save(device(ana), "home", "From the van, more", based_on=first)["version"]
    kept = device(ana).ask("PUT", "drafts/home/", {"body": "", "based_on": first})
    assert (kept.status_code, json.loads(kept.text)["body"]) == (200, "From the van, more")
    assert device(ana).ask("PUT", "drafts/home/", {"body": "", "based_on": second}).status_code == 204


def test_a_draft_that_begins_anew_does_not_count_from_one(scene: Scene, ana: Person) -> None:
    first = _save(device(ana), "home", "From the van")["version"]
    actions.discard_draft(ana, place="home")
    again = _save(device(ana), "home", "Something new")
    assert again["version"] >= first > 1_000_000, "what saw an earlier draft is not mistaken for what saw this one"
    assert _save(device(ana), "home", "From the van, at last", based_on=1)["other"] == "Something new"


def test_two_devices_that_save_at_once_lose_nothing(committed: None, scene: Scene, ana: Person) -> None:
    gate = threading.Barrier(4)

    def run(words: str) -> None:
        gate.wait()
        try:
            actions.save_draft(ana, place="home", body=words)
        finally:
            connection.close()

    all_words = ["From the van", "On the phone", "At the desk", "In the shop"]
    threads = [threading.Thread(target=run, args=(words,)) for words in all_words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Draft.objects.get()
    assert sorted([row.body, *row.other.split("\n\n")]) == sorted(all_words)


def _send(person: Person, audience_id: str, words: str, *, seen: int, key: str = "") -> str:
    """Send what a composer holds, which saw this version of its draft."""

    def say() -> str:
        return actions.publish(person, audience_id=audience_id, body=words)

    return actions.send_once(person, say, draft="home", key=key, said=words, words=[words], seen=seen)


def test_what_another_device_wrote_before_it_was_sent_stays_a_draft(scene: Scene, ana: Person) -> None:
    seen = _save(device(ana), "home", "Two lamps")["version"]
    later = _save(device(ana), "home", "Ask about the bill", based_on=seen)["version"]
    _send(ana, scene.open.audience_id, "Two lamps arrived", seen=seen)
    left = device(ana).read("drafts/home/")
    assert (left["body"], left["other"]) == ("Ask about the bill", "")
    assert left["version"] > later
    assert Post.objects.filter(body="Two lamps arrived").count() == 1
    fact = Event.objects.filter(type="draft.changed").order_by("-position")[0]
    assert fact.data["version"] == left["version"], "the other device reads it again"


def test_what_another_device_writes_after_it_was_sent_is_a_draft_of_its_own(scene: Scene, ana: Person) -> None:
    seen = _save(device(ana), "home", "Two lamps")["version"]
    _send(ana, scene.open.audience_id, "Two lamps", seen=seen, key=str(uuid.uuid4()))
    assert not Draft.objects.exists()
    late = _save(device(ana), "home", "Two lamps, and the bill", based_on=seen, key=str(uuid.uuid4()))
    assert (late["body"], late["other"]) == ("Two lamps, and the bill", "")


def test_what_is_sent_while_two_texts_wait_for_a_choice_leaves_the_other(scene: Scene, ana: Person) -> None:
    _save(device(ana), "home", "From the van")
    seen = _save(device(ana), "home", "From the desk")["version"]
    _send(ana, scene.open.audience_id, "From the desk", seen=seen)
    assert device(ana).read("drafts/home/")["body"] == "From the van"


def test_words_that_were_saved_a_moment_ago_are_no_draft_of_another_device(scene: Scene, ana: Person) -> None:
    _save(device(ana), "home", "Two lamps ")
    _send(ana, scene.open.audience_id, "Two lamps\r\narrived", seen=0)
    assert not Draft.objects.exists()


def test_discarding_and_saving_in_both_orders(scene: Scene, ana: Person) -> None:
    seen = _save(device(ana), "home", "From the van")["version"]
    newer = _save(device(ana), "home", "From the van, more", based_on=seen)["version"]
    with pytest.raises(Stale):
        actions.discard_draft(ana, place="home", version=seen)
    actions.discard_draft(ana, place="home", version=newer)
    assert _save(device(ana), "home", "From the van, and more", based_on=newer)["body"] == "From the van, and more"


def test_who_writes_on_what_the_other_device_wrote_is_asked_nothing(scene: Scene, ana: Person) -> None:
    _save(device(ana), "home", "Two lamps")
    assert _save(device(ana), "home", "Two lamps arrived")["other"] == ""


def test_with_if_match_a_stale_device_is_refused(scene: Scene, ana: Person) -> None:
    door = device(ana)
    first = _save(door, "home", "One")["version"]
    second = _save(door, "home", "One and two", based_on=first)["version"]
    assert door.ask("PUT", "drafts/home/", {"body": "Other"}, If_Match=f'"{first}"').status_code == 412
    assert door.ask("DELETE", "drafts/home/", If_Match=f'"{first}"').status_code == 412
    assert door.read("drafts/home/")["body"] == "One and two"
    assert door.ask("PUT", "drafts/home/", {"body": "Other"}, If_Match=f'"{second}"').status_code == 200


def test_an_empty_draft_is_none(scene: Scene, ana: Person) -> None:
    door = device(ana)
    assert door.ask("PUT", "drafts/home/", {"body": "  "}).status_code == 204
    first = _save(door, "home", "One")["version"]
    emptied = {"body": "", "extra": {"audience": NOWHERE}, "based_on": first}
    assert door.ask("PUT", "drafts/home/", emptied).status_code == 204
    assert door.ask("DELETE", "drafts/home/").status_code == 404
    assert not Draft.objects.exists()


def test_a_poll_without_a_question_is_worth_keeping(scene: Scene, ana: Person) -> None:
    kept = _save(device(ana), "home", "", extra={"option": ["Monday", "Tuesday"]})
    assert kept["extra"] == {"option": ["Monday", "Tuesday"]}


def test_bad_input_is_told_beside_its_field_and_the_draft_stays(scene: Scene, ana: Person) -> None:
    door = device(ana)
    _save(door, "home", "One")
    for field, body in (
        ("body", {"body": "x" * 20_001}),
        ("body", {"body": 3}),
        ("body", {"body": "a\x00b"}),
        ("extra", {"body": "x", "extra": {"note": "y" * 33_000}}),
        ("extra", {"body": "x", "extra": {"note": "a\x00b"}}),
        ("based_on", {"body": "x", "based_on": -1}),
        ("attachments", {"body": "x", "attachments": [NOWHERE] * 11}),
        ("key", {"body": "x", "key": "no uuid"}),
    ):
        answer = door.ask("PUT", "drafts/home/", body)
        assert answer.status_code == 400, body
        assert field in json.loads(answer.text)["errors"], answer.text
    assert door.read("drafts/home/")["body"] == "One"


def test_sending_takes_the_draft_along(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    for place, path, extra in (
        (f"group-{scene.open.id}", f"groups/{scene.open.id}/posts/", {}),
        (f"reply-{scene.in_open}", f"posts/{scene.in_open}/replies/", {}),
        (f"case-{scene.case}", f"cases/{scene.case}/posts/", {"side": "internal"}),
    ):
        _save(door, place, "Here it is")
        door.make(path, {"body": "Here it is", "draft": place, **extra})
        assert door.ask("GET", f"drafts/{place}/").status_code == 404
        gone = Event.objects.order_by("-position")[0]
        assert (gone.type, gone.audience_id, gone.data.get("version")) == ("draft.changed", bo.id, None)


def test_sending_keeps_what_another_device_wrote_since(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    for place, path in (
        (f"group-{scene.open.id}", f"groups/{scene.open.id}/posts/"),
        (f"reply-{scene.in_open}", f"posts/{scene.in_open}/replies/"),
        (f"case-{scene.case}", f"cases/{scene.case}/posts/"),
    ):
        seen = _save(door, place, "Two lamps")["version"]
        _save(door, place, "Three chairs, from the train", based_on=seen)
        door.make(path, {"body": "Two lamps", "draft": place, "draft_version": seen})
        assert door.read(f"drafts/{place}/")["body"] == "Three chairs, from the train"
        seen = door.read(f"drafts/{place}/")["version"]
        door.make(path, {"body": "Three chairs", "draft": place, "draft_version": seen})
        assert door.ask("GET", f"drafts/{place}/").status_code == 404


def test_what_is_refused_stays_a_draft(scene: Scene, ana: Person, cy: Person) -> None:
    door, place = device(cy), f"group-{scene.open.id}"
    _save(door, place, "May I?")
    assert door.ask("POST", f"groups/{scene.open.id}/posts/", {"body": "May I?", "draft": place}).status_code == 403
    assert door.read(f"drafts/{place}/")["body"] == "May I?"
    assert not Post.objects.filter(author=cy).exists()


def test_nobody_discards_the_draft_of_somebody_else(scene: Scene, ana: Person, bo: Person) -> None:
    place = f"group-{scene.open.id}"
    _save(device(ana), place, "Mine")
    device(bo).make(f"groups/{scene.open.id}/posts/", {"body": "Hello", "draft": place})
    assert device(ana).read(f"drafts/{place}/")["body"] == "Mine"


def test_a_composer_that_was_sent_keeps_nothing_more(scene: Scene, ana: Person) -> None:
    key = uuid.uuid4()

    def say() -> str:
        return actions.publish(ana, audience_id=scene.open.audience_id, body="Hello")

    made = actions.send_once(ana, say, draft="home", key=str(key), said="Hello")
    assert actions.send_once(ana, say, draft="home", key=str(key), said="Hello") == made, "pressed twice"
    late = device(ana).ask("PUT", "drafts/home/", {"body": "Hell", "key": str(key)})
    assert late.status_code == 204, "a save that was under way"
    assert not Draft.objects.exists()
    assert actions.send_once(ana, say, key=str(key), said="Something else") != made, "gone back, and written anew"


def test_files_of_a_draft_are_kept_as_long_as_it(scene: Scene, ana: Person, bo: Person) -> None:
    mine, other, of_bo = _file(ana), _file(ana), _file(bo)
    saved = _save(device(ana), "home", "", attachments=[mine, of_bo])
    assert [one["id"] for one in saved["attachments"]] == [mine], "nobody names the file of somebody else"
    File.objects.update(created_at=now() - dt.timedelta(days=9))
    forget_left_behind()
    assert set(File.objects.values_list("id", flat=True)) == {mine}
    assert other != mine
    device(ana).make(f"groups/{scene.open.id}/posts/", {"attachments": [mine], "draft": "home"})
    assert File.objects.get(id=mine).post is not None


def test_there_are_so_many_drafts_and_no_more(scene: Scene, ana: Person) -> None:
    Draft.objects.bulk_create(Draft(audience_id=ana.id, place=f"reply-{n:032x}", body="x") for n in range(200))
    answer = device(ana).ask("PUT", "drafts/home/", {"body": "One more"})
    assert answer.status_code == 400
    assert "200" in answer.text


def test_gus_keeps_what_he_writes_to_us(scene: Scene, gus: Person) -> None:
    assert _save(device(gus), f"case-{scene.case}", "Friday?")["label"]
    assert side(scene.case, "partner")


def test_a_list_of_drafts_costs_the_same_for_any_number(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    _save(door, "home", "One", attachments=[_file(ana)])
    _save(door, f"group-{scene.open.id}", "Two")
    _save(door, f"reply-{scene.in_open}", "Three")
    with statements(5):
        door.read("drafts/")
    Draft.objects.bulk_create(Draft(audience_id=ana.id, place=f"reply-{n:032x}", body="x") for n in range(60))
    with statements(5):
        assert len(door.read("drafts/?limit=100")["results"]) == 63
