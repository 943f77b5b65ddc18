"""The home feed: ``GET feed/``; and that feeds are exact, page by page, whatever was said, deleted or answered."""

import datetime as dt
import json
import random

import pytest

from esn.core import clock
from feeds.actions import delete_post, mark_audiences_read, publish, reply
from feeds.models import Post
from feeds.queries import across, feed, home, timeline
from groups.actions import follow, leave, unfollow
from groups.models import Audience
from people.models import Person
from tests.cast import Door, Scene, admit, device, found
from tests.conftest import Counting


def ids(door: Door, path: str) -> list[str]:
    """The ids of all pages."""
    got: list[str] = []
    cursor = ""
    while True:
        page = door.read(f"{path}{'&' if '?' in path else '?'}limit=3{cursor}")
        got += [one["id"] for one in page["results"]]
        if page["next"] is None:
            return got
        cursor = f"&cursor={page['next']}"


def test_home_shows_what_one_follows_the_newest_first(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    home_of_ana = ids(device(ana), "feed/")
    assert home_of_ana[:6].count(scene.in_open) <= 1
    assert {scene.in_open, scene.in_closed, scene.in_secret, scene.in_case, scene.in_restricted} <= set(home_of_ana)
    moments = [Post.objects.get(id=one).bumped_at for one in home_of_ana]
    assert moments == sorted(moments, reverse=True)
    assert ids(device(cy), "feed/") == [], "Cy follows nothing yet"


def test_whoever_follows_an_open_group_has_it_at_home_until_it_is_unfollowed(scene: Scene, cy: Person) -> None:
    door = device(cy)
    assert door.ask("POST", f"groups/{scene.open.id}/follow/").status_code == 204
    assert ids(door, "feed/") == [scene.in_open]
    assert door.ask("DELETE", f"groups/{scene.open.id}/follow/").status_code == 204
    assert ids(door, "feed/") == []


def test_a_follower_loses_what_is_closed_to_him(scene: Scene, cy: Person) -> None:
    from cases.actions import restrict_case

    door = device(cy)
    door.ask("POST", f"cases/{scene.case}/follow/")
    assert scene.in_case in ids(door, "feed/")
    restrict_case(Person.objects.get(handle="ana"), ref=scene.case, restricted=True)
    assert ids(door, "feed/") == []


def test_who_keeps_a_seat_may_stop_following(scene: Scene, bo: Person) -> None:
    unfollow(bo, audience_id=scene.open.audience_id)
    assert scene.in_open not in ids(device(bo), "feed/")
    assert device(bo).read(f"groups/{scene.open.id}/")["joined"]
    follow(bo, audience_id=scene.open.audience_id)
    leave(bo, group_id=scene.open.id)
    assert scene.in_open not in ids(device(bo), "feed/")


def test_gus_has_his_side_at_home(scene: Scene, gus: Person) -> None:
    assert set(ids(device(gus), "feed/")) == set(
        Post.objects.filter(audience__kind="partner").values_list("id", flat=True)
    )


def test_unread_shows_what_came_after_one_read(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    mark_audiences_read(bo, audience_ids=[scene.open.audience_id, scene.closed.audience_id, scene.secret.audience_id])
    before = set(ids(door, "feed/?only=unread"))
    assert not before & {scene.in_open, scene.in_closed, scene.in_secret}
    publish(bo, audience_id=scene.open.audience_id, body="My own words are not news to me")
    assert set(ids(door, "feed/?only=unread")) == before
    new = publish(ana, audience_id=scene.open.audience_id, body="News")
    assert set(ids(door, "feed/?only=unread")) == before | {new}
    door.ask("POST", f"posts/{new}/read/")
    assert set(ids(door, "feed/?only=unread")) == before
    reply(ana, post_id=scene.in_open, body="More")
    assert set(ids(door, "feed/?only=unread")) == before | {scene.in_open}


def test_ones_own_words_are_news_when_somebody_answers(scene: Scene, ana: Person, bo: Person) -> None:
    own = publish(ana, audience_id=scene.open.audience_id, body="Anybody there?")
    door = device(ana)
    assert own not in ids(door, "feed/?only=unread")
    reply(bo, post_id=own, body="Yes.")
    assert own in ids(door, "feed/?only=unread")
    assert door.read(f"posts/{own}/")["unread"]


def test_a_filter_that_is_not_there_is_refused(scene: Scene, ana: Person) -> None:
    answer = device(ana).ask("GET", "feed/?only=secret")
    assert answer.status_code == 400
    assert list(json.loads(answer.text)["errors"]) == ["only"]
    assert device(ana).read("feed/?only=announcements")["results"] == []


def test_a_cursor_is_good_for_its_own_list_and_its_own_person(scene: Scene, ana: Person, bo: Person) -> None:
    cursor = device(ana).read("feed/?limit=1")["next"]
    assert device(ana).ask("GET", f"feed/?cursor={cursor}").status_code == 200
    for door, path in (
        (device(bo), "feed/?"), (device(ana), "feed/?only=unread&"), (device(ana), f"groups/{scene.open.id}/posts/?"),
        (device(ana), "groups/?"), (device(ana), "cases/?"),
    ):  # fmt: skip
        answer = door.ask("GET", f"{path}cursor={cursor}")
        assert answer.status_code == 400, path
        assert json.loads(answer.text)["errors"]["cursor"][0]["code"] == "bad_cursor"
    changed = ("A" if cursor[-1] != "A" else "B") + cursor[1:]
    assert device(ana).ask("GET", f"feed/?cursor={changed}").status_code == 400


# Exactness ------------------------------------------------------------------------------------------------------------
def play_at_random(people: list[Person], audiences: list[str], seed: int, steps: int) -> None:
    """Say, answer and delete; often in the same microsecond, as an import does."""
    drawn = random.Random(seed)
    moment = clock.now() - dt.timedelta(days=1)
    posts: list[tuple[str, Person]] = []
    for _step in range(steps):
        moment += dt.timedelta(seconds=drawn.choice([0, 0, 0, 1, 7]))
        person = drawn.choice(people)
        with clock.at(moment):
            match drawn.choice("ppprrd") if posts else "p":
                case "p":
                    posts.append((publish(person, audience_id=drawn.choice(audiences), body="x"), person))
                case "r":
                    root = drawn.choice(posts)[0]
                    if not Post.objects.filter(id=root, deleted_at__isnull=False, replies_count=0).exists():
                        posts.append((reply(person, post_id=root, body="y"), person))
                case "d":
                    post, author = drawn.choice(posts)
                    delete_post(author, post_id=post)


def expected(audiences: set[str], order: str, *, only: str = "all", viewer: Person | None = None) -> list[str]:
    """Every root that is shown, by brute force."""
    shown = [
        post
        for post in Post.objects.filter(root=None, audience_id__in=audiences)
        if post.deleted_at is None or post.replies_count > 0
    ]
    return [post.id for post in sorted(shown, key=lambda post: (getattr(post, order), post.id), reverse=True)]


def pages(ask: object, limit: int) -> list[str]:
    got: list[str] = []
    cursor = None
    while True:
        page = ask(cursor=cursor, limit=limit)  # type: ignore[operator]  # any of the four queries
        got += [post.id for post in page.results]
        assert len(page.results) == limit or page.next is None
        cursor = page.next
        if cursor is None:
            return got


@pytest.mark.shape
@pytest.mark.parametrize("seed", range(4))
def test_feeds_are_exact_to_the_last_page(ana: Person, bo: Person, seed: int) -> None:
    groups = [found(ana, "open", name=f"Group {number}", member=bo) for number in range(9)]
    audiences = [group.audience_id for group in groups]
    play_at_random([ana, bo], audiences, seed, steps=140)
    followed = set(audiences[:7])
    for audience_id in audiences[7:]:
        unfollow(bo, audience_id=audience_id)
    for limit in (1, 3, 20):
        assert pages(lambda **asked: home(bo, **asked), limit) == expected(followed, "bumped_at")
        assert pages(lambda **asked: feed(bo, audience_id=audiences[0], **asked), limit) == expected(
            {audiences[0]}, "bumped_at"
        )
        assert pages(lambda **asked: across(bo, listing="l", audience_ids=audiences, **asked), limit) == expected(
            set(audiences), "bumped_at"
        )
        assert pages(lambda **asked: timeline(bo, listing="l", audience_ids=audiences, **asked), limit) == expected(
            set(audiences), "created_at"
        )


@pytest.mark.shape
@pytest.mark.parametrize("seed", range(3))
def test_the_head_of_an_audience_is_the_activity_of_its_first_post(ana: Person, bo: Person, seed: int) -> None:
    groups = [found(ana, "open", name=f"Group {number}", member=bo) for number in range(3)]
    play_at_random([ana, bo], [group.audience_id for group in groups], 100 + seed, steps=80)
    for audience in Audience.objects.filter(group__in=groups):
        first = expected({audience.id}, "bumped_at")[:1]
        assert audience.head_at == (Post.objects.get(id=first[0]).bumped_at if first else None)


@pytest.mark.shape
def test_of_audiences_that_are_not_read_nothing_is_merged(scene: Scene, cy: Person) -> None:
    everything = list(Audience.objects.values_list("id", flat=True))
    got = pages(lambda **asked: across(cy, listing="l", audience_ids=everything, **asked), 3)
    assert set(got) == {
        post.id for post in Post.objects.filter(root=None).select_related("audience") if post.audience.open_to_members
    }
    assert pages(lambda **asked: across(cy, listing="l", audience_ids=[], **asked), 3) == []


STATEMENTS = 4  # token, posts by head, posts by id, newest answers


def test_home_costs_the_same_for_one_post_and_for_a_hundred(ana: Person, bo: Person, statements: Counting) -> None:
    group = found(ana, "open", member=bo)
    first = publish(ana, audience_id=group.audience_id, body="x")
    reply(bo, post_id=first, body="y")
    door = device(bo)
    door.read("me/")
    with statements(STATEMENTS):
        door.read("feed/?limit=100")
    for number in range(9):
        group = found(ana, "open", name=f"Group {number}", member=bo)
        for _ in range(11):
            reply(bo, post_id=publish(ana, audience_id=group.audience_id, body="x"), body="y")
    with statements(STATEMENTS):
        page = door.read("feed/?limit=100")
    assert len(page["results"]) == 100
    with statements(STATEMENTS):
        door.read("feed/?limit=10")


def test_a_new_member_begins_with_nothing_unread(scene: Scene, ana: Person) -> None:
    from groups.actions import add_member

    dee = admit("dee")
    add_member(ana, group_id=scene.open.id, person_id=dee.id)
    door = device(dee)
    assert scene.in_open in ids(door, "feed/")
    assert ids(door, "feed/?only=unread") == []
