"""Small answers: the fields that one asks for, and many things by their ids in one request."""

import json
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from feeds.actions import publish
from groups.actions import deactivate_person, remove_member
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Scene, admit, customer, device, matter, say

LISTS = ["feed/", "groups/{scene.open.id}/posts/", "posts/{scene.in_open}/replies/", "cases/{scene.case}/posts/",
         "posts/?ids={scene.in_open}", "groups/", "inbox/", "people/", "customers/"]  # fmt: skip
PHONE = "author,body,created_at,replies_count,unread"  # what a phone shows of a post in its feed


def asking(path: str, more: str) -> str:
    """An address with one more parameter."""
    return f"{path}{'&' if '?' in path else '?'}{more}"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_the_fields_that_one_asks_for_and_its_id(scene: Scene, ana: Person, path: str) -> None:
    door, path = device(ana), path.format(scene=scene)
    name = {"groups/": "name", "inbox/": "kind", "people/": "name", "customers/": "name"}.get(path, "created_at")
    whole, small = door.read(path)["results"], door.read(asking(path, f"fields={name}"))["results"]
    assert small == [{"id": one["id"], name: one[name]} for one in whole]


def test_a_field_that_is_none_is_refused(scene: Scene, ana: Person) -> None:
    door = device(ana)
    for path in (*LISTS, "posts/{scene.in_open}/", "cases/", "cases/{scene.case}/"):
        for wrong in ("secret", "", "id,", "id,,body", "__class__", "body%00", "ID"):
            answer = door.ask("GET", asking(path.format(scene=scene), f"fields={wrong}"))
            assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["fields"]), (path, wrong)


def test_one_thing_is_as_small_and_keeps_its_tag(scene: Scene, ana: Person) -> None:
    door = device(ana)
    post = door.ask("GET", f"posts/{scene.in_open}/?fields=body")
    assert set(json.loads(post.text)) == {"id", "body"}
    assert post["ETag"] == door.ask("GET", f"posts/{scene.in_open}/")["ETag"]
    assert set(door.read(f"cases/{scene.case}/?fields=title")) == {"ref", "title"}
    assert door.ask("GET", f"posts/{scene.in_open}/?ids=x").status_code == 400


def test_a_guest_may_name_the_fields_of_members_and_gets_their_own(scene: Scene, gus: Person) -> None:
    assert set(device(gus).read(f"cases/{scene.case}/?fields=title,holder")) == {"ref", "title"}


def test_many_are_read_in_the_order_of_their_ids_and_the_invisible_are_absent(
    scene: Scene, ana: Person, bo: Person
) -> None:
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    other = matter(ana, customer(ana, "M. Petit"))
    door = device(bo)
    wanted = {
        "posts": ([scene.in_case, NOWHERE, scene.in_secret, scene.in_open, "x"], [scene.in_case, scene.in_open]),
        "cases": ([other, NO_CASE, scene.case, other], [other, scene.case]),
        "groups": ([scene.open.id, scene.secret.id, scene.closed.id], [scene.open.id, scene.closed.id]),
        "people": ([bo.id, NOWHERE, ana.id, bo.id], [bo.id, ana.id]),
        "customers": ([scene.customer, NOWHERE, "x"], [scene.customer]),
    }
    for path, (named, there) in wanted.items():
        page = door.read(f"{path}/?ids={','.join(named)}")
        assert (page["next"], page["previous"]) == (None, None)
        assert [one.get("id") or one["ref"] for one in page["results"]] == there


@pytest.mark.parametrize("path", ["posts/", "cases/", "groups/", "people/", "customers/"])
def test_one_to_a_hundred_ids_and_nothing_beside_them(scene: Scene, ana: Person, path: str) -> None:
    door = device(ana)
    assert door.read(f"{path}?ids={','.join(f'x{n}' for n in range(100))}")["results"] == []
    too_many = ",".join(f"x{n}" for n in range(101))
    for wrong in (f"ids={too_many}", "ids=", "ids=,", "ids=a%00", "ids=a&limit=2", "ids=a&cursor=x", "ids=a&q=x"):
        assert door.ask("GET", f"{path}?{wrong}").status_code == 400, wrong


