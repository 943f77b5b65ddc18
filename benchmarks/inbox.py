"""The inbox: ``python -m benchmarks.inbox [--events 100000]``.

People do things at random through the actions until the log holds so many facts, and the consumer follows as the worker
does. Then every line is made a second time, from nothing but the rows and the marks of its person, and the lines of
threads are counted a third time by a plain loop over all that was said, which shares no code with the sources. An
announcement to 5,000 and to 5 is compared by statements and CPU. CPU is that of this process: the machine may be busy.
"""

import argparse
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from benchmarks.site import fresh_site
from benchmarks.table import head, row

PEOPLE, GROUPS, CASES = 120, 20, 60
EACH = 500  # facts between two looks of the consumer
CROWD = 5_000


def main() -> None:
    """Fill, follow, compare, and announce."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    options = parser.parse_args()
    with fresh_site():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        _history(options.events)
        _announcing()


def _history(events: int) -> None:
    from inbox.models import InboxLine

    house = House(random.Random(6))
    spent, statements, looks = 0.0, 0, 0
    while (there := _newest()) < events:
        while _newest() < there + EACH:
            house.do()
        begun = time.process_time()
        with _counted() as ran:
            _follow()
        spent += time.process_time() - begun
        statements += ran()
        looks += 1
    again, wrong = _second_time()
    told, other = _third_time()
    head(f"The inbox after {there:,} facts")
    row("lines that a second making changes", str(again), "0", again == 0)
    row(f"lines of {InboxLine.objects.count():,} that differ when made from nothing", str(wrong), "0", wrong == 0)
    row(f"thread lines of {told:,} that a plain loop counts otherwise", str(other), "0", other == 0)
    row("CPU of the consumer for a fact", f"{spent / there * 1000:.2f} ms", "none", True)
    row("statements of the consumer for a fact", f"{statements / there:.2f}", "none", True)
    house.pages()


@contextmanager
def _counted() -> Iterator[Callable[[], int]]:
    """How many statements ran."""
    from django.db import connection

    number = [0]

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        number[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield lambda: number[0]


def _newest() -> int:
    """The position of the newest fact, which counts them on an empty site of one process."""
    from esn.core.models import Event

    return Event.objects.order_by("-position").values_list("position", flat=True).first() or 0


def _follow() -> None:
    """What the worker does with the log, for the inbox."""
    from esn.core import consumers
    from esn.wiring import CONSUMERS

    follower = next(one for one in CONSUMERS if one.name == "inbox")
    while consumers.run_once(follower):
        pass


class House:
    """People who do things at random; each deed is an action of the product."""

    def __init__(self, draw: random.Random) -> None:
        from benchmarks import company
        from cases import actions as cases
        from groups.models import Audience, Membership

        self.draw = draw
        self.people = company.people(PEOPLE)
        self.posts: list[str] = []
        openness = ["open" if number % 3 else "closed" for number in range(GROUPS)]
        self.groups = [company.groups(1, one)[0] for one in openness]
        Membership.objects.bulk_create(
            Membership(person=one, audience_id=group.audience_id, role="member")
            for group in self.groups
            for one in draw.sample(self.people, 25)
        )
        self.seats = defaultdict(list)
        for person, audience in Membership.objects.filter(audience__kind=Audience.Kind.GROUP).values_list(
            "person", "audience"
        ):
            self.seats[audience].append(person)
        self.by_id = {one.id: one for one in self.people}
        boss = self.people[0]
        customer = cases.create_customer(boss, kind="person", name="Mme Dupin")
        story = cases.StoryText(happened="Late.", wanted="A date.")
        self.cases = [
            cases.open_case(draw.choice(self.people), customer_id=customer, title=f"Case {n}", story=story)
            for n in range(CASES)
        ]
        self.deeds: list[tuple[Callable[[Any], None], int]] = [
            (self.say, 12), (self.answer, 42), (self.react, 14), (self.in_case, 8), (self.read, 6), (self.put_away, 5),
            (self.edit, 3), (self.delete, 2), (self.choose, 3), (self.offer, 2), (self.take, 2), (self.snooze, 1),
        ]  # fmt: skip

        for _n in range(20):
            self.say(boss)

    def do(self) -> None:
        """One deed of somebody; what the policy refuses is no deed."""
        from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound

        deeds, weights = zip(*self.deeds, strict=True)
        with suppress(Conflict, Invalid, NotAllowed, NotFound):
            self.draw.choices(deeds, weights)[0](self.draw.choice(self.people))

    def say(self, _who: Any) -> None:
        """A post of a member in a group."""
        from feeds.actions import publish

        group = self.draw.choice(self.groups)
        who = self.by_id[self.draw.choice(self.seats[group.audience_id])]
        self.posts.append(publish(who, audience_id=group.audience_id, body=f"{self.name()} look."))

    def name(self) -> str:
        """Sometimes somebody's name."""
        return f"@{self.draw.choice(self.people).handle}" if self.draw.random() < 0.3 else "Please"

    def some_post(self) -> str:
        """Mostly one of the newest."""
        return self.draw.choice(self.posts[-400:] if self.draw.random() < 0.9 else self.posts)

    def answer(self, who: Any) -> None:
        """A reply."""
        from feeds.actions import reply

        self.posts.append(reply(who, post_id=self.some_post(), body=f"{self.name()} yes."))

    def react(self, who: Any) -> None:
        """A sign."""
        from feeds.actions import react

        react(who, post_id=self.some_post(), emoji="👍")

    def in_case(self, who: Any) -> None:
        """Words in a case."""
        from cases.actions import post_in_case

        self.posts.append(post_in_case(who, ref=self.draw.choice(self.cases), body=f"{self.name()} she called."))

    def read(self, who: Any) -> None:
        """Read to the end."""
        from inbox.actions import read_post

        read_post(who, post_id=self.some_post())

    def put_away(self, who: Any) -> None:
        """A line is done."""
        from inbox.actions import put_away

        for line in self.lines(who):
            put_away(who, line_id=line)

    def snooze(self, who: Any) -> None:
        """A line is put off."""
        from inbox.actions import snooze

        for line in self.lines(who):
            snooze(who, line_id=line, event="answer")

    def lines(self, who: Any) -> list[str]:
        """The oldest line of somebody."""
        from inbox.models import InboxLine

        rows = InboxLine.objects.filter(person=who, state="open", kind__in=("reply", "mention", "reaction"))
        return list(rows.order_by("since").values_list("id", flat=True)[:1])

    def edit(self, who: Any) -> None:
        """Other words, by who wrote them."""
        from feeds.actions import edit_post

        author, post = self.own()
        edit_post(author, post_id=post, body=f"{self.name()} no.")

    def delete(self, who: Any) -> None:
        """Words taken back."""
        from feeds.actions import delete_post

        author, post = self.own()
        delete_post(author, post_id=post)

    def own(self) -> tuple[Any, str]:
        """A post and who wrote it."""
        from feeds.models import Post

        post = self.some_post()
        author = Post.objects.values_list("author_id", flat=True).get(id=post)
        return self.by_id[author], post

    def choose(self, who: Any) -> None:
        """To follow a thread, to leave it, or to mute it."""
        from feeds.actions.threads import follow_thread, mute_thread, unfollow_thread

        self.draw.choice([follow_thread, unfollow_thread, mute_thread])(who, post_id=self.some_post())

    def offer(self, who: Any) -> None:
        """A case is offered."""
        from cases.actions import Holder, offer_handoff

        to = Holder("person", self.draw.choice(self.people).id)
        offer_handoff(who, ref=self.draw.choice(self.cases), to=to, brief="Late.", expectation="A day.")

    def take(self, who: Any) -> None:
        """Somebody takes a case."""
        from cases.actions import take_case

        take_case(who, ref=self.draw.choice(self.cases))

    def pages(self) -> None:
        """What the page and REST cost, for who has most lines."""
        from django.db.models import Count
        from django.test import Client

        from inbox.models import InboxLine
        from people.actions import issue_token
        from people.models import Person

        rows = InboxLine.objects.filter(state="open").values("person").annotate(n=Count("id")).order_by("-n")
        most = rows[0]
        door = Client()
        token = issue_token(Person.objects.get(id=most["person"]), device="benchmark")[1]
        found: dict[int, tuple[int, float]] = {}
        for limit in (1, 10, 50, 100):
            asking = _asking(door, f"/api/v1/inbox/?limit={limit}", token)
            asking()
            with _counted() as ran:
                asking()
            found[limit] = ran(), _cpu(asking, 15)
        flat = len({number for number, _cost in found.values()}) == 1
        said = ", ".join(f"{limit}: {number} ({cost:.1f} ms)" for limit, (number, cost) in found.items())
        row(f"statements (CPU) of `inbox/` for so many of {most['n']} lines", said, "flat", flat)


