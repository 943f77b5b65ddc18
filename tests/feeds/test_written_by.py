"""What somebody wrote: ``GET people/{id}/posts/``."""

from cases.actions import post_in_case
from feeds.actions import delete_post, publish, reply
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device, say
from tests.conftest import Counting


def bodies(reader: Person, author: Person, query: str = "") -> list[str]:
    """What a reader finds of an author."""
    return [one["body"] for one in device(reader).read(f"people/{author.id}/posts/{query}")["results"]]


def test_each_reads_what_ana_wrote_where_they_read(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    say(ana, scene.secret, "In the secret group.")
    post_in_case(ana, ref=scene.restricted, body="In the restricted case.")
    hers = ["In the restricted case.", "In the secret group.", "Which day?", "Between us.", "I call the carrier."]
    assert bodies(bo, ana)[:5] == hers
    seen = bodies(cy, ana)
    assert "In the secret group." not in seen
    assert "In the restricted case." not in seen
    assert "I call the carrier." in seen
    assert bodies(gus, ana) == ["Which day?"]


def test_answers_count_and_what_was_deleted_or_done_does_not(scene: Scene, ana: Person, bo: Person) -> None:
    answer = reply(bo, post_id=scene.in_open, body="At last.")
    gone = publish(bo, audience_id=scene.open.audience_id, body="Never mind.")
    delete_post(bo, post_id=gone)
    assert bodies(ana, bo) == ["At last."]
    delete_post(bo, post_id=answer)
    assert bodies(ana, bo) == []


def test_pages_follow_one_another(scene: Scene, ana: Person, bo: Person) -> None:
    for number in range(7):
        say(bo, scene.open, f"Line {number}")
    page = device(ana).read(f"people/{bo.id}/posts/?limit=5")
    assert [one["body"] for one in page["results"]] == [f"Line {number}" for number in (6, 5, 4, 3, 2)]
    assert bodies(ana, bo, f"?limit=5&cursor={page['next']}") == ["Line 1", "Line 0"]


def test_of_a_stranger_there_is_nothing(scene: Scene, gus: Person, cy: Person) -> None:
    nothing = comparable(device(gus).ask("GET", f"people/{NOWHERE}/posts/"))
    assert comparable(device(gus).ask("GET", f"people/{cy.id}/posts/")) == nothing
    assert nothing.status == 404


STATEMENTS = 6


def test_it_costs_the_same_for_one_and_a_hundred(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(admit("reader"))
    say(ana, scene.open)
    path = f"people/{ana.id}/posts/?limit=100"
    door.read(path)
    with statements(STATEMENTS):
        door.read(path)
    for _number in range(100):
        say(ana, scene.open)
    with statements(STATEMENTS):
        assert len(door.read(path)["results"]) == 100
