"""Feeds narrowed to open questions, what is mine, what names me and what is unread: ``?only=`` of home and groups."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feeds.actions import Manner, accept_answer, delete_post, hide_post, publish, reopen_question, reply
from feeds.models import QUESTION
from feeds.queries import home
from people.models import Person
from tests.cast import Door, Scene, device, found
from tests.conftest import Counting


def ids(door: Door, path: str) -> list[str]:
    """The ids of all pages, two at a time."""
    got: list[str] = []
    cursor = ""
    while True:
        page = door.read(f"{path}&limit=2{cursor}")
        got += [one["id"] for one in page["results"]]
        if page["next"] is None:
            return got
        cursor = f"&cursor={page['next']}"


def asked(author: Person, scene: Scene, body: str = "Who has the key?") -> str:
    return publish(author, audience_id=scene.open.audience_id, body=body, manner=Manner(QUESTION))


def both(scene: Scene, only: str) -> tuple[str, str]:
    return f"feed/?only={only}", f"groups/{scene.open.id}/posts/?only={only}"


def test_open_questions_leave_when_they_are_settled_and_come_back(scene: Scene, ana: Person, bo: Person) -> None:
    first, second, third = (asked(ana, scene, f"Question {number}?") for number in range(3))
    for path in both(scene, "questions"):
        assert ids(device(bo), path) == [third, second, first]
    answer = reply(bo, post_id=second, body="Nadia has it.")
    assert ids(device(bo), both(scene, "questions")[1]) == [second, third, first], "by newest activity, like the feed"
    accept_answer(ana, post_id=answer)
    for path in both(scene, "questions"):
        assert ids(device(bo), path) == [third, first]
    reopen_question(ana, post_id=answer)
    assert ids(device(bo), both(scene, "questions")[0]) == [second, third, first]
    accept_answer(ana, post_id=answer)
    delete_post(bo, post_id=answer)
    assert second in ids(device(bo), both(scene, "questions")[0]), "its answer is gone: it is open again"


@pytest.mark.parametrize("only", ["questions", "mine"])
def test_what_was_deleted_or_hidden_stands_in_no_narrowed_feed(
    scene: Scene, ana: Person, bo: Person, only: str
) -> None:
    gone, hidden = asked(bo, scene), asked(bo, scene)
    for post in (gone, hidden):
        reply(ana, post_id=post, body="Wait.")
    delete_post(bo, post_id=gone)
    hide_post(ana, post_id=hidden, reason="Not here.")
    for path in both(scene, only):
        assert not {gone, hidden} & set(ids(device(bo), path))


def test_mine_is_what_i_began_wherever_it_is_answered(scene: Scene, ana: Person, bo: Person) -> None:
    own = publish(bo, audience_id=scene.open.audience_id, body="Mine.")
    elsewhere = publish(bo, audience_id=scene.closed.audience_id, body="Mine, elsewhere.")
    foreign = publish(ana, audience_id=scene.open.audience_id, body="Not mine.")
    reply(bo, post_id=foreign, body="A reply of mine begins nothing.")
    reply(ana, post_id=own, body="Seen.")
    assert ids(device(bo), both(scene, "mine")[0])[:2] == [own, elsewhere]
    assert ids(device(bo), both(scene, "mine")[1]) == [own]
    assert foreign not in ids(device(bo), both(scene, "mine")[0])


def test_mentions_are_posts_and_replies_that_name_me_and_that_i_read(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    named = publish(ana, audience_id=scene.open.audience_id, body="@bo has a look.")
    answered = reply(ana, post_id=named, body="And @bo again.")
    secret = publish(ana, audience_id=scene.secret.audience_id, body="@bo and @cy, between us.")
    assert ids(device(bo), both(scene, "mentions")[0]) == [secret, answered, named]
    assert ids(device(bo), both(scene, "mentions")[1]) == [answered, named], "of this group alone"
    assert ids(device(cy), both(scene, "mentions")[0]) == [], "Cy does not read the secret group"
    delete_post(ana, post_id=answered)
    assert ids(device(bo), both(scene, "mentions")[1]) == [named]


def test_unread_of_a_group_is_what_came_after_one_read_it(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    new = publish(ana, audience_id=scene.open.audience_id, body="News.")
    path = both(scene, "unread")[1]
    assert new in ids(device(bo), path)
    device(bo).make(f"posts/{new}/read/")
    assert ids(device(bo), path) == []
    assert ids(device(cy), path) == [], "of who has no seat and follows nothing, nothing is kept"


def test_a_cursor_belongs_to_its_filter(scene: Scene, bo: Person) -> None:
    for number in range(3):
        asked(bo, scene, f"Question {number}?")
    for group in ("feed/?", f"groups/{scene.open.id}/posts/?"):
        cursor = device(bo).read(f"{group}only=questions&limit=1")["next"]
        assert device(bo).ask("GET", f"{group}only=questions&cursor={cursor}").status_code == 200
        for other in ("only=mine&", "only=mentions&", "only=unread&", ""):
            answer = device(bo).ask("GET", f"{group}{other}cursor={cursor}")
            assert answer.status_code == 400, other
            assert json.loads(answer.text)["errors"]["cursor"][0]["code"] == "bad_cursor"


def test_an_unknown_filter_of_a_group_is_refused_and_a_foreign_group_is_absent(
    scene: Scene, bo: Person, cy: Person
) -> None:
    assert device(bo).ask("GET", f"groups/{scene.open.id}/posts/?only=gold").status_code == 400
    assert device(cy).ask("GET", f"groups/{scene.secret.id}/posts/?only=mine").status_code == 404


@pytest.mark.parametrize(("only", "most"), [("questions", 4), ("mine", 4), ("unread", 4), ("mentions", 4)])
def test_a_narrowed_feed_costs_no_more_statements_than_the_whole(
    ana: Person, bo: Person, statements: Counting, only: str, most: int
) -> None:
    door = device(bo)
    door.read("me/")
    for number in range(5):
        group = found(ana, "open", name=f"Group {number}", member=bo)
        for author in (ana, bo):
            post = publish(author, audience_id=group.audience_id, body="@bo?", manner=Manner(QUESTION))
            reply(ana, post_id=post, body="y")
        if number in (0, 4):
            with statements(most):
                assert door.read(f"feed/?only={only}&limit=100")["results"]


@pytest.mark.parametrize(("only", "index"), [("questions", "feeds_post_asked"), ("mine", "feeds_post_begun")])
def test_the_database_takes_the_index_that_was_made_for_it(scene: Scene, bo: Person, only: str, index: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        home(bo, only=only)
    merged = next(query["sql"] for query in captured if "WITH heads" in query["sql"])
    with connection.cursor() as run:
        if connection.vendor == "postgresql":
            run.execute("SET LOCAL enable_seqscan = off")
        run.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN'} {merged}")
        plan = "\n".join(str(line) for line in run.fetchall())
    assert index in plan, plan
    assert "feeds_post_feed" not in plan, plan
