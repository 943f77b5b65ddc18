"""What the person themself does to a line by opening a page, in a browser."""

from feeds.actions import reply
from people.models import Person
from tests.cast import Scene, browser
from tests.inbox.desk import heard, waiting


def test_opening_a_thread_settles_its_replies(scene: Scene, ana: Person, bo: Person) -> None:
    reply(bo, post_id=scene.in_open, body="Seen.")
    heard()
    door = browser(ana)
    assert "Inbox" in door.get("/").text
    assert door.get("/").text.count("<title>(1) ") == 1
    door.get(f"/posts/{scene.in_open}/", headers={"X-Quiet": "1"})
    assert len(waiting(ana)) == 1
    door.get(f"/posts/{scene.in_open}/")
    assert waiting(ana) == ()
    assert "<title>(1) " not in door.get("/").text


def test_opening_a_case_settles_what_was_said_in_it(scene: Scene, ana: Person, bo: Person) -> None:
    reply(bo, post_id=scene.in_case, body="Seen.")
    assert [line.kind for line in waiting(ana)] == ["reply"]
    browser(ana).get(f"/cases/{scene.case}/")
    assert waiting(ana) == ()


def test_the_page_shows_a_line_and_its_buttons_work_without_a_script(scene: Scene, ana: Person, bo: Person) -> None:
    reply(bo, post_id=scene.in_open, body="Seen by me.")
    line = waiting(ana)[0].id
    door = browser(ana)
    page = door.get("/inbox/")
    assert "1 thing needs you" in page.text
    assert "Seen by me." in page.text
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    for deed, body, tab in (("snooze", {"event": "answer"}, "snoozed"), ("wake", {}, "open"), ("done", {}, "done")):
        answer = door.post(f"/inbox/{line}/{deed}/", {**body, "csrfmiddlewaretoken": token})
        assert answer.status_code == 302
        assert "Seen by me." in door.get(f"/inbox/?tab={tab}").text
    assert "Nothing needs you" in door.get("/inbox/").text
    door.post(f"/inbox/{line}/undo/", {"csrfmiddlewaretoken": token})
    door.post("/inbox/clear/", {"line": [line], "csrfmiddlewaretoken": token})
    assert waiting(ana) == ()


def test_an_empty_inbox_says_what_comes_there(scene: Scene, cy: Person) -> None:
    door = browser(cy)
    for tab in ("open", "mentions", "snoozed", "done"):
        assert door.get(f"/inbox/?tab={tab}").status_code == 200
    assert door.get("/inbox/?tab=lost").status_code == 400


def test_the_icon_of_the_page_has_the_number(client: object, scene: Scene, ana: Person) -> None:
    door = browser(ana)
    assert ">7<" in door.get("/mark/7.svg").text
    assert ">9+<" in door.get("/mark/120.svg").text
