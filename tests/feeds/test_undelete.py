"""Taking one's own deletion back: ``POST posts/{id}/undelete/``."""

import datetime as dt

from esn.core.clock import now
from esn.core.models import Event
from feeds.actions import delete_post, reply
from feeds.models import Post
from groups.actions import remove_member
from people.models import Person
from tests.cast import NOWHERE, Scene, browser, comparable, device, say


def test_what_ana_has_just_deleted_is_there_again(scene: Scene, ana: Person, bo: Person) -> None:
    answer_id = reply(ana, post_id=scene.in_open, body="Tomorrow.")
    door = device(ana)
    for post_id in (answer_id, scene.in_open):
        assert door.ask("DELETE", f"posts/{post_id}/").status_code == 204
    for post_id in (scene.in_open, answer_id):
        said = door.make(f"posts/{post_id}/undelete/")
        assert (said["deleted"], bool(said["body"])) == (False, True)
    assert Event.objects.order_by("-position")[0].type == "post.restored"
    assert device(bo).read(f"posts/{scene.in_open}/")["replies_count"] == 1
    door.make(f"posts/{scene.in_open}/undelete/")


def test_it_is_too_late_after_ten_minutes(scene: Scene, ana: Person) -> None:
    delete_post(ana, post_id=scene.in_open)
    Post.objects.filter(id=scene.in_open).update(deleted_at=now() - dt.timedelta(minutes=11))
    assert device(ana).ask("POST", f"posts/{scene.in_open}/undelete/").status_code == 409


def test_what_a_moderator_deleted_stays_deleted(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post_id = say(bo, scene.open)
    delete_post(mo, post_id=post_id)
    assert device(bo).ask("POST", f"posts/{post_id}/undelete/").status_code == 409
    assert device(mo).ask("POST", f"posts/{post_id}/undelete/").status_code == 403


def test_who_lost_the_place_finds_nothing(scene: Scene, ana: Person, bo: Person) -> None:
    post_id = say(bo, scene.secret)
    delete_post(bo, post_id=post_id)
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    absent = comparable(device(bo).ask("POST", f"posts/{NOWHERE}/undelete/"))
    assert absent.status == 404
    assert comparable(device(bo).ask("POST", f"posts/{post_id}/undelete/")) == absent


def test_the_page_offers_it_where_one_deleted(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    client.get(f"/posts/{scene.in_open}/delete/")
    token = client.cookies["csrftoken"].value
    shown = client.post(f"/posts/{scene.in_open}/delete/", headers={"X-CSRFToken": token}, follow=True)
    assert f'action="/posts/{scene.in_open}/undelete/"' in shown.text
    client.post(f"/posts/{scene.in_open}/undelete/", headers={"X-CSRFToken": token})
    assert Post.objects.get(id=scene.in_open).deleted_at is None
    assert "Bookmark" in client.get(f"/posts/{scene.in_open}/").text