def _asking(door: Any, path: str, token: str) -> Callable[[], None]:
    def ask() -> None:
        assert door.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 200, path

    return ask


def _cpu(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def _said() -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """What every line says that is not gone."""
    from inbox.actions.lines import DERIVED
    from inbox.models import InboxLine

    rows = InboxLine.objects.exclude(state="gone")
    columns = ("person_id", "subject_kind", "subject_id", "state", *DERIVED)
    return {tuple(values[:3]): tuple(map(repr, values[3:])) for values in rows.values_list(*columns)}


def _second_time() -> tuple[int, int]:
    """Lines that change when all is looked at again, and those that differ when made from marks and rows alone."""
    from esn.wiring import NEEDS
    from inbox.actions import reconcile
    from inbox.models import InboxLine
    from people.models import Person

    people = list(Person.objects.values_list("id", flat=True))
    again = reconcile(NEEDS, people)
    before = _said()
    InboxLine.objects.exclude(state="snoozed").update(reasons=[], codes="", count=0, due=None, state="gone")
    reconcile(NEEDS, people)
    after = _said()
    return again, sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())


def _third_time() -> tuple[int, int]:
    """Lines of threads, and how many of them a plain loop over all that was said counts otherwise."""
    from inbox.models import InboxLine

    causes = _plain_causes()
    told, wrong, known = 0, 0, set()
    for line in InboxLine.objects.filter(subject_kind="thread").iterator():
        key = (line.person_id, line.subject_id)
        known.add(key)
        marks = [mark for mark in (line.read_up_to, line.done_up_to) if mark is not None]
        waits = [code for code, at in causes.get(key, ()) if all(at > mark for mark in marks)]
        open_ = line.state in ("open", "snoozed")
        told += open_
        wrong += Counter({one["code"]: one["count"] for one in line.reasons} if open_ else {}) != Counter(waits)
    read = _read_to()
    for (person, root), found in causes.items():
        if (person, root) not in known:
            place = read[root]
            wrong += any(place.get(person) is None or at > place[person] for _code, at in found)
    return told, wrong


