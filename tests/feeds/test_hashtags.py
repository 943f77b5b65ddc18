"""Hashtags: one spelling, a feed of their own, counted over what one reads."""

import json

from feeds.actions import delete_post, publish, reply
from people.models import Person
from tests.cast import Scene, device
from tests.conftest import Counting


def test_a_hashtag_is_found_however_it_is_spelt(scene: Scene, ana: Person, cy: Person) -> None:
    first = publish(ana, audience_id=scene.open.audience_id, body="#Retours_Été and `#code`")
    second = reply(ana, post_id=scene.in_open, body="Again #retours-ete!")
    door = device(cy)
    assert [post["id"] for post in door.read("tags/RETOURS_ÉTÉ/posts/")["results"]] == [second, first]
    assert door.ask("GET", "tags/code/posts/").status_code == 404
    assert 'href="/tags/retours-ete/"' in door.read(f"posts/{first}/")["html"]


def test_cy_counts_and_finds_nothing_of_a_secret_group(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    publish(ana, audience_id=scene.secret.audience_id, body="#prices #price")
    publish(ana, audience_id=scene.open.audience_id, body="#price")
    found = device(cy).read("tags/?q=pri")["results"]
    assert found == [{"tag": "price", "posts": 1}]
    assert device(ana).read("tags/?q=%23Pri")["results"] == [
        {"tag": "price", "posts": 2},
        {"tag": "prices", "posts": 1},
    ]
    assert device(cy).ask("GET", "tags/prices/posts/").status_code == 404
    assert device(gus).read("tags/?q=pri")["results"] == []
    assert device(cy).read("tags/?q=___")["results"] == []


def test_a_deleted_post_carries_nothing(scene: Scene, ana: Person) -> None:
    post = publish(ana, audience_id=scene.open.audience_id, body="#gone")
    delete_post(ana, post_id=post)
    assert device(ana).ask("GET", "tags/gone/posts/").status_code == 404


def test_the_feed_of_a_hashtag_goes_on_from_its_cursor(scene: Scene, ana: Person, statements: Counting) -> None:
    made = [publish(ana, audience_id=scene.open.audience_id, body=f"{n} #long") for n in range(7)]
    door = device(ana)
    seen: list[str] = []
    after = ""
    while True:
        with statements(6):
            page = door.read(f"tags/long/posts/?limit=3{after}")
        seen += [post["id"] for post in page["results"]]
        if not page["next"]:
            break
        after = f"&cursor={page['next']}"
    assert seen == made[::-1]


def test_a_bad_cursor_or_filter_is_refused(scene: Scene, ana: Person) -> None:
    door = device(ana)
    for address in ("tags/x1/posts/?cursor=zz", "tags/?nonsense=1", "tags/?limit=0"):
        answer = door.ask("GET", address)
        assert (answer.status_code, "errors" in json.loads(answer.text)) == (400, True), address