def test_a_batch_of_people_and_customers_says_what_one_record_says(scene: Scene, ana: Person, gus: Person) -> None:
    """Who has left still has a name; a guest knows nobody but those on their side, and no customer."""
    cy = admit("cy")
    deactivate_person(admit("root", site_role="site_admin"), person_id=cy.id, reason="Left.")
    door = device(ana)
    listed = {one["id"]: one for one in door.read("people/")["results"]}
    batch = door.read(f"people/?ids={ana.id},{cy.id},{gus.id}")["results"]
    assert [one["active"] for one in batch] == [True, False, True]
    assert [one for one in batch if one["active"]] == [listed[ana.id], listed[gus.id]]
    assert door.read(f"customers/?ids={scene.customer}")["results"] == [door.read(f"customers/{scene.customer}/")]
    guest = device(gus)
    assert [one["id"] for one in guest.read(f"people/?ids={cy.id},{ana.id}")["results"]] == [ana.id]
    assert guest.read(f"customers/?ids={scene.customer}")["results"] == []


def test_a_snapshot_is_as_small_and_each_part_has_what_its_list_has(scene: Scene, ana: Person) -> None:
    door, path, found = device(ana), "snapshot/?fields=title,name,body", {}
    while True:
        page = door.read(path)
        found[page["part"]] = {tuple(sorted(one)) for one in page["results"]}
        if page["next"] is None:
            break
        path = f"snapshot/?fields=title,name,body&cursor={page['next']}"
    assert found["cases"] == {("ref", "title")}
    assert found["groups"] == {("id", "name")}
    assert found["posts"] == {("body", "id")}
    assert door.ask("GET", "snapshot/?fields=secret").status_code == 400


def test_posts_are_only_read_by_their_ids(ana: Person) -> None:
    assert device(ana).ask("GET", "posts/").status_code == 400


def test_a_feed_on_a_phone_is_less_than_half_as_large(scene: Scene, ana: Person, bo: Person) -> None:
    """Counted on twenty posts of two sentences; benchmarks/README.md has the same of the demo company."""
    for n in range(20):
        say(ana, scene.open, f"The van number {n} comes at ten. Please tell the customer before nine.")
    door = device(bo)
    whole, small = (len(door.ask("GET", path).content) for path in ("feed/", f"feed/?fields={PHONE}"))
    assert small * 2 < whole


def test_the_description_names_the_fields(db: None) -> None:
    described = {}
    for path, verbs in SchemaGenerator().get_schema(request=None, public=True)["paths"].items():
        for one in verbs.get("get", {}).get("parameters", []):
            if one["name"] == "fields":
                described[path] = set(one["schema"]["items"]["enum"])
    for path in ("feed/", "posts/", "posts/{post_id}/", "cases/", "cases/{ref}/", "cases/{ref}/posts/", "inbox/",
                 "groups/", "groups/{group_id}/posts/", "posts/{post_id}/replies/", "events/", "people/", "customers/",
                 "snapshot/"):  # fmt: skip
        assert {"id", "ref", "cursor"} & described[f"/api/v1/{path}"]


def test_a_large_batch_costs_no_more_statements_than_a_small_one(
    scene: Scene, ana: Person, django_assert_max_num_queries: Any
) -> None:
    posts = [publish(ana, audience_id=scene.open.audience_id, body=f"Post {n}") for n in range(60)]
    door = device(ana)
    with django_assert_max_num_queries(10):
        assert len(door.read(f"posts/?ids={','.join(posts)}")["results"]) == 60
    people, customers = [admit(f"p{n}").id for n in range(30)], [customer(ana, f"M. {n}") for n in range(30)]
    for path, ids, most in (("people/", people, 5), ("customers/", customers, 8)):
        with django_assert_max_num_queries(most):
            assert len(door.read(f"{path}?ids={','.join(ids)}")["results"]) == 30