def _read_to() -> dict[str, dict[str, Any]]:
    """How far everybody has read the group of each thread."""
    from feeds.models import Post
    from groups.models import Membership

    by_place: dict[str, dict[str, Any]] = defaultdict(dict)
    for person, place, at in Membership.objects.values_list("person_id", "audience_id", "read_at"):
        by_place[place][person] = at
    return {id_: by_place[place] for id_, place in Post.objects.filter(root=None).values_list("id", "audience_id")}


def _plain_causes() -> dict[tuple[str, str], list[tuple[str, Any]]]:
    """What each thread of a group says to whom, one post after the other, and when it happened."""
    from feeds.models import Mention, Post, Reaction, ThreadChoice
    from groups.models import Audience, Membership

    audiences = dict(Audience.objects.filter(kind="group").values_list("id", "open_to_members"))
    seats = set(Membership.objects.filter(audience__in=audiences).values_list("person_id", "audience_id"))
    named: dict[str, set[str]] = defaultdict(set)
    signs: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    chosen: dict[str, dict[str, tuple[str, Any]]] = defaultdict(dict)
    for post_id, person in Mention.objects.filter(kind="person").values_list("post_id", "target"):
        named[post_id].add(person)
    for post_id, person, at in Reaction.objects.values_list("post_id", "person_id", "at"):
        signs[post_id].append((person, at))
    for root, person, choice, at in ThreadChoice.objects.values_list("root_id", "person_id", "choice", "at"):
        chosen[root][person] = (choice, at)
    threads = defaultdict(list)
    for post in Post.objects.filter(audience__in=audiences).order_by("created_at", "id"):
        threads[post.root_id or post.id].append(post)
    found: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for root, posts in threads.items():
        place = posts[0].audience_id
        hears = _hears(posts, chosen[root])
        for post in posts:
            if post.deleted_at is not None:
                continue
            causes = [("mention", person, post.created_at) for person in named[post.id] if person != post.author_id]
            spoke = (
                one for one, at in hears.items() if post.root_id and one != post.author_id and post.created_at > at
            )
            causes += [("reply", one, post.created_at) for one in spoke if one not in named[post.id]]
            causes += [("reaction", post.author_id, at) for one, at in signs[post.id] if one != post.author_id]
            for code, person, at in causes:
                reads = audiences[place] or (person, place) in seats
                if reads and chosen[root].get(person, ("",))[0] != "mute":
                    found[person, root].append((code, at))
    return found


