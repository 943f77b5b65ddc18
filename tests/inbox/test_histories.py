"""Whatever happens in whatever order: lines that followed the facts are those that are made anew from the rows."""

import datetime as dt
import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from cases.actions import post_in_case
from esn.core import alarms, clock
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.wiring import ALARMS
from feeds.actions import delete_post, edit_post, publish, reply
from feeds.actions.threads import follow_thread, mute_thread, unfollow_thread
from groups.actions import add_member, remove_member
from inbox import actions, queries
from inbox.models import InboxLine
from people.models import Person
from tests.cast import Scene, device
from tests.inbox.desk import heard, settled

STEPS = 340  # of a history
REFUSED = (Conflict, Invalid, NotAllowed, NotFound)


class History:
    """Five people who do things at random, in an order that the seed decides."""

    def __init__(self, scene: Scene, people: list[Person], seed: int) -> None:
        self.scene, self.people, self.draw = scene, people, random.Random(seed)
        self.posts = [scene.in_open, scene.in_closed, scene.in_secret, scene.in_case, scene.with_partner]
        self.groups = [scene.open, scene.closed, scene.secret]
        self.moment = clock.now()

    def run(self, steps: int) -> None:
        """So many deeds, each a little later; what the policy refuses is a deed too."""
        deeds: list[Callable[[Person], object]] = [
            self.say, self.answer, self.answer, self.answer, self.answer, self.edit, self.delete, self.join, self.leave,
            self.offer, self.settle_offer, self.promise, self.change, self.put_away, self.snooze, self.read,
            self.invite, self.react, self.choose, self.mute,
        ]  # fmt: skip
        for n in range(steps):
            self.moment += dt.timedelta(minutes=self.draw.randint(1, 30))
            with clock.at(self.moment), suppress(*REFUSED):
                self.draw.choice(deeds)(self.draw.choice(self.people))
            if n % 20 == 19:
                with clock.at(self.moment):
                    heard()
                    alarms.run_due(ALARMS)
                    self.holds()

    def holds(self) -> None:
        """Looking at everything again changes nothing, and nobody is told of what they do not read."""
        settled()
        for person in self.people:
            told = queries.waiting(Person.objects.get(id=person.id), limit=500)
            rows = InboxLine.objects.filter(person=person, state="open")
            assert {line.id for line in told} == set(rows.values_list("id", flat=True))

    def say(self, who: Person) -> None:
        """A post that may name somebody."""
        group = self.draw.choice(self.groups)
        self.posts.append(publish(who, audience_id=group.audience_id, body=f"{self.name()} look at this."))

    def name(self) -> str:
        """Sometimes somebody's name."""
        return f"@{self.draw.choice(self.people).handle}" if self.draw.random() < 0.4 else "Please"

    def answer(self, who: Person) -> None:
        """A reply anywhere."""
        self.posts.append(reply(who, post_id=self.draw.choice(self.posts), body=f"{self.name()} yes."))

    def edit(self, who: Person) -> None:
        """Other words."""
        edit_post(who, post_id=self.draw.choice(self.posts), body=f"{self.name()} no.")

    def delete(self, who: Person) -> None:
        """Words taken back."""
        delete_post(who, post_id=self.draw.choice(self.posts))

    def join(self, who: Person) -> None:
        """Somebody is let in."""
        add_member(self.people[0], group_id=self.draw.choice(self.groups).id, person_id=who.id, role="member")

    def leave(self, who: Person) -> None:
        """Somebody is taken out."""
        remove_member(self.people[0], group_id=self.draw.choice(self.groups).id, person_id=who.id)

    def invite(self, who: Person) -> None:
        """Somebody is asked in, or asks."""
        group = self.draw.choice(self.groups)
        device(self.people[0]).ask("POST", f"groups/{group.id}/invitations/", {"people": [who.id]})
        device(who).ask("POST", f"groups/{group.id}/requests/")

    def offer(self, who: Person) -> None:
        """The case is offered to somebody or to the team."""
        team = self.draw.random() < 0.5
        to = {"kind": "team", "id": self.scene.open.id} if team else {"kind": "person", "id": who.id}
        body = {"to": to, "brief": "Late.", "expectation": "A day."}
        device(self.draw.choice(self.people)).ask("POST", f"cases/{self.scene.case}/handoffs/", body)

    def settle_offer(self, who: Person) -> None:
        """It is accepted or refused."""
        for one in device(who).read("handoffs/")["results"]:
            verb = self.draw.choice(["accept", "refuse"])
            device(who).ask("POST", f"handoffs/{one['id']}/{verb}/", {"reason": "Away."})

    def promise(self, who: Person) -> None:
        """A promise within some days, told or not; or words in the case."""
        if self.draw.random() < 0.5:
            self.posts.append(post_in_case(who, ref=self.scene.case, body=f"{self.name()} she called."))
            return
        told = {"told": {"channel": "phone"}} if self.draw.random() < 0.5 else {}
        body = {"kind": "delivery", "text": "The wardrobe.", "window": self.window(), **told}
        device(who).ask("POST", f"cases/{self.scene.case}/commitments/", body)

    def change(self, who: Person) -> None:
        """A promise is moved, kept or told."""
        found = device(who).read(f"cases/{self.scene.case}/commitments/")["results"]
        for one in found[:1]:
            verb, body = self.draw.choice(
                [
                    ("changes", {"window": self.window(), "reason": "The truck."}),
                    ("keep", {}),
                    ("withdraw", {"reason": "No."}),
                ]
            )
            device(who).ask("POST", f"commitments/{one['id']}/{verb}/", body)

    def window(self) -> dict[str, str]:
        """Some hours within the next week."""
        start = self.moment + dt.timedelta(hours=self.draw.randint(2, 150))
        return {"start": start.isoformat(), "end": (start + dt.timedelta(hours=3)).isoformat(), "timezone": "UTC"}

    def put_away(self, who: Person) -> None:
        """Done, and perhaps undone."""
        for line in self.lines(who):
            actions.put_away(who, line_id=line)
            if self.draw.random() < 0.4:
                actions.undo(who, line_id=line)

    def snooze(self, who: Person) -> None:
        """Later."""
        for line in self.lines(who):
            actions.snooze(who, line_id=line, until=clock.now() + dt.timedelta(hours=self.draw.randint(1, 40)))

    def read(self, who: Person) -> None:
        """Read to the end."""
        actions.read_post(who, post_id=self.draw.choice(self.posts))

    def react(self, who: Person) -> None:
        """A sign under a post, or no more."""
        verb = self.draw.choice(["PUT", "PUT", "DELETE"])
        device(who).ask(verb, f"posts/{self.draw.choice(self.posts)}/reactions/👍/")

    def choose(self, who: Person) -> None:
        """To follow a thread, to leave it or to hear nothing of it."""
        deed = self.draw.choice([follow_thread, unfollow_thread, mute_thread])
        deed(who, post_id=self.draw.choice(self.posts))

    def mute(self, who: Person) -> None:
        """To hear nothing of a group or of the case, or everything again."""
        if self.draw.random() < 0.4:
            device(who).ask(self.draw.choice(["PUT", "DELETE"]), f"cases/{self.scene.case}/mute/")
            return
        tells = {"tells": self.draw.choice(["all", "mentions", "nothing", "nothing"])}
        device(who).ask("PUT", f"me/notifications/groups/{self.draw.choice(self.groups).id}/", tells)

    def lines(self, who: Person) -> list[str]:
        """A line of theirs, if there is one."""
        rows = InboxLine.objects.filter(person=who, state="open").order_by("id")
        return list(rows.values_list("id", flat=True))[-1:]


@pytest.mark.parametrize("seed", [1])
def test_after_any_history_the_lines_are_those_of_the_rows(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, gus: Person, seed: int
) -> None:
    History(scene, [ana, bo, cy, mo, gus], seed).run(STEPS)
