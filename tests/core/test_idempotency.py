"""A device repeats what it could not hear the answer of: ``Idempotency-Key`` on every creating POST."""

import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from drf_spectacular.generators import SchemaGenerator

from esn.core import clock, idempotency
from esn.core.errors import Conflict
from esn.core.models import IdempotencyKey
from feeds.models import Post
from groups.models import Group
from people.models import Person
from tests.cast import Door, Scene, device, key, rows


def described() -> Any:
    """The description of the whole API."""
    return SchemaGenerator().get_schema(request=None, public=True)


NEW = {"name": "Deliveries", "kind": "team", "openness": "open"}


def test_the_same_key_makes_one_object_and_answers_alike(ana: Person) -> None:
    door, same = device(ana), key()
    first, again = (door.ask("POST", "groups/", NEW, Idempotency_Key=same) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert (first.text, first["Location"]) == (again.text, again["Location"])
    assert Group.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("groups/", NEW),
        ("groups/{scene.open.id}/posts/", {"body": "x"}),
        ("posts/{scene.in_open}/replies/", {"body": "x"}),
        ("customers/", {"kind": "person", "name": "x"}),
        ("cases/", {"customer": "{scene.customer}", "title": "x", "story": {"happened": "x"}}),
        ("cases/{scene.case}/posts/", {"body": "x"}),
        ("cases/{scene.case}/participants/", {"person": "{mo.id}"}),
        ("groups/{scene.open.id}/members/", {"person": "{mo.id}", "role": "member"}),
    ],
)
def test_every_door_that_creates_takes_a_key(
    scene: Scene, ana: Person, mo: Person, path: str, body: dict[str, Any]
) -> None:
    door, same, path = device(ana), key(), path.format(scene=scene)
    body = {name: text.format(scene=scene, mo=mo) if isinstance(text, str) else text for name, text in body.items()}
    first = door.ask("POST", path, body, Idempotency_Key=same)
    after = rows()
    again = door.ask("POST", path, body, Idempotency_Key=same.upper())
    assert first.status_code == again.status_code == 201
    assert json.loads(first.text) == json.loads(again.text)
    assert rows() == after


# Mail, of which two are as good as one, and the limits count it; codes that end within a minute and are taken once.
NOT_CREATING = {"ask_for_reset", "ask_for_email", "show_code", "take_code"}


def test_the_description_gives_a_key_to_every_door_that_creates() -> None:
    posts = [verbs["post"] for verbs in described()["paths"].values() if "post" in verbs]
    creating = {one["operationId"]: one for one in posts if {"201", "202"} & one["responses"].keys()}
    keyless = {
        name
        for name, one in creating.items()
        if not any(parameter["name"] == "Idempotency-Key" for parameter in one.get("parameters", []))
    }
    assert keyless == NOT_CREATING
    assert [name for name in creating.keys() - NOT_CREATING if "422" not in creating[name]["responses"]] == []


def test_the_key_with_another_body_or_at_another_door_is_refused(scene: Scene, ana: Person) -> None:
    door, same = device(ana), key()
    door.ask("POST", "groups/", NEW, Idempotency_Key=same)
    for path, body in (
        ("groups/", NEW | {"name": "Other"}), ("customers/", {"kind": "person", "name": "x"}),
        (f"groups/{scene.open.id}/posts/", NEW),
    ):  # fmt: skip
        answer = door.ask("POST", path, body, Idempotency_Key=same)
        assert (answer.status_code, json.loads(answer.text)["code"]) == (422, "key_reused"), path


def test_the_order_of_names_in_the_body_says_nothing(ana: Person) -> None:
    door, same = device(ana), key()
    door.ask("POST", "groups/", NEW, Idempotency_Key=same)
    assert door.ask("POST", "groups/", dict(reversed(NEW.items())), Idempotency_Key=same).status_code == 201
    assert Group.objects.count() == 1


