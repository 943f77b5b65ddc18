"""What moderators do with posts: hide and restore, close a thread, move it, split it; and whom they never touch."""

import pytest

from feeds import queries
from feeds.actions import add_file, delete_post, edit_post, pin_post, publish, receive_file, reply
from feeds.models import Post
from groups.actions import set_openness
from groups.models import Audience
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, device, found, say
from tests.feeds.moderation import problem, queue, report, told


def act(person: Person, post: str, verb: str, **more: str) -> tuple[int, str]:
    """The status of a moderator's act, with the code of a refusal."""
    answer = device(person).ask("POST", f"posts/{post}/moderate/", {"verb": verb, "reason": "For order.", **more})
    return (answer.status_code, "") if answer.status_code == 200 else problem(answer)


def test_what_mo_hides_is_gone_for_others_and_comes_back_exactly(
    scene: Scene, bo: Person, cy: Person, mo: Person
) -> None:
    post = say(bo, scene.open, "A canary sings.")
    answer = reply(mo, post_id=post, body="It does.")
    before, feed = device(cy).read(f"posts/{post}/"), device(cy).read(f"groups/{scene.open.id}/posts/")
    head = Audience.objects.get(id=scene.open.audience_id).head_at
    assert act(mo, post, "hide") == (200, "")
    hidden = device(cy).read(f"posts/{post}/")
    assert (hidden["body"], hidden["html"], hidden["replies_count"]) == ("", "", 1)
    assert device(cy).ask("GET", f"posts/{post}/history/").status_code == 404
    assert device(mo).read(f"posts/{post}/")["body"] == "A canary sings."
    assert problem(device(cy).ask("POST", f"posts/{post}/replies/", {"body": "x"}))[0] in (403, 409)
    assert problem(device(mo).ask("POST", f"posts/{answer}/replies/", {"body": "x"})) == (409, "hidden")
    assert problem(device(bo).ask("PATCH", f"posts/{post}/", {"body": "x"})) == (409, "hidden")
    assert act(mo, post, "restore") == (200, "")
    assert device(cy).read(f"posts/{post}/") == before
    assert device(cy).read(f"groups/{scene.open.id}/posts/") == feed
    assert Audience.objects.get(id=scene.open.audience_id).head_at == head
    assert told(bo) == ["restore", "hide"]


def test_a_hidden_post_without_answers_leaves_the_feed_and_no_unread(
    scene: Scene, bo: Person, cy: Person, mo: Person
) -> None:
    device(cy).make(f"groups/{scene.open.id}/follow/")
    post = say(bo, scene.open)
    assert device(cy).read(f"groups/{scene.open.id}/")["unread"] is True
    act(mo, post, "hide")
    assert post not in [one["id"] for one in device(cy).read("feed/")["results"]]
    assert device(cy).read(f"groups/{scene.open.id}/")["unread"] is False


