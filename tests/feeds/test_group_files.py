"""The files of a group, ``GET groups/{id}/files/``: what its readers find of what was sent there."""

import io

import pytest

from feeds.actions import add_file, delete_post, publish, receive_file, reply
from groups.actions import set_openness
from groups.models import Group
from people.models import Person
from tests.cast import NOWHERE, Scene, comparable, device, found
from tests.conftest import Counting


def send(person: Person, group: Group, name: str) -> str:
    """A post with one file; the post's id."""
    file_id = add_file(person, received=receive_file(person, name=name, source=io.BytesIO(name.encode())))
    return publish(person, audience_id=group.audience_id, body="", attachments=[file_id])


def names(person: Person, group: Group, query: str = "") -> list[str]:
    page = device(person).read(f"groups/{group.id}/files/?limit=2{query}")
    got = [one["file"]["name"] for one in page["results"]]
    return got + (names(person, group, f"&cursor={page['next']}") if page["next"] else [])


def test_what_was_sent_is_found_the_newest_first_with_its_post(scene: Scene, ana: Person, bo: Person) -> None:
    posts = [send(ana, scene.closed, f"{number}.txt") for number in range(5)]
    assert names(bo, scene.closed) == ["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"], "no gap and no repeat"
    newest = device(bo).read(f"groups/{scene.closed.id}/files/")["results"][0]
    assert (newest["post"], newest["by"]["id"]) == (posts[-1], ana.id)


def test_what_is_not_read_is_not_found(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    post = send(ana, scene.closed, "plan.txt")
    send(ana, scene.open, "other.txt")
    delete_post(ana, post_id=post)
    assert names(bo, scene.closed) == []
    nothing = comparable(device(cy).ask("GET", f"groups/{NOWHERE}/files/"))
    assert comparable(device(cy).ask("GET", f"groups/{scene.closed.id}/files/")) == nothing


def test_files_from_before_a_group_opened_stay_with_who_was_in(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    post = send(ana, scene.secret, "before.txt")
    file = device(ana).read(f"posts/{post}/")["attachments"][0]["id"]
    set_openness(ana, group_id=scene.secret.id, openness="open")
    send(ana, Group.objects.get(id=scene.secret.id), "after.txt")
    assert names(bo, scene.secret) == ["after.txt", "before.txt"]
    assert names(cy, scene.secret) == ["after.txt"]
    for method in ("GET", "HEAD"):
        assert device(cy).ask(method, f"files/{file}/content/").status_code == 404
        assert device(bo).ask(method, f"files/{file}/content/").status_code == 200


def test_files_are_closed_with_the_group(scene: Scene, ana: Person, cy: Person) -> None:
    file = device(ana).read(f"posts/{send(ana, scene.open, 'plan.txt')}/")["attachments"][0]["id"]
    assert device(cy).ask("GET", f"files/{file}/content/").status_code == 200
    set_openness(ana, group_id=scene.open.id, openness="closed")
    assert device(cy).ask("GET", f"files/{file}/content/").status_code == 404


def test_the_files_of_replies_are_there_too(scene: Scene, ana: Person, bo: Person) -> None:
    file_id = add_file(bo, received=receive_file(bo, name="answer.txt", source=io.BytesIO(b"x")))
    reply(bo, post_id=scene.in_open, body="Here.", attachments=[file_id])
    assert names(ana, scene.open) == ["answer.txt"]


FILES = 5


@pytest.mark.parametrize("number", [1, 10, 40])
def test_the_list_costs_the_same(ana: Person, statements: Counting, number: int) -> None:
    group = found(ana, "open")
    for one in range(number):
        send(ana, group, f"{one}.txt")
    door = device(ana)
    door.read("me/")
    with statements(FILES):
        assert len(door.read(f"groups/{group.id}/files/?limit=100")["results"]) == number
