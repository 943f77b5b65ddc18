"""What a device wrote while it was away: sent at once, done in order, each thing once."""

import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from esn.core.clock import now
from esn.core.idempotency import LEASE
from esn.core.models import IdempotencyKey
from feeds.models import Post
from groups.actions import remove_member
from people.actions import issue_token
from people.models import Person
from tests.cast import Door, Scene, browser, device, key, rows, say

Result = dict[str, Any]


def item(method: str, path: Any, body: Any = None, **more: Any) -> dict[str, Any]:
    """One call of an outbox."""
    return {"key": key(), "method": method, "path": path, "body": body, **more}


def sent(door: Door, *items: Any) -> list[Result]:
    """The results of a batch, one for each item."""
    answer = door.ask("POST", "batch/", {"items": list(items)})
    assert answer.status_code == 200, answer.text
    results: list[Result] = json.loads(answer.text)["results"]
    assert len(results) == len(items)
    return results


def statuses(results: list[Result]) -> list[int]:
    """How each went."""
    return [one["status"] for one in results]


def a_morning(scene: Scene) -> list[dict[str, Any]]:
    """A customer, their case, what was said there and a reaction: each names what came before."""
    customer = item("POST", "customers/", {"kind": "person", "name": "M. Petit"})
    case = item("POST", "cases/", {"customer": f"${customer['key']}", "title": "Sofa", "story": {"happened": "Late."}})
    said = item("POST", f"cases/${case['key']}/posts/", {"body": "I called him: $5 less."})
    edited = item("PATCH", f"posts/${said['key']}/", {"body": "I called him twice."}, if_match='"0"')
    liked = item("PUT", f"posts/${said['key']}/reactions/%F0%9F%91%8D/")
    taken = item("POST", f"cases/{scene.case}/take/")
    return [customer, case, said, edited, liked, taken]


def test_later_items_name_what_earlier_ones_made(scene: Scene, ana: Person) -> None:
    door, items = device(ana), a_morning(scene)
    results = sent(door, *items)
    assert statuses(results)[:4] == [201, 201, 201, 200], results
    assert max(statuses(results)) < 300, results
    assert [one["key"] for one in results] == [one["key"] for one in items]
    customer, case, said, edited = (one["body"] for one in results[:4])
    assert case["customer"]["id"] == customer["id"]
    assert (said["case"], said["body"]) == (case["ref"], "I called him: $5 less.")
    assert (edited["id"], edited["body"]) == (said["id"], "I called him twice.")
    assert results[2]["location"] == f"/api/v1/posts/{said['id']}/"
    assert results[3]["etag"] == door.ask("GET", f"posts/{said['id']}/")["ETag"]


def test_an_item_answers_like_the_single_call(scene: Scene, ana: Person) -> None:
    door = device(ana)
    for method, path, body in (
        ("POST", "groups/", {"name": "x"}), ("PATCH", "posts/nothing/", {"body": "x"}), ("DELETE", "posts/x/", None),
        ("POST", f"posts/{scene.in_open}/read/", None), ("POST", "no/such/path/", {}), ("PUT", "groups/", {}),
        ("POST", "search/similar/", {}), ("POST", "me/photo/", {}),
    ):  # fmt: skip
        alone = door.ask(method, path, body)
        (result,) = sent(door, item(method, path, body))
        assert result["status"] == alone.status_code, path
        assert result["body"] == (json.loads(alone.text) if alone.text else None), path


def test_what_fails_stops_only_what_names_it(scene: Scene, ana: Person) -> None:
    wrong = item("POST", "groups/", {"name": "", "kind": "x"})
    below = item("POST", f"groups/${wrong['key']}/posts/", {"body": "x"})
    further = item("POST", f"posts/${below['key']}/replies/", {"body": "x"})
    other = item("POST", f"groups/{scene.open.id}/posts/", {"body": "Still said."})
    results = sent(device(ana), wrong, below, further, other)
    assert statuses(results) == [400, 424, 424, 201]
    assert results[1]["body"]["code"] == "failed_before"


def test_a_name_of_nothing_is_only_a_word(scene: Scene, ana: Person) -> None:
    later = item("POST", f"groups/{scene.open.id}/posts/", {"body": "x"})
    early = item("POST", f"groups/{scene.open.id}/posts/", {"body": f"${later['key']}"})
    results = sent(device(ana), early, later)
    assert results[0]["body"]["body"] == f"${later['key']}"