def test_a_hidden_reply_is_a_tombstone_that_nobody_counts(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    answer = reply(bo, post_id=scene.in_open, body="Nonsense.")
    act(mo, answer, "hide")
    root = device(cy).read(f"posts/{scene.in_open}/")
    assert (root["replies_count"], root["replies"]) == (0, [])
    (row,) = device(cy).read(f"posts/{scene.in_open}/replies/")["results"]
    assert (row["hidden"], row["body"]) == (True, "")
    delete_post(bo, post_id=answer)
    assert Post.objects.get(id=scene.in_open).replies_count == 0
    assert act(mo, answer, "restore") == (409, "deleted")


def test_its_files_follow(scene: Scene, bo: Person, cy: Person, mo: Person, tmp_path: object) -> None:
    import io

    file = add_file(bo, received=receive_file(bo, name="a.txt", source=io.BytesIO(b"canary")))
    post = publish(bo, audience_id=scene.open.audience_id, body="x", attachments=[file])
    assert act(mo, post, "hide") == (200, "")
    asked = {person.handle: device(person).ask("GET", f"files/{file}/content/").status_code for person in (bo, cy, mo)}
    assert asked == {"bo": 200, "cy": 404, "mo": 200}
    assert device(cy).read(f"posts/{post}/")["attachments"] == []


def test_whom_a_moderator_never_touches(scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    own = say(mo, scene.open)
    assert act(mo, own, "hide") == (403, "not_allowed")  # themselves
    assert act(mo, scene.in_open, "hide") == (403, "not_allowed")  # an owner
    assert act(ana, own, "hide") == (200, "")  # an owner a moderator
    assert act(ana, scene.in_open, "hide") == (403, "not_allowed")  # themselves
    gone = say(bo, scene.open)
    delete_post(bo, post_id=gone)
    assert act(mo, gone, "hide") == (409, "deleted")
    for person, post, status in (
        (bo, own, 403),
        (cy, scene.in_open, 403),
        (cy, scene.in_closed, 404),
        (mo, NOWHERE, 404),
    ):
        assert act(person, post, "lock")[0] == status


def test_a_double_click_hides_once(scene: Scene, bo: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    assert act(mo, post, "hide") == (200, "")
    assert act(mo, post, "hide")[0] == 409
    assert told(bo) == ["hide"]


def test_a_closed_thread_takes_no_more_replies(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    answer = reply(mo, post_id=post, body="Stop it.")
    assert act(mo, answer, "lock")[0] == 409
    assert act(mo, post, "lock") == (200, "")
    for at in (post, answer):
        assert problem(device(bo).ask("POST", f"posts/{at}/replies/", {"body": "But"})) == (409, "locked")
    assert "reply" not in device(bo).read(f"posts/{post}/")["can"]
    assert act(mo, post, "unlock") == (200, "")
    assert device(bo).ask("POST", f"posts/{post}/replies/", {"body": "But"}).status_code == 201


@pytest.mark.parametrize(
    ("source", "target", "status"),
    [
        ("open", "closed", 200),
        ("open", "secret", 200),
        ("closed", "open", 409),
        ("secret", "closed", 409),
        ("closed", "secret", 200),
    ],
)
def test_a_thread_never_moves_to_more_readers(
    scene: Scene, bo: Person, mo: Person, source: str, target: str, status: int
) -> None:
    post = say(bo, getattr(scene, source), "A canary sings.")
    assert act(mo, post, "move", group=getattr(scene, target).id)[0] == status
    wanted = getattr(scene, target if status == 200 else source).audience_id
    assert Post.objects.get(id=post).audience_id == wanted


def test_who_read_it_before_has_nothing_left(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open, "A canary sings.")
    answer = reply(bo, post_id=post, body="Loudly.")
    start = device(cy).read("events/")["cursor"]
    assert act(mo, post, "move", group=scene.secret.id) == (200, "")
    for at in (post, answer):
        assert device(cy).ask("GET", f"posts/{at}/").status_code == 404
        assert Post.objects.get(id=at).audience_id == scene.secret.audience_id
    feed = device(cy).read(f"groups/{scene.open.id}/posts/")["results"]
    assert post not in [one["id"] for one in feed]
    moved = [event for event in device(cy).read(f"events/?after={start}")["results"] if event["type"] == "post.moved"]
    assert [event["data"] for event in moved] == [{"id": post}, {"id": answer, "root": post}]
    assert "canary" not in str(moved)
    assert device(bo).read(f"groups/{scene.secret.id}/posts/")["results"][0]["id"] == post


def test_a_thread_moves_only_between_groups_that_one_moderates(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    elsewhere = found(bo, "open", name="Elsewhere", member=mo)
    post = say(bo, scene.open)
    assert act(mo, post, "move", group=elsewhere.id)[0] == 403
    assert act(mo, post, "move", group=NOWHERE)[0] == 404
    assert act(mo, post, "move", group=scene.open.id)[0] == 400
    assert act(ana, scene.in_case, "move", group=scene.open.id)[0] == 409


def test_a_reply_and_what_followed_begin_a_thread(scene: Scene, bo: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    first, second, third = (reply(bo, post_id=post, body=word) for word in ("one", "two", "three"))
    assert act(mo, post, "split")[0] == 409
    assert act(mo, second, "split") == (200, "")
    assert (Post.objects.get(id=post).replies_count, Post.objects.get(id=second).replies_count) == (1, 1)
    assert Post.objects.get(id=third).root_id == second
    assert Post.objects.get(id=first).root_id == post
    assert [one["id"] for one in device(bo).read(f"posts/{second}/replies/")["results"]] == [third]
    reply(mo, post_id=third, body="four")
    assert Post.objects.get(id=second).replies_count == 2


def test_hiding_it_settles_the_open_report(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    report(cy, post)
    act(mo, post, "hide")
    assert queue(mo) == []
    assert told(cy) == ["report_acted"]


def test_can_says_what_a_moderator_may_do(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    acts = {"hide", "restore", "lock", "unlock", "move", "split"}
    assert acts & set(device(mo).read(f"posts/{post}/")["can"]) == {"hide", "lock", "move"}
    assert acts & set(device(bo).read(f"posts/{post}/")["can"]) == set()
    assert "hide" not in device(mo).read(f"posts/{scene.in_open}/")["can"]  # an owner's
    assert "report" in device(mo).read(f"posts/{post}/")["can"]
    assert "report" not in device(bo).read(f"posts/{post}/")["can"]


def test_the_author_cannot_edit_it_back_into_sight(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    from esn.core.errors import Conflict

    post = say(bo, scene.open, "Bad words.")
    act(mo, post, "hide")
    with pytest.raises(Conflict):
        edit_post(bo, post_id=post, body="Bad words again.")
    assert queries.shared([post])[post].body == ""


def test_somebody_removed_does_nothing_more(scene: Scene, ana: Person, bo: Person) -> None:
    from groups.actions import remove_member

    tom = admit("tom")
    from groups.actions import add_member

    add_member(ana, group_id=scene.secret.id, person_id=tom.id, role="moderator")
    post = say(bo, scene.secret)
    remove_member(ana, group_id=scene.secret.id, person_id=tom.id)
    assert act(tom, post, "hide")[0] == 404


def test_what_was_said_before_a_group_opened_moves_to_nobody_else(
    scene: Scene, ana: Person, cy: Person, mo: Person
) -> None:
    set_openness(ana, group_id=scene.closed.id, openness="open")
    assert act(mo, scene.in_closed, "move", group=scene.open.id) == (409, "wider")
    assert device(cy).ask("GET", f"posts/{scene.in_closed}/").status_code == 404
    assert act(mo, scene.in_closed, "move", group=scene.secret.id)[0] == 200


def test_a_pin_stays_behind(scene: Scene, bo: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    pin_post(mo, post_id=post)
    assert act(mo, post, "move", group=scene.secret.id)[0] == 200
    assert device(bo).read(f"groups/{scene.secret.id}/pins/")["results"] == []
