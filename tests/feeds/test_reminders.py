"""Reminding those who have not read an announcement: who may, whom it reaches, and how often."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from esn.core import clock
from esn.core.models import AuditEntry, Event
from feeds.actions import acknowledge, announce, remind
from feeds.models import Notice
from groups.actions import add_member, remove_member
from groups.models import Audience, Membership
from people.models import Person
from tests.cast import Scene, admit, browser, device, found
from tests.conftest import Counting
from tests.feeds.moderation import problem, told


def notices(person: Person) -> list[Any]:
    results: list[Any] = device(person).read("notices/")["results"]
    return results


def test_a_moderator_reminds_those_who_wait_and_nobody_else(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    eve = admit("eve")
    add_member(ana, group_id=scene.closed.id, person_id=eve.id)
    post = announce(ana, audience_id=scene.closed.audience_id, body="The till changes.")
    acknowledge(eve, post_id=post)
    assert device(mo).read(f"posts/{post}/")["announcement"]["can"] == ["remind"]
    after = device(mo).make(f"posts/{post}/remind/")["announcement"]
    assert (after["can"], after["reminded_at"] is not None) == ([], True)
    assert [told(one) for one in (bo, mo, ana, eve)] == [["reminded"], ["reminded"], [], []]
    (notice,) = notices(bo)
    assert (notice["subject"], notice["subject_id"], notice["excerpt"]) == ("post", post, "The till changes.")
    heard = Event.objects.filter(type="notice.given", data={"id": post}).values_list("audience_id", flat=True)
    assert set(heard) == {bo.id, mo.id}
    assert AuditEntry.objects.get(verb="announcement.reminded").detail["people"] == 2
    state = device(bo).read(f"posts/{post}/")["announcement"]
    assert (state["can"], state["reminded_at"]) == ([], None), "not told to whom it asks"


def test_once_a_day_and_the_second_takes_the_place_of_the_first(scene: Scene, ana: Person, bo: Person) -> None:
    post = announce(ana, audience_id=scene.closed.audience_id, body="The till changes.")
    remind(ana, post_id=post)
    assert problem(device(ana).ask("POST", f"posts/{post}/remind/")) == (409, "reminded")
    with clock.at(clock.now() + dt.timedelta(days=1, minutes=1)):
        remind(ana, post_id=post)
        assert told(bo) == ["reminded"]


def test_who_reads_it_has_read_the_notice(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post = announce(ana, audience_id=scene.closed.audience_id, body="The till changes.")
    remind(ana, post_id=post)
    device(bo).make(f"posts/{post}/acknowledge/")
    assert [one["read"] for one in notices(bo)] == [True]
    assert [one["read"] for one in notices(mo)] == [False]


def test_who_has_left_the_group_reads_nothing_of_it_in_the_notice(scene: Scene, ana: Person, bo: Person) -> None:
    post = announce(ana, audience_id=scene.closed.audience_id, body="The till changes.")
    remind(ana, post_id=post)
    remove_member(ana, group_id=scene.closed.id, person_id=bo.id)
    assert [one["excerpt"] for one in notices(bo)] == [""]


def test_who_may_not_remind_is_refused(scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    closed = announce(ana, audience_id=scene.closed.audience_id, body="x")
    opened = announce(ana, audience_id=scene.open.audience_id, body="x")
    for person, post, expected in (
        (bo, closed, 403), (cy, closed, 404), (cy, opened, 403), (gus, closed, 404), (gus, opened, 404),
    ):  # fmt: skip
        assert device(person).ask("POST", f"posts/{post}/remind/").status_code == expected
    assert not Notice.objects.exists()


def test_what_asks_nothing_or_was_read_by_all_reminds_nobody(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    quiet = announce(ana, audience_id=scene.closed.audience_id, body="x", asks=False)
    for post in (quiet, scene.in_closed):
        assert problem(device(ana).ask("POST", f"posts/{post}/remind/")) == (409, "not_asked")
    post = announce(ana, audience_id=scene.closed.audience_id, body="x")
    for person in (bo, mo):
        acknowledge(person, post_id=post)
    assert device(ana).read(f"posts/{post}/")["announcement"]["can"] == []
    assert problem(device(ana).ask("POST", f"posts/{post}/remind/")) == (409, "all_read")
    device(ana).ask("DELETE", f"posts/{post}/")
    assert problem(device(ana).ask("POST", f"posts/{post}/remind/")) == (409, "not_asked")


def test_the_pages_offer_it_and_show_it(scene: Scene, ana: Person, bo: Person) -> None:
    post = announce(ana, audience_id=scene.closed.audience_id, body="The till changes.")
    door = browser(ana)
    page = door.get(f"/posts/{post}/acknowledgements/")
    assert "Remind them" in page.text
    sent = door.post(f"/posts/{post}/remind/", {"csrfmiddlewaretoken": door.cookies["csrftoken"].value}, follow=True)
    assert "2 people were reminded." in sent.text
    assert "Last reminded" in sent.text
    assert "Remind them" not in sent.text
    listed = browser(bo).get("/notices/").text
    assert "You are asked to say that you have read an announcement." in listed
    assert f'href="/posts/{post}/"' in listed


def test_the_author_who_moderates_no_more_still_reminds(scene: Scene, ana: Person, mo: Person) -> None:
    post = announce(mo, audience_id=scene.closed.audience_id, body="The till changes.")
    device(mo).make(f"groups/{scene.closed.id}/step-down/")
    part = browser(mo).get(f"/posts/{post}/acknowledgement/").text
    assert f'action="/posts/{post}/remind/"' in part
    assert remind(mo, post_id=post) == 2


def test_files_are_announced_from_the_page(scene: Scene, ana: Person) -> None:
    door = browser(ana)
    path = f"/groups/{scene.closed.id}/announce/"
    form = door.get(path)
    assert 'enctype="multipart/form-data"' in form.text
    token = form.cookies["csrftoken"].value
    wrong = door.post(
        path,
        {
            "body": "See the list.",
            "until": "2020-01-01",
            "files": SimpleUploadedFile("list.txt", b"one\ntwo\n"),
            "csrfmiddlewaretoken": token,
        },
    )
    assert wrong.status_code == 400
    assert "list.txt" in wrong.text, "what was sent waits for the next try"
    kept = wrong.text.split('name="attachment" value="')[1].split('"')[0]
    answer = door.post(path, {"body": "", "attachment": kept, "asks": "on", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302, answer.text[-2000:]
    post = json.loads(device(ana).ask("GET", f"posts/{answer['Location'].strip('/').split('/')[1]}/").text)
    assert [file["name"] for file in post["attachments"]] == ["list.txt"]
    assert post["kind"] == "announcement"
    assert door.post(path, {"body": "", "csrfmiddlewaretoken": token}).status_code == 400


REMINDING = 24


@pytest.mark.parametrize("number", [1, 10, 100])
def test_reminding_a_hundred_costs_as_much_as_reminding_one(ana: Person, statements: Counting, number: int) -> None:
    group = found(ana, "closed")
    people = Person.objects.bulk_create(
        Person(kind="member", handle=f"n{one}", name=f"N {one}", language="en") for one in range(number)
    )
    Audience.objects.bulk_create(
        Audience(id=one.id, kind="person", subject_kind="person", subject_ref=one.id) for one in people
    )
    Membership.objects.bulk_create(Membership(person=one, audience=group.audience) for one in people)
    post = announce(ana, audience_id=group.audience_id, body="The till changes.")
    with statements(REMINDING):
        assert remind(ana, post_id=post) == number