def _hears(posts: list[Any], chosen: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    """Who hears of answers in a thread, and since when."""
    last = {post.author_id: post.created_at for post in posts}
    for person, (choice, at) in chosen.items():
        if choice == "follow":
            last.setdefault(person, at)
        else:
            last.pop(person, None)
    return last


def _announcing() -> None:
    """An announcement and a post to a crowd and to five: what the writer waits for, and what the worker does after."""
    from benchmarks import company
    from feeds.actions import announce, publish
    from groups.models import Membership
    from inbox.models import InboxLine
    from people.models import Person

    boss = Person.objects.filter(kind="member").order_by("handle")[0]
    few, many = company.groups(2)
    company.seat_crowd(many.audience_id, CROWD)
    crowd = list(Person.objects.filter(handle__startswith="crowd")[:5])
    Membership.objects.bulk_create(Membership(person=one, audience_id=few.audience_id) for one in crowd)
    for group in (few, many):
        Membership.objects.create(person=boss, audience_id=group.audience_id, role="owner")
    head(f"An announcement and a post to {CROWD:,} people and to 5")
    writers: dict[str, Callable[..., object]] = {"announcement": announce, "post": publish}
    for kind, write in writers.items():
        deeds = [_writing(write, boss, group) for group in (few, many)]
        (less, more), (cost, dearer) = [_statements(deed) for deed in deeds], _in_turns(deeds, 25)
        row(f"{kind}: statements of the request, {CROWD:,} / 5", f"{more} / {less}", "equal", more == less)
        said = f"{dearer / cost:.2f} ({dearer:.1f} / {cost:.1f} ms)"
        row(f"{kind}: CPU of the request, {CROWD:,} / 5", said, "≤ 1.3", dearer / cost <= 1.3)
        for number, deed in zip((5, CROWD), deeds, strict=True):
            _follow()
            before = InboxLine.objects.count()
            deed()
            begun = time.process_time()
            statements = _statements(_follow)
            spent, lines = time.process_time() - begun, InboxLine.objects.count() - before
            said = f"{lines} lines, {statements} statements, {spent:.2f} s"
            row(f"{kind}: what the worker does for the inbox after it, {number:,}", said, "none", True)


def _writing(write: Callable[..., object], boss: Any, group: Any) -> Callable[[], object]:
    def deed() -> None:
        write(boss, audience_id=group.audience_id, body="The shop closes at six.")

    return deed


def _statements(work: Callable[[], object]) -> int:
    with _counted() as ran:
        work()
    return ran()


def _in_turns(works: list[Callable[[], object]], times: int) -> list[float]:
    """The median CPU of each in milliseconds, asked for in turns."""
    taken: list[list[float]] = [[] for _work in works]
    for turn in range(times + 2):
        for found, work in zip(taken, works, strict=True):
            begun = time.process_time()
            work()
            if turn > 1:
                found.append((time.process_time() - begun) * 1000)
    return [statistics.median(found) for found in taken]


if __name__ == "__main__":
    main()
