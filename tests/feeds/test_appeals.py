"""Asking for another look: once, decided by somebody else, and what comes back."""

import pytest

from feeds.models import Act
from people.models import Person
from tests.cast import Scene, admit, device, say
from tests.feeds.moderation import decide, problem, queue, report, site_moderator, told
from tests.feeds.test_moderated_posts import act
from tests.feeds.test_sanctions import do


def appeal(person: Person) -> str:
    """Somebody appeals against the last act about them."""
    notice = next(one for one in device(person).read("notices/")["results"] if "appeal" in one["can"])
    device(person).make(f"acts/{notice['act']}/appeal/", {"text": "It was a joke."})
    return str(notice["act"])


def open_appeals(person: Person) -> list[str]:
    return [one["id"] for one in device(person).read("appeals/")["results"]]


def settle(person: Person, appeal_id: str, uphold: bool) -> tuple[int, str]:
    body = {"uphold": uphold, "reason": "I looked again."}
    answer = device(person).ask("POST", f"appeals/{appeal_id}/decide/", body)
    return (answer.status_code, "") if answer.status_code == 200 else problem(answer)


def test_another_moderator_brings_it_back(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open, "A joke.")
    act(mo, post, "hide")
    done = appeal(bo)
    assert open_appeals(mo) == []  # not his own act
    (waiting,) = open_appeals(ana)
    assert device(mo).ask("GET", f"appeals/{waiting}/").status_code == 404
    assert settle(mo, waiting, uphold=False) == (404, "not_found")
    assert settle(ana, waiting, uphold=False) == (200, "")
    assert device(cy).read(f"posts/{post}/")["body"] == "A joke."
    assert told(bo) == ["appeal_undone", "hide"]
    assert problem(device(bo).ask("POST", f"acts/{done}/appeal/", {"text": "Again."})) == (409, "appealed")
    assert settle(ana, waiting, uphold=True) == (409, "decided")


def test_it_stands(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    act(mo, post, "hide")
    appeal(bo)
    assert settle(ana, open_appeals(ana)[0], uphold=True) == (200, "")
    notice = device(bo).read("notices/")["results"][0]
    assert (notice["kind"], notice["reason"]) == ("appeal_upheld", "I looked again.")
    assert device(bo).read(f"posts/{post}/")["hidden"] is True


@pytest.mark.parametrize("verb", ["mute", "ban", "remove", "warn"])
def test_what_was_taken_comes_back(scene: Scene, ana: Person, bo: Person, mo: Person, verb: str) -> None:
    assert do(mo, scene, bo, verb, group=scene.closed.id, days=5)[0] == 204
    appeal(bo)
    assert settle(ana, open_appeals(ana)[0], uphold=False) == (200, "")
    assert device(bo).ask("POST", f"groups/{scene.closed.id}/posts/", {"body": "x"}).status_code == 201
    assert Act.objects.get().undone_at is not None


def test_where_nobody_else_moderates_it_goes_to_the_site(scene: Scene, ana: Person, bo: Person) -> None:
    from tests.cast import found

    sam = site_moderator()
    alone = found(ana, "secret", name="Two of us", member=bo)
    act(ana, say(bo, alone), "hide")
    appeal(bo)
    assert open_appeals(ana) == []
    assert settle(sam, open_appeals(sam)[0], uphold=False) == (200, "")


def test_only_whom_it_concerns_asks_and_only_about_what_was_taken(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    post = say(bo, scene.open)
    act(mo, post, "lock")
    ident = Act.objects.get().id
    assert device(cy).ask("POST", f"acts/{ident}/appeal/", {"text": "x"}).status_code == 404
    assert problem(device(bo).ask("POST", f"acts/{ident}/appeal/", {"text": "x"})) == (409, "final")
    act(mo, post, "hide")
    hidden = Act.objects.get(verb="hide").id
    assert device(bo).ask("POST", f"acts/{hidden}/appeal/", {"text": " "}).status_code == 400
    act(mo, post, "restore")
    assert problem(device(bo).ask("POST", f"acts/{hidden}/appeal/", {"text": "x"})) == (409, "undone")


def test_the_site_looks_again_at_what_the_site_decided(scene: Scene, ana: Person, bo: Person) -> None:
    sam, tea = site_moderator(), site_moderator("tea")
    report(bo, scene.in_open)
    assert decide(sam, queue(sam)[0]["id"], post="hide") == 200
    appeal(ana)
    assert open_appeals(sam) == []
    assert settle(tea, open_appeals(tea)[0], uphold=False) == (200, "")
    assert device(admit("di")).read(f"posts/{scene.in_open}/")["hidden"] is False
