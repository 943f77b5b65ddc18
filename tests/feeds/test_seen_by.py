"""Who has seen an announcement or how a promise stands: ``posts/{id}/seen/``."""

import pytest

from cases.actions import add_participant
from esn.core.models import Event
from esn.wiring import CONSUMERS
from feeds.actions import announce, mark_read, mark_unread
from feeds.models import Post
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, browser, comparable, device, side
from tests.conftest import Counting
from tests.log import follow

STATEMENTS = 12


def promised(scene: Scene, by: Person, **more: object) -> str:
    """A promise; its id."""
    window = {"start": "2199-01-14T07:00", "end": "2199-01-14T14:00"}
    body = {"kind": "delivery", "text": "The wardrobe.", "window": window, **more}
    return str(device(by).make(f"cases/{scene.case}/commitments/", body)["id"])


def changed(scene: Scene, by: Person, promise: str, day: int = 15) -> str:
    """The entry about a change of a promise; its id."""
    window = {"start": f"2199-01-{day}T07:00", "end": f"2199-01-{day}T14:00"}
    device(by).make(f"commitments/{promise}/changes/", {"window": window, "reason": "The truck."})
    return newest(side(scene.case, "internal"))


def newest(audience: str) -> str:
    """The newest entry about a promise on a side."""
    rows = Post.objects.filter(audience=audience, kind="commitment").order_by("-created_at", "-id")
    return rows.values_list("id", flat=True)[0]


def seen(viewer: Person, post: str, which: str = "all") -> dict[str, bool]:
    """Who has seen it, by name."""
    page = device(viewer).read(f"posts/{post}/seen/?which={which}")
    return {one["person"]["name"].split()[0]: one["seen"] for one in page["results"]}


def hear() -> None:
    """Let the cases hear what happened."""
    follow(next(one for one in CONSUMERS if one.name == "cases"))


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_sees_who_has_seen_that_the_promise_moved(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    add_participant(ana, ref=scene.case, person_id=mo.id)
    post = changed(scene, ana, promised(scene, ana))
    assert seen(ana, post) == {"Bo": False, "Mo": False}
    mark_read(bo, post_id=post)
    assert seen(ana, post) == {"Bo": True, "Mo": False}
    assert seen(mo, post, "seen") == {"Bo": True}
    assert seen(mo, post, "waiting") == {"Mo": False}
    page = device(ana).read(f"posts/{post}/seen/")
    assert (page["seen"], page["concerned"]) == (1, 2)
    mark_unread(bo, post_id=post)
    assert seen(ana, post) == {"Bo": False, "Mo": False}


def test_another_change_is_to_be_seen_anew(scene: Scene, ana: Person, bo: Person) -> None:
    promise = promised(scene, ana)
    mark_read(bo, post_id=changed(scene, ana, promise))
    assert seen(ana, changed(scene, ana, promise, 16)) == {"Bo": False}


def test_an_open_page_is_told_once_and_names_nobody(scene: Scene, ana: Person, bo: Person) -> None:
    post = changed(scene, ana, promised(scene, ana))
    hear()
    mark_read(bo, post_id=post)
    hear()
    told = Event.objects.filter(type="seen.changed")
    assert [(one.audience_id, one.actor_id, one.data) for one in told] == [
        (side(scene.case, "internal"), "", {"id": post})
    ]
    mark_read(bo, post_id=post)
    hear()
    assert told.count() == 1


def test_who_moderates_sees_who_has_seen_an_announcement(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post = announce(ana, audience_id=scene.open.audience_id, body="We close at six.", asks=False)
    hear()
    mark_read(bo, post_id=post)
    assert seen(mo, post)["Bo"]
    hear()
    told = Event.objects.get(type="seen.changed")
    assert (told.audience_id, told.data) == (ana.id, {"id": post}), "its author alone"
    asks = announce(ana, audience_id=scene.open.audience_id, body="Read this.")
    device(bo).ask("POST", f"posts/{asks}/acknowledge/")
    assert seen(mo, asks) == {"Bo": True, "Mo": False}


def test_the_page_shows_it_and_the_promise_does(scene: Scene, ana: Person, bo: Person) -> None:
    promise = promised(scene, ana)
    post = changed(scene, ana, promise)
    mark_read(bo, post_id=post)
    door = browser(ana)
    assert f"/posts/{post}/seen/" in door.get(f"/posts/{post}/").text
    for path in (f"/posts/{post}/seen/", f"/promises/{promise}/"):
        page = door.get(path).text
        assert "Seen by 1 of 1 who are concerned." in page, path
        assert "Bo Delorme" in page
    waiting = door.get(f"/posts/{post}/seen/?which=waiting").text
    assert "Bo Delorme" not in waiting.split('id="seen"')[1].split("</section>")[0]
    assert door.get(f"/posts/{post}/seen/", headers={"HX-Request": "true"}).text.lstrip().startswith("<section")


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_partner_sees_their_own_side_alone(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    other = admit("ora", kind="guest", partner_id=gus.partner_id)
    add_participant(ana, ref=scene.case, person_id=other.id)
    partner = {"kept_by": {"kind": "partner", "id": gus.partner_id}}
    inside = changed(scene, ana, promised(scene, ana, **partner))
    shown = newest(side(scene.case, "partner"))
    mark_read(other, post_id=shown)
    assert seen(gus, shown)["Ora"]
    nothing = comparable(device(gus).ask("GET", f"posts/{NOWHERE}/seen/"))
    assert comparable(device(gus).ask("GET", f"posts/{inside}/seen/")) == nothing
    assert "Ora" not in seen(ana, inside)


def test_who_only_reads_an_open_case_is_not_told(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    promise = promised(scene, ana)
    post = changed(scene, ana, promise)
    assert device(cy).ask("GET", f"posts/{post}/seen/").status_code == 403
    assert "Seen by" not in browser(cy).get(f"/promises/{promise}/").text
    assert "Cy" not in seen(ana, post), "and is not watched"


def test_a_member_is_not_told_who_has_seen_an_announcement(scene: Scene, ana: Person, bo: Person) -> None:
    post = announce(ana, audience_id=scene.open.audience_id, body="We close at six.")
    assert device(bo).ask("GET", f"posts/{post}/seen/").status_code == 403


# The wrong input ------------------------------------------------------------------------------------------------------
def test_of_other_words_it_is_told_to_nobody(scene: Scene, ana: Person) -> None:
    for post in (scene.in_open, scene.in_case, NOWHERE, "x"):
        assert device(ana).ask("GET", f"posts/{post}/seen/").status_code == 404


@pytest.mark.parametrize("query", ["which=some", "cursor=x", "limit=0", "more=1"])
def test_an_unknown_question_is_refused(scene: Scene, ana: Person, query: str) -> None:
    post = changed(scene, ana, promised(scene, ana))
    assert device(ana).ask("GET", f"posts/{post}/seen/?{query}").status_code == 400


# Statements -----------------------------------------------------------------------------------------------------------
def test_it_costs_the_same_for_any_number(scene: Scene, ana: Person, bo: Person, statements: Counting) -> None:
    post = changed(scene, ana, promised(scene, ana))
    door = device(ana)
    door.read(f"posts/{post}/seen/")
    with statements(STATEMENTS):
        door.read(f"posts/{post}/seen/")
    for number in range(10):
        add_participant(ana, ref=scene.case, person_id=admit(f"x{number}").id)
    with statements(STATEMENTS):
        door.read(f"posts/{post}/seen/")
