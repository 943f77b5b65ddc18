"""Words that wait for a moderator: nobody reads, finds, counts or hears of them before they are published."""

import datetime as dt
import io
import json

import pytest

from esn.core.clock import now
from esn.core.models import Event
from feeds.actions import add_file, receive_file
from feeds.actions.files import forget_left_behind
from feeds.models import File, HeldPost, Post
from groups.actions import add_member, change_site_settings, edit_group, set_approval, set_openness
from groups.models import Membership
from people.models import Person
from tests.cast import Scene, admit, browser, device, key, say
from tests.feeds.moderation import problem, told


@pytest.fixture
def flagged(scene: Scene, ana: Person) -> Scene:
    """The open group looks first at what names a discount; posts of new members wait in the closed one."""
    set_approval(ana, group_id=scene.open.id, words=["Remise exceptionnelle", "fool"])
    set_approval(ana, group_id=scene.closed.id, days=7)
    return scene


def held(person: Person, scene_group: str, body: str, **headers: str) -> dict[str, object]:
    answer = device(person).ask("POST", f"groups/{scene_group}/posts/", {"body": body}, **headers)
    assert answer.status_code == 202, answer.text
    return dict(json.loads(answer.text))


def test_a_flagged_word_waits_however_it_is_written(
    flagged: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    posts, events = Post.objects.count(), Event.objects.filter(type="post.published").count()
    waiting = held(bo, flagged.open.id, "Une REMISE  exceptionnélle, canary.")
    assert (waiting["why"], waiting["word"], waiting["state"]) == ("words", "Remise exceptionnelle", "waiting")
    assert (Post.objects.count(), Event.objects.filter(type="post.published").count()) == (posts, events)
    assert [one["id"] for one in device(bo).read("held/?whose=mine")["results"]] == [waiting["id"]]
    for person in (ana, mo):
        assert [one["id"] for one in device(person).read("held/")["results"]] == [waiting["id"]]
    assert device(bo).read("held/")["results"] == []
    assert device(cy).ask("GET", f"held/{waiting['id']}/").status_code == 404
    assert "canary" not in device(cy).ask("GET", f"groups/{flagged.open.id}/posts/").text
    assert "canary" not in json.dumps([event.data for event in Event.objects.all()])
    assert say(bo, flagged.open, "Foolish words, remises, exceptionnelle.")
    assert Post.objects.count() == posts + 1


def test_moderators_wait_for_nobody(flagged: Scene, mo: Person) -> None:
    assert device(mo).ask("POST", f"groups/{flagged.open.id}/posts/", {"body": "You fool."}).status_code == 201


def test_published_it_is_the_authors_post_of_this_moment(flagged: Scene, bo: Person, cy: Person, mo: Person) -> None:
    waiting = held(bo, flagged.open.id, "No fool here.")
    answer = device(mo).ask("POST", f"held/{waiting['id']}/decide/", {"publish": True})
    assert answer.status_code == 200
    post = json.loads(answer.text)["post"]
    shown = device(cy).read(f"posts/{post}/")
    assert (shown["author"]["id"], shown["body"]) == (bo.id, "No fool here.")
    assert told(bo) == ["published"]
    answer = device(mo).ask("POST", f"held/{waiting['id']}/decide/", {"publish": True})
    assert problem(answer) == (409, "decided")


def test_declined_with_a_reason_and_looked_at_again(flagged: Scene, ana: Person, bo: Person, mo: Person) -> None:
    waiting = held(bo, flagged.open.id, "You fool.")
    path = f"held/{waiting['id']}/decide/"
    assert device(mo).ask("POST", path, {"publish": False}).status_code == 400
    assert device(mo).ask("POST", path, {"publish": False, "reason": "Not like this."}).status_code == 200
    (notice,) = device(bo).read("notices/")["results"]
    assert (notice["kind"], notice["reason"]) == ("decline", "Not like this.")
    device(bo).make(f"acts/{notice['act']}/appeal/", {"text": "It was a joke."})
    (appeal,) = device(ana).read("appeals/")["results"]
    device(ana).make(f"appeals/{appeal['id']}/decide/", {"uphold": False, "reason": "A joke it is."})
    assert Post.objects.filter(author=bo, body="You fool.").count() == 1


def test_a_new_member_waits_and_an_old_one_does_not(flagged: Scene, ana: Person, bo: Person) -> None:
    from groups.models import Membership

    tom = admit("tom")
    add_member(ana, group_id=flagged.closed.id, person_id=tom.id)
    assert held(tom, flagged.closed.id, "Good morning.")["why"] == "new"
    Membership.objects.filter(person=bo, audience=flagged.closed.audience).update(since="2020-01-01T00:00:00Z")
    assert device(bo).ask("POST", f"groups/{flagged.closed.id}/posts/", {"body": "x"}).status_code == 201


def test_a_reply_waits_too_and_answers_when_it_is_published(flagged: Scene, bo: Person, mo: Person) -> None:
    answer = device(bo).ask("POST", f"posts/{flagged.in_open}/replies/", {"body": "fool"})
    assert answer.status_code == 202
    waiting = json.loads(answer.text)
    assert Post.objects.get(id=flagged.in_open).replies_count == 0
    device(mo).make(f"held/{waiting['id']}/decide/", {"publish": True})
    assert Post.objects.get(id=flagged.in_open).replies_count == 1


def test_its_author_changes_it_and_takes_it_back(flagged: Scene, bo: Person, mo: Person) -> None:
    waiting = held(bo, flagged.open.id, "You fool.")
    path = f"held/{waiting['id']}/"
    assert device(mo).ask("PATCH", path, {"body": "x"}).status_code == 404
    assert device(bo).ask("PATCH", path, {"body": ""}).status_code == 400
    assert json.loads(device(bo).ask("PATCH", path, {"body": "A fool I am."}).text)["revision"] == 1
    late = device(mo).ask("POST", f"{path}decide/", {"publish": True, "revision": 0})
    assert problem(late) == (409, "edited")
    assert device(bo).ask("DELETE", path).status_code == 204
    assert problem(device(mo).ask("POST", f"{path}decide/", {"publish": True})) == (409, "withdrawn")
    assert device(mo).read("held/")["results"] == []


def test_sent_twice_it_waits_once(flagged: Scene, bo: Person) -> None:
    same = key()
    first, again = (held(bo, flagged.open.id, "fool", Idempotency_Key=same) for _ in range(2))
    assert first == again
    assert HeldPost.objects.count() == 1


def test_its_files_wait_with_it(flagged: Scene, bo: Person, cy: Person, mo: Person) -> None:
    file = add_file(bo, received=receive_file(bo, name="a.txt", source=io.BytesIO(b"canary")))
    body = {"body": "fool", "attachments": [file]}
    waiting = json.loads(device(bo).ask("POST", f"groups/{flagged.open.id}/posts/", body).text)
    assert [one["id"] for one in waiting["attachments"]] == [file]
    File.objects.update(created_at="2020-01-01T00:00:00Z")
    assert forget_left_behind() == 0
    reads = {one.handle: device(one).ask("GET", f"files/{file}/content/").status_code for one in (bo, cy, mo)}
    assert reads == {"bo": 200, "cy": 404, "mo": 200}
    assert (
        device(bo).ask("POST", f"groups/{flagged.closed.id}/posts/", {"body": "x", "attachments": [file]}).status_code
        == 400
    )
    post = json.loads(device(mo).ask("POST", f"held/{waiting['id']}/decide/", {"publish": True}).text)["post"]
    assert [one["id"] for one in device(cy).read(f"posts/{post}/")["attachments"]] == [file]


def test_an_edit_brings_no_flagged_word_in(flagged: Scene, bo: Person) -> None:
    post = say(bo, flagged.open, "Dear colleagues.")
    answer = device(bo).ask("PATCH", f"posts/{post}/", {"body": "Dear fool."})
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"]["body"][0]["code"] == "flagged"


def test_who_left_is_published_no_more(flagged: Scene, bo: Person, mo: Person) -> None:
    waiting = held(bo, flagged.open.id, "You fool.")
    device(bo).make(f"groups/{flagged.open.id}/leave/")
    answer = device(mo).ask("POST", f"held/{waiting['id']}/decide/", {"publish": True})
    assert problem(answer) == (409, "voiceless")


def test_only_an_owner_says_what_waits(flagged: Scene, ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    path = f"groups/{flagged.open.id}/approval/"
    assert device(mo).read(path) == {"days": 0, "words": ["Remise exceptionnelle", "fool"]}
    assert device(bo).ask("GET", path).status_code == 404
    for person in (mo, bo, cy):
        assert device(person).ask("PATCH", path, {"days": 1}).status_code == 403
    assert device(ana).ask("PATCH", path, {"days": 366}).status_code == 400
    assert device(ana).ask("PATCH", path, {"words": ["x" * 101]}).status_code == 400
    assert json.loads(device(ana).ask("PATCH", path, {"days": 2, "words": [" a  b ", "a b"]}).text) == {
        "days": 2,
        "words": ["a b"],
    }


def test_a_new_member_does_not_edit_past_those_who_look_first(flagged: Scene, bo: Person, mo: Person) -> None:
    waiting = held(bo, flagged.closed.id, "Dear colleagues.")
    post = json.loads(device(mo).ask("POST", f"held/{waiting['id']}/decide/", {"publish": True}).text)["post"]
    answer = device(bo).ask("PATCH", f"posts/{post}/", {"body": "Buy this."})
    assert (answer.status_code, json.loads(answer.text)["errors"]["body"][0]["code"]) == (400, "new")
    assert Post.objects.get(id=post).body == "Dear colleagues."


def test_what_was_written_among_few_is_not_published_to_all(
    flagged: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    waiting = held(bo, flagged.closed.id, "A canary sings.")
    set_openness(ana, group_id=flagged.closed.id, openness="open")
    path = f"held/{waiting['id']}/decide/"
    assert problem(device(mo).ask("POST", path, {"publish": True})) == (409, "wider")
    assert "canary" not in device(cy).ask("GET", f"groups/{flagged.closed.id}/posts/").text
    assert device(mo).ask("POST", path, {"publish": False, "reason": "Say it anew."}).status_code == 200


def test_a_word_that_was_let_through_opens_the_door_to_no_other(flagged: Scene, bo: Person, mo: Person) -> None:
    waiting = held(bo, flagged.open.id, "No fool here.")
    post = json.loads(device(mo).ask("POST", f"held/{waiting['id']}/decide/", {"publish": True}).text)["post"]
    assert device(bo).ask("PATCH", f"posts/{post}/", {"body": "No fool there."}).status_code == 200
    answer = device(bo).ask("PATCH", f"posts/{post}/", {"body": "No fool: a remise exceptionnelle."})
    assert (answer.status_code, json.loads(answer.text)["errors"]["body"][0]["code"]) == (400, "flagged")
    assert "Remise exceptionnelle" in answer.text
    assert Post.objects.get(id=post).body == "No fool there."
    assert device(bo).ask("PATCH", f"posts/{post}/", {"body": "Nobody here."}).status_code == 200
    assert device(bo).ask("PATCH", f"posts/{post}/", {"body": "No fool here."}).status_code == 400


def test_who_left_a_secret_group_reads_nothing_of_it_on_their_own_words(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    add_member(ana, group_id=scene.secret.id, person_id=cy.id)
    set_approval(ana, group_id=scene.secret.id, words=["fool"])
    waiting = held(cy, scene.secret.id, "No fool here.")
    assert waiting["place"] == scene.secret.name
    device(cy).make(f"groups/{scene.secret.id}/leave/")
    edit_group(ana, group_id=scene.secret.id, name="Canary")
    for path in ("held/?whose=mine", f"held/{waiting['id']}/"):
        text = device(cy).ask("GET", path).text
        assert "No fool here." in text
        assert "Canary" not in text
    assert "Canary" not in browser(cy).ask("GET", "/notices/").text
    assert device(ana).read(f"held/{waiting['id']}/")["place"] == "Canary"


@pytest.mark.parametrize("who", ["new", "old", "moderator", "site"])
def test_can_offers_the_edit_that_is_allowed(flagged: Scene, ana: Person, bo: Person, mo: Person, who: str) -> None:
    """A new member's words were looked at: they write anew, and the button that would be refused is not there."""
    group = flagged.open if who == "site" else flagged.closed
    person = mo if who == "moderator" else bo
    seat = Membership.objects.filter(person=person, audience=group.audience)
    seat.update(since=now() - dt.timedelta(days=8))
    post = say(person, group, "Dear colleagues.")
    if who == "site":
        change_site_settings(admit("root", site_role="site_admin"), values={"approval_days": 3})
    if who != "old":
        seat.update(since=now())
    offered = "edit" in device(person).read(f"posts/{post}/")["can"]
    allowed = device(person).ask("PATCH", f"posts/{post}/", {"body": "Dear all."}).status_code == 200
    assert offered == allowed == (who in ("old", "moderator"))
