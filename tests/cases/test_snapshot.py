"""A device in step: what it fetched once and changed by each fact is what a fresh look shows."""

import json
import random
from contextlib import suppress
from typing import Any

import pytest

from cases.actions import change_case, follow_case, post_in_case
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from feeds.actions import delete_post, edit_post, publish, react, reply
from groups.actions import add_member, join, leave, remove_member
from people.models import Person
from tests.cast import Door, Scene, device, say
from tests.inbox.desk import heard
from tests.log import settle

pytestmark = [pytest.mark.shape, pytest.mark.usefixtures("committed")]

REFUSED = (Conflict, Invalid, NotAllowed, NotFound)
STEPS = 36
ASK_EVERY = 6
# What hangs on how far one has read, and on the seats of others, is told by other facts than those of the post.
PERSONAL = {"unread", "can"}

State = dict[str, dict[str, Any]]


def fetched(door: Door, limit: int = 20) -> tuple[State, str]:
    """Everything, page by page, by part and id; and the cursor to go on from."""
    state: State = {part: {} for part in ("inbox", "snoozed", "groups", "cases", "posts")}
    path = f"snapshot/?limit={limit}"
    while True:
        page = door.read(path)
        state[page["part"]].update({one.get("id") or one["ref"]: one for one in page["results"]})
        if page["next"] is None:
            return state, page["cursor"]
        path = f"snapshot/?limit={limit}&cursor={page['next']}"


class Phone:
    """A device that keeps what it fetched, and asks again for what each fact is about."""

    def __init__(self, person: Person) -> None:
        self.door = device(person)
        self.state, self.cursor = fetched(self.door, limit=3)

    def catch_up(self) -> None:
        """Apply what happened since."""
        settle()
        while True:
            answer = self.door.read(f"events/?after={self.cursor}&limit=7")
            self.apply(answer["results"])
            self.cursor = answer["cursor"]
            if not answer["more"]:
                return

    def apply(self, facts: list[dict[str, Any]]) -> None:
        """Ask again for what the facts are about; where rights changed, for everything."""
        kinds = {one["type"] for one in facts}
        if kinds & {"membership.changed", "audience.changed"}:
            self.state, _cursor = fetched(self.door)
            return
        posts = [one["data"] for one in facts if one["type"].startswith("post.")]
        self.renew("posts", [data[name] for data in posts for name in ("id", "root") if data.get(name)])
        self.renew("cases", [ref for ref in self.state["cases"] if facts])
        if kinds & {"member.joined", "member.left", "group.changed"}:
            self.renew("groups", list(self.state["groups"]))
        if "inbox.changed" in kinds:
            for part, state in (("inbox", "open"), ("snoozed", "snoozed")):
                found = self.door.read(f"inbox/?state={state}&limit=100")["results"]
                self.state[part] = {one["id"]: one for one in found}

    def renew(self, part: str, ids: list[str]) -> None:
        """What these are now; what is gone is forgotten, and what one does not follow is not kept."""
        ids = list(dict.fromkeys(ids))
        for id_ in ids:
            self.state[part].pop(id_, None)
        if not ids:
            return
        for one in self.door.read(f"{part}/?ids={','.join(ids)}")["results"]:
            if part != "posts" or self.keeps(one):
                self.state[part][one.get("id") or one["ref"]] = one

    def keeps(self, post: dict[str, Any]) -> bool:
        """The feed holds what begins a thread where one follows; words taken back stay while somebody answered."""
        here = {group["audience"] for group in self.state["groups"].values() if group["follows"]}
        for case in self.state["cases"].values():
            here |= {side["audience"] for side in case["sides"]}
        wordless = post["deleted"] or post["hidden"]
        return (
            post["reply_to"] is None and post["audience"]["id"] in here and not (wordless and not post["replies_count"])
        )


def comparable(state: State) -> State:
    """A state without what changes for other reasons."""
    posts = {id_: {k: v for k, v in one.items() if k not in PERSONAL} for id_, one in state["posts"].items()}
    for post in posts.values():
        post["replies"] = [one["id"] for one in post["replies"]]
    cases = {ref: {k: v for k, v in one.items() if k not in PERSONAL} for ref, one in state["cases"].items()}
    groups = {id_: {k: v for k, v in one.items() if k not in PERSONAL} for id_, one in state["groups"].items()}
    return state | {"posts": posts, "cases": cases, "groups": groups}