@pytest.mark.parametrize(
    "wrong",
    [
        None, 7, "x", [], {}, {"key": "x"}, item("GET", "feed/"), item("POST", ""), item("POST", "groups"),
        item("POST", "groups/?x=1/"), item("POST", "../../admin/"), item("POST", "groups/../auth/tokens/"),
        item("POST", "/groups/"), item("POST", "https://elsewhere/"), item("POST", "groups//"), item("POST", "a\x00/"),
        item("POST", "%61uth/tokens/"), item("POST", "/api/v1/auth/tokens/"), item("POST", "batch/", {"items": []}),
        item("POST", "files/"), item("POST", "a/" * 400), item("POST", 7), item("post", "groups/"),
        item("POST", "groups/") | {"key": "no uuid"}, item("POST", "groups/") | {"key": "\ud800"},
        item("PATCH", "me/", {}, if_match=7),
    ],
)  # fmt: skip
def test_a_malformed_item_is_its_own_failure(ana: Person, wrong: Any) -> None:
    results = sent(device(ana), wrong, item("POST", "groups/", {"name": "A", "kind": "team", "openness": "open"}))
    assert statuses(results) == [400, 201]


def test_no_item_can_make_the_site_fail(scene: Scene, ana: Person) -> None:
    odd: list[Any] = [None, [], "x", 7, {"body": {"deep": [[]]}}, {"body": None}, {"items": 1}]
    results = sent(device(ana), *(item("POST", f"groups/{scene.open.id}/posts/", body) for body in odd))
    assert set(statuses(results)) == {400}


def test_a_batch_is_a_list_of_one_to_fifty(ana: Person) -> None:
    door = device(ana)
    one = item("POST", "groups/", {})
    lists: list[Any] = [[], {}, [one] * 51]
    wrongs: list[Any] = [*({"items": items} for items in lists), {"items": [one], "more": 1}, [], [one], {}]
    for wrong in [*wrongs, "x"]:
        assert door.ask("POST", "batch/", wrong).status_code == 400
    large = item("POST", "groups/", {"name": "x" * 270_000})
    assert door.ask("POST", "batch/", {"items": [large]}).status_code == 413
    assert len(sent(door, *(item("POST", "groups/", {}) for _ in range(50)))) == 50


def test_two_items_of_one_key_are_one(ana: Person) -> None:
    same = item("POST", "groups/", {"name": "A", "kind": "team", "openness": "open"})
    assert statuses(sent(device(ana), same, same)) == [201, 400]


def test_sent_again_everything_is_there_once_and_answers_alike(scene: Scene, ana: Person) -> None:
    door, items = device(ana), a_morning(scene)
    items.append(item("DELETE", f"posts/{scene.in_open}/"))
    first = sent(door, *items)
    after = rows()
    assert statuses(sent(door, *items)) == statuses(first)
    assert rows() == after
    ids = [[one["body"].get("id") or one["body"]["ref"] for one in told[:4]] for told in (first, sent(door, *items))]
    assert ids[0] == ids[1]
    again = sent(door, items[0] | {"body": {"kind": "person", "name": "Another"}})
    assert (again[0]["status"], again[0]["body"]["code"]) == (422, "key_reused")


def test_whoever_lost_the_right_meanwhile_is_asked_again(scene: Scene, ana: Person, bo: Person) -> None:
    leave = item("POST", f"groups/{scene.secret.id}/leave/")
    late = item("POST", f"groups/{scene.secret.id}/posts/", {"body": "x"})
    items = [item("POST", f"groups/{scene.secret.id}/posts/", {"body": "y"}), leave, late]
    door = device(bo)
    assert statuses(sent(door, *items)) == [201, 204, 404]
    assert statuses(sent(door, items[0])) == [404], "what one no longer reads is not told again"


def test_a_token_that_ends_in_the_middle_ends_the_rest(scene: Scene, ana: Person) -> None:
    token_id, secret = issue_token(ana, device="phone")
    door = Door(headers={"Authorization": f"Bearer {secret}"})
    say_it = [item("POST", f"groups/{scene.open.id}/posts/", {"body": f"{n}"}) for n in range(3)]
    results = sent(door, say_it[0], item("DELETE", f"me/devices/{token_id}/"), *say_it[1:])
    assert statuses(results) == [201, 204, 401, 401]
    assert door.ask("POST", "batch/", {"items": say_it}).status_code == 401