@pytest.mark.parametrize("wrong", ["x", "", "17", "é", "0" * 5000, "{" * 40])
def test_a_key_is_a_uuid(ana: Person, wrong: str) -> None:
    answer = device(ana).ask("POST", "groups/", NEW, Idempotency_Key=wrong)
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"]["Idempotency-Key"][0]["code"] == "not_a_uuid"
    assert not Group.objects.exists()


def test_anothers_key_is_anothers_matter(ana: Person, bo: Person) -> None:
    same = key()
    for person in (ana, bo):
        assert device(person).ask("POST", "groups/", NEW, Idempotency_Key=same).status_code == 201
    assert Group.objects.count() == 2


def test_a_failure_is_not_kept(ana: Person) -> None:
    door, same = device(ana), key()
    assert door.ask("POST", "groups/", NEW | {"kind": "x"}, Idempotency_Key=same).status_code == 400
    assert door.ask("POST", "groups/", NEW, Idempotency_Key=same).status_code == 201


def test_what_can_no_longer_be_seen_is_not_told_again(scene: Scene, ana: Person, bo: Person) -> None:
    door, same = device(bo), key()
    path = f"groups/{scene.secret.id}/posts/"
    door.ask("POST", path, {"body": "x"}, Idempotency_Key=same)
    device(ana).ask("DELETE", f"groups/{scene.secret.id}/members/{bo.id}/")
    assert door.ask("POST", path, {"body": "x"}, Idempotency_Key=same).status_code == 404


def test_a_running_request_is_waited_for_and_a_dead_one_is_taken_over(ana: Person) -> None:
    same = uuid.uuid4()
    assert idempotency.claim(ana.id, same, "print") is None
    with pytest.raises(Conflict, match="key_running"):
        idempotency.claim(ana.id, same, "print")
    with clock.at(clock.now() + idempotency.LEASE + dt.timedelta(seconds=1)):
        assert idempotency.claim(ana.id, same, "print") is None
        idempotency.complete(ana.id, same, "made")
        with pytest.raises(Conflict):
            idempotency.complete(ana.id, same, "late")
        assert idempotency.claim(ana.id, same, "print") == "made"


def test_keys_are_kept_for_two_days(ana: Person) -> None:
    door = device(ana)
    door.ask("POST", "groups/", NEW, Idempotency_Key=key())
    with clock.at(clock.now() + dt.timedelta(hours=47)):
        assert idempotency.forget_old() == 0
    with clock.at(clock.now() + dt.timedelta(hours=49)):
        assert idempotency.forget_old() == 1
    assert not IdempotencyKey.objects.exists()


@pytest.mark.shape
def test_twenty_equal_requests_at_once_make_one_post(committed: None, scene: Scene, ana: Person) -> None:
    door, same = device(ana), key()
    token, path = {"Authorization": door.defaults["HTTP_AUTHORIZATION"]}, f"groups/{scene.open.id}/posts/"
    before = Post.objects.count()
    answers: list[tuple[int, str]] = []

    def post() -> None:
        try:
            answer = Door(headers=token).ask("POST", path, {"body": "Once"}, Idempotency_Key=same)
            answers.append((answer.status_code, answer.text))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert {status for status, _text in answers} <= {201, 409}
    assert len({text for status, text in answers if status == 201}) == 1
    assert Post.objects.count() == before + 1
    assert Door(headers=token).ask("POST", path, {"body": "Once"}, Idempotency_Key=same).status_code == 201


class OneRound(threading.Event):
    """Lets a loop run once."""

    def wait(self, timeout: float | None = None) -> bool:
        """Stop when the loop wants to pause."""
        return bool(timeout)


@pytest.mark.usefixtures("committed")
def test_the_worker_forgets_old_keys_by_itself(ana: Person) -> None:
    old = uuid.uuid4()
    with clock.at(clock.now() - dt.timedelta(hours=49)):
        idempotency.claim(ana.id, old, "print")
        idempotency.complete(ana.id, old, "made")
    loop = threading.Thread(target=idempotency.run_forever, args=(OneRound(),))
    loop.start()
    loop.join()
    assert not IdempotencyKey.objects.filter(key=old).exists()