class Script:
    """What the others do, in an order that the seed decides."""

    def __init__(self, scene: Scene, people: list[Person], seed: int) -> None:
        self.scene, self.people, self.draw = scene, people, random.Random(seed)
        self.groups = [scene.open, scene.closed, scene.secret]
        self.posts = [scene.in_open, scene.in_closed, scene.in_secret, scene.in_case]

    def step(self) -> None:
        """One deed; what the policy refuses is a deed too."""
        who, group, post = self.draw.choice(self.people), self.draw.choice(self.groups), self.draw.choice(self.posts)
        owner, other = self.people[0], self.draw.choice(self.people[1:])
        deeds = [
            lambda: self.posts.append(publish(who, audience_id=group.audience_id, body=f"@{other.handle} look")),
            lambda: self.posts.append(reply(who, post_id=post, body="Yes.")),
            lambda: self.posts.append(post_in_case(who, ref=self.scene.case, body="Called.")),
            lambda: edit_post(who, post_id=post, body="Other words."),
            lambda: delete_post(who, post_id=post),
            lambda: react(who, post_id=post, emoji="👍"),
            lambda: change_case(who, ref=self.scene.case, title=f"Wardrobe {self.draw.random()}"),
            lambda: follow_case(who, ref=self.scene.case, follows=self.draw.random() < 0.5),
            lambda: join(who, group_id=group.id),
            lambda: leave(who, group_id=group.id),
            lambda: add_member(owner, group_id=group.id, person_id=other.id, role="member"),
            lambda: remove_member(owner, group_id=group.id, person_id=other.id),
        ]
        with suppress(*REFUSED):
            self.draw.choice(deeds)()


@pytest.mark.parametrize("seed", [1, 2])
def test_state_and_facts_are_what_a_fresh_look_shows(
    scene: Scene, ana: Person, bo: Person, mo: Person, seed: int
) -> None:
    script = Script(scene, [ana, bo, mo], seed)
    phones = [Phone(person) for person in (bo, mo)]
    for n in range(STEPS):
        script.step()
        if n % ASK_EVERY == ASK_EVERY - 1:
            heard()
            for phone in phones:
                phone.catch_up()
                assert comparable(phone.state) == comparable(fetched(phone.door)[0])


def test_a_snapshot_is_what_the_lists_show_and_reads_on_from_before_it(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    first = door.read("snapshot/?limit=1")
    late = say(ana, scene.open, "Said while the pages were read.")
    state, cursor = fetched(door, limit=1)
    assert [one["id"] for one in door.read("feed/?limit=100")["results"]] == list(state["posts"])
    assert set(state["cases"]) == {one["ref"] for one in door.read("cases/?which=followed&limit=100")["results"]}
    assert {one["joined"] for one in state["groups"].values()} == {True}
    assert late in state["posts"]
    heard_since = door.read(f"events/?after={first['cursor']}")["results"]
    assert ("post.published", late) in [(one["type"], one["data"]["id"]) for one in heard_since]
    assert door.read(f"events/?after={cursor}")["results"] == []


def test_a_page_of_a_snapshot_is_for_one_person_and_one_list(scene: Scene, ana: Person, bo: Person) -> None:
    page = device(bo).read("snapshot/?limit=1")["next"]
    feed = device(bo).read("feed/?limit=1")["next"]
    for person, wrong in ((ana, page), (bo, feed), (bo, "x"), (bo, page + "x")):
        answer = device(person).ask("GET", f"snapshot/?cursor={wrong}")
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["cursor"])
    assert device(bo).ask("GET", "snapshot/?q=x").status_code == 400


def test_a_guest_gets_no_more_than_their_sides(scene: Scene, gus: Person) -> None:
    state, _cursor = fetched(device(gus))
    assert state["groups"] == {}
    hidden = {scene.in_open, scene.in_closed, scene.in_secret, scene.in_case, scene.in_restricted}
    assert scene.with_partner in state["posts"]
    assert not hidden & set(state["posts"])
    assert all(set(case) == {"ref", "title", "status", "sides", "can"} for case in state["cases"].values())