def test_a_device_that_only_sends_or_only_reads_does_no_more_in_a_batch_than_alone(scene: Scene, ana: Person) -> None:
    def of_scope(scope: str) -> Door:
        _id, secret = issue_token(ana, device=scope, scope=scope)
        return Door(headers={"Authorization": f"Bearer {secret}"})

    said = item("POST", f"groups/{scene.open.id}/posts/", {"body": "From my pocket."})
    more = [
        item("PATCH", f"posts/${said['key']}/", {"body": "Changed."}, if_match='"0"'),
        item("POST", "customers/", {"kind": "person", "name": "M. Petit"}),
        item("DELETE", f"posts/{scene.in_open}/"),
        item("POST", "me/devices/", {"device": "mine", "scope": "everything", "days": 7}),
    ]
    sender = of_scope("send")
    for _try in range(2):
        results = sent(sender, said, *more)
        assert statuses(results) == [201, 403, 403, 403, 403]
        assert {one["body"]["code"] for one in results[1:]} == {"scope"}
    assert Post.objects.filter(body="From my pocket.").count() == 1
    refused = of_scope("read").ask("POST", "batch/", {"items": [said]})
    assert (refused.status_code, json.loads(refused.text)["code"]) == (403, "scope")


def test_a_page_shows_its_token_and_a_foreign_page_does_nothing(scene: Scene, ana: Person) -> None:
    door, before = browser(ana), Post.objects.count()
    body = {"items": [item("POST", f"groups/{scene.open.id}/posts/", {"body": "x"})]}
    assert door.ask("POST", "batch/", body).status_code == 403
    door.get("/")
    token = door.cookies["csrftoken"].value
    answer = door.ask("POST", "batch/", body, X_CSRFToken=token)
    assert statuses(json.loads(answer.text)["results"]) == [201]
    assert Post.objects.count() == before + 1


def test_an_edit_of_something_that_changed_shows_both(scene: Scene, ana: Person) -> None:
    (result,) = sent(device(ana), item("PATCH", f"posts/{scene.in_open}/", {"body": "mine"}, if_match='"7"'))
    assert (result["status"], result["body"]["yours"]) == (412, {"body": "mine"})
    assert result["body"]["theirs"]["id"] == scene.in_open


@pytest.mark.shape
def test_the_same_outbox_sent_by_several_at_once_does_each_thing_once(
    committed: None, scene: Scene, ana: Person
) -> None:
    token = {"Authorization": device(ana).defaults["HTTP_AUTHORIZATION"]}
    items = [item("POST", f"groups/{scene.open.id}/posts/", {"body": f"{n}"}) for n in range(3)]
    before, told = Post.objects.count(), []

    def send() -> None:
        try:
            told.append(statuses(sent(Door(headers=token), *items)))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for one in told for status in one} <= {201, 409}
    assert statuses(sent(Door(headers=token), *items)) == [201] * 3
    assert Post.objects.count() == before + 3


def test_a_process_that_is_killed_in_the_middle_leaves_whole_things(committed: None, scene: Scene, ana: Person) -> None:
    """Killed at a statement of the second item; the device sends all again."""
    door = device(ana)
    items = [item("POST", f"groups/{scene.open.id}/posts/", {"body": f"{n}"}) for n in range(2)]
    before = Post.objects.count()
    asked = json.dumps({"items": items, "token": door.defaults["HTTP_AUTHORIZATION"]})
    path = str(connection.settings_dict["NAME"])
    killed = subprocess.run(
        [sys.executable, "-m", "tests.core.killed_outbox", path], input=asked, text=True, check=False,
        env={**os.environ, "ESN_SECRET_KEY": settings.SECRET_KEY},
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert Post.objects.count() == before + 1, "the first was done, the second not"
    # The key of the second is still claimed by the dead process, so the lease is over before the device comes back.
    release_claims()
    assert statuses(sent(door, *items)) == [201, 201]
    assert Post.objects.count() == before + 2


def release_claims() -> None:
    """A minute later."""
    IdempotencyKey.objects.filter(completed_at=None).update(lease_until=now() - LEASE)


def test_keys_are_those_of_uuids_in_any_case(scene: Scene, ana: Person) -> None:
    name = str(uuid.uuid4())
    made = item("POST", "groups/", {"name": "A", "kind": "team", "openness": "open"}) | {"key": name.upper()}
    said = item("POST", f"groups/${name}/posts/", {"body": "x"})
    assert statuses(sent(device(ana), made, said)) == [201, 201]


def test_a_seat_taken_away_between_two_sendings_is_felt(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    edit = item("PATCH", f"posts/{say(bo, scene.closed, 'x')}/", {"body": "y"})
    assert statuses(sent(door, edit)) == [200]
    remove_member(ana, group_id=scene.closed.id, person_id=bo.id)
    (again,) = sent(door, edit)
    assert again["body"] is None, "it was done, and is not shown"
