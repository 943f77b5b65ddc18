"""What people do at random, through the doors; each time the model says first what the door must answer."""

import random
from collections.abc import Callable

from groups.models import Audience, Group
from people.models import Person
from tests.cast import Door, admit, device
from tests.oracle.model import MODERATING, Company, Place

Told = str  # y: done, x: refused (403), -: not there (404, or 400 for a side), c: not now (409)


class Players:
    """The people with their doors, beside the model of what they may do."""

    def __init__(self, seed: int, partners: list[str]) -> None:
        self.draw = random.Random(seed)
        self.company = Company()
        self.doors: dict[str, Door] = {}
        self.words = 0
        self.customer = ""
        from tests.oracle.model import Human

        for number in range(7):
            partner = partners[number % 2] if number >= 5 else ""
            kind = "guest" if partner else "member"
            person = admit(f"{kind}-{number}", kind=kind, partner_id=partner or None)
            self.company.people[person.id] = Human(person.id, partner)
            self.doors[person.id] = device(person)

    # Drawing ------------------------------------------------------------------------------------------------------
    def anybody(self) -> str:
        """Somebody who is here."""
        return self.draw.choice([one.id for one in self.company.people.values() if one.active])

    def near(self, place: Place) -> str:
        """Often somebody who sits there, for only they have much to do; else anybody."""
        company = self.company
        seated = [person for person in company.people if (place, person) in company.seats]
        here = [person for person in seated if company.people[person].active]
        return self.draw.choice(here) if here and self.draw.random() < 0.6 else self.anybody()

    def at_a_group(self) -> tuple[str, str]:
        """Somebody, and a group."""
        group = self.group()
        return self.near(("group", group)), group

    def at_a_case(self) -> tuple[str, str]:
        """Somebody, and a case."""
        ref = self.case()
        return self.near(("case", ref, "internal")), ref

    def staff(self) -> str:
        """A member who is here."""
        return self.draw.choice([one.id for one in self.company.people.values() if one.active and one.member])

    def group(self) -> str:
        """Any group."""
        return self.draw.choice(list(self.company.openness))

    def case(self) -> str:
        """Any case."""
        return self.draw.choice(list(self.company.restricted))

    def message(self) -> str:
        """Anything that somebody said in their own words."""
        return self.draw.choice([one.id for one in self.company.said.values() if one.kind == "message"])

    def word(self) -> str:
        """A text that no other post has, with one word that all have."""
        self.words += 1
        return f"canary number w{self.words}x"

    # Doing --------------------------------------------------------------------------------------------------------
    def do(self, person: str, method: str, path: str, body: object = None) -> Told:
        """What the door answers."""
        answer = self.doors[person].ask(method, path, body)
        known = {200: "y", 201: "y", 204: "y", 403: "x", 404: "-", 409: "c"}
        if answer.status_code == 400 and '"unknown_side"' in answer.text:
            return "-"
        assert answer.status_code in known, f"{method} {path} {body} → {answer.status_code} {answer.text}"
        return known[answer.status_code]

    def found(self, openness: str) -> None:
        """Found a group, and say something there."""
        person = self.staff()
        made = self.doors[person].make("groups/", {"name": self.word(), "kind": "team", "openness": openness})
        self.company.openness[made["id"]] = openness
        self.company.sit(person, ("group", made["id"]), "owner")
        assert self.do(person, "POST", f"groups/{made['id']}/posts/", {"body": self.word()}) == "y"

    def open_case(self, restricted: bool) -> None:
        """Open a case, and say something on each side."""
        person = self.staff()
        story = {"happened": "It did not come."}
        body = {"customer": self.customer, "title": "A matter", "story": story, "restricted": restricted}
        ref = self.doors[person].make("cases/", body)["ref"]
        self.company.restricted[ref] = restricted
        self.company.opener[ref] = self.company.holder[ref] = person
        self.company.places[ref] = {("case", ref, "internal"), ("case", ref, "customer")}
        for place in self.company.places[ref]:
            self.company.sit(person, place, "owner")
            said = {"body": self.word(), "side": place[2]}
            assert self.do(person, "POST", f"cases/{ref}/posts/", said) == "y"

    def guests(self) -> list[str]:
        """The people of partners."""
        return [one.id for one in self.company.people.values() if not one.member]

    def invite_guests(self) -> None:
        """Each guest takes part in a case from the start, and has said something there."""
        for guest, ref in zip(self.guests(), self.company.restricted, strict=False):
            holder = self.company.holder[ref]
            assert self.do(holder, "POST", f"cases/{ref}/participants/", {"person": guest}) == "y"
            self.company.bring(guest, ref)
            assert self.do(guest, "POST", f"cases/{ref}/posts/", {"body": self.word()}) == "y"

    def learn(self) -> None:
        """Read from the tables what exists; who may see it is the model's own matter."""
        from feeds.models import Post
        from tests.oracle.model import Said

        places = {row.id: place_of(row) for row in Audience.objects.exclude(kind__in=["person", "everyone"])}
        for post in Post.objects.all():
            self.company.said[post.id] = Said(
                post.id,
                places[post.audience_id],
                post.author_id,
                post.kind,
                post.root_id or "",
                post.deleted_at is not None,
            )


def place_of(row: Audience) -> Place:
    """The place that an audience is in the model."""
    if row.kind == "group":
        return ("group", row.subject_ref)
    side = f"partner:{row.partner_id}" if row.partner_id else row.kind
    return ("case", row.subject_ref, side)


def step(players: Players) -> tuple[str, Told, Told]:
    """One deed: its name, what the model expected, and what the door said."""
    name = players.draw.choice(list(DEEDS))
    expected, said = DEEDS[name](players)
    return name, expected, said


def _join(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    place = ("group", group)
    expected = (
        "-" if not company.knows_group(person, group)
        else "y" if (place, person) in company.seats or company.openness[group] == "open"
        else "x"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/join/")
    if said == "y" and (place, person) not in company.seats:
        company.sit(person, place, "member")
    return expected, said


def _leave(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    place = ("group", group)
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if (place, person) not in company.seats
        else "c" if company.owners(group) == {person}
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/leave/")
    if said == "y":
        company.stand_up(person, place)
    return expected, said


def _ask(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    seated = (("group", group), person) in company.seats
    expected = (
        "-" if not company.knows_group(person, group)
        else "c" if seated or company.openness[group] == "open"
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/requests/")
    if said == "y":
        company.asking.add((group, person))
    return expected, said


def _decide(players: Players) -> tuple[Told, Told]:
    company, person = players.company, players.anybody()
    group, asking = players.draw.choice(sorted(company.asking)) if company.asking else (players.group(), person)
    role = company.seats.get((("group", group), person))
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if role not in MODERATING
        else "-" if (group, asking) not in company.asking
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/requests/decide/", {"person": asking, "accept": True})
    if said == "y":
        company.asking.discard((group, asking))
        if company.people[asking].active and (("group", group), asking) not in company.seats:
            company.sit(asking, ("group", group), "member")
    return expected, said


def _add(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    place = ("group", group)
    new = players.draw.choice(
        [one.id for one in company.people.values()
         if one.member and one.active and company.seats.get((place, one.id)) not in MODERATING]
        or [players.staff()]
    )  # fmt: skip
    if company.seats.get((place, new)) in MODERATING:
        return "y", "y"
    role = company.seats.get((place, person))
    wanted = players.draw.choice(["member", "moderator"])
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if role not in MODERATING or (wanted == "moderator" and role != "owner")
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/members/", {"person": new, "role": wanted})
    if said == "y":
        company.asking.discard((group, new))
        company.sit(new, place, wanted)
    return expected, said


def _remove(players: Players) -> tuple[Told, Told]:
    company, other, (person, group) = players.company, players.anybody(), players.at_a_group()
    if other == person:
        return "y", "y"
    place = ("group", group)
    role, present = company.seats.get((place, person)), company.seats.get((place, other))
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if role not in MODERATING
        else "-" if present is None
        else "x" if present in MODERATING and role != "owner"
        else "y"
    )  # fmt: skip
    said = players.do(person, "DELETE", f"groups/{group}/members/{other}/")
    if said == "y":
        company.stand_up(other, place)
    return expected, said


def _follow(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    place = ("group", group)
    follows = players.draw.random() < 0.7
    expected = "y" if company.reads(person, place) else "-"
    said = players.do(person, "POST" if follows else "DELETE", f"groups/{group}/follow/")
    if said == "y":
        (company.follows.add if follows else company.follows.discard)((place, person))
    return expected, said


def _publish(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    place = ("group", group)
    expected = "-" if not company.reads(person, place) else "y" if company.speaks(person, place) else "x"
    return expected, players.do(person, "POST", f"groups/{group}/posts/", {"body": players.word()})


def _reply(players: Players) -> tuple[Told, Told]:
    company, post = players.company, company_post(players)
    if post is None:
        return "y", "y"
    said = company.said[post]
    person = players.near(said.place)
    answered = any(one.root == post and not one.deleted for one in company.said.values())
    expected = (
        "-" if not company.reads(person, said.place)
        else "x" if not company.speaks(person, said.place)
        else "c" if said.deleted and not answered
        else "y"
    )  # fmt: skip
    return expected, players.do(person, "POST", f"posts/{post}/replies/", {"body": players.word()})


def _edit(players: Players) -> tuple[Told, Told]:
    company, post = players.company, company_post(players)
    if post is None:
        return "y", "y"
    said = company.said[post]
    person = players.near(said.place)
    own = said.author == person and not said.deleted and company.speaks(person, said.place)
    expected = "-" if not company.reads(person, said.place) else "y" if own else "x"
    return expected, players.do(person, "PATCH", f"posts/{post}/", {"body": players.word()})


def _delete(players: Players) -> tuple[Told, Told]:
    company, post = players.company, company_post(players)
    if post is None:
        return "y", "y"
    said = company.said[post]
    person = players.near(said.place)
    own = said.author == person and company.speaks(person, said.place)
    moderates = company.seats.get((said.place, person)) in MODERATING
    expected = "-" if not company.reads(person, said.place) else "y" if said.deleted or own or moderates else "x"
    return expected, players.do(person, "DELETE", f"posts/{post}/")


def company_post(players: Players) -> str | None:
    """Something that was said, when there is anything."""
    return players.message() if any(one.kind == "message" for one in players.company.said.values()) else None


def _say_in_case(players: Players) -> tuple[Told, Told]:
    company, (person, ref) = players.company, players.at_a_case()
    place = players.draw.choice(sorted(company.places[ref]))
    expected = (
        "-" if not company.knows_case(person, ref) or not company.reads(person, place)
        else "y" if company.speaks(person, place)
        else "x"
    )  # fmt: skip
    said = players.do(person, "POST", f"cases/{ref}/posts/", {"body": players.word(), "side": place[2]})
    if said == "y" and (place, person) not in company.seats:
        company.follows.add((place, person))
    return expected, said


def _bring(players: Players) -> tuple[Told, Told]:
    company, other, (person, ref) = players.company, players.anybody(), players.at_a_case()
    expected = "y" if company.inside(person, ref) else "-"
    said = players.do(person, "POST", f"cases/{ref}/participants/", {"person": other})
    if said == "y":
        company.take_part(person, ref)
        company.bring(other, ref)
    return expected, said


def _take_out(players: Players) -> tuple[Told, Told]:
    company, other, (person, ref) = players.company, players.anybody(), players.at_a_case()
    expected = (
        "-" if not company.inside(person, ref)
        else "c" if company.holder[ref] == other
        else "x" if person != other and not company.restricts(person, ref)
        else "y" if any((place, other) in company.seats for place in company.places[ref])
        else "-"
    )  # fmt: skip
    said = players.do(person, "DELETE", f"cases/{ref}/participants/{other}/")
    if said == "y":
        for place in company.places[ref]:
            company.stand_up(other, place)
    return expected, said


def _restrict(players: Players) -> tuple[Told, Told]:
    company, (person, ref) = players.company, players.at_a_case()
    restricted = not company.restricted[ref]
    expected = "-" if not company.inside(person, ref) else "y" if company.restricts(person, ref) else "x"
    said = players.do(person, "PATCH", f"cases/{ref}/", {"restricted": restricted})
    if said == "y":
        company.close(ref, restricted)
    return expected, said


def _take(players: Players) -> tuple[Told, Told]:
    company, (person, ref) = players.company, players.at_a_case()
    expected = "y" if company.inside(person, ref) else "-"
    said = players.do(person, "POST", f"cases/{ref}/take/")
    if said == "y" and company.holder[ref] != person:
        company.hold(person, ref)
    return expected, said


def _tell_on(players: Players) -> tuple[Told, Told]:
    company, (person, ref) = players.company, players.at_a_case()
    expected = "y" if company.inside(person, ref) else "-"
    said = players.do(person, "PATCH", f"cases/{ref}/story/", {"tried": f"call {players.words}"})
    if said == "y":
        company.take_part(person, ref)
    return expected, said


def _follow_case(players: Players) -> tuple[Told, Told]:
    company, (person, ref) = players.company, players.at_a_case()
    follows = players.draw.random() < 0.7
    expected = "y" if company.knows_case(person, ref) else "-"
    said = players.do(person, "POST" if follows else "DELETE", f"cases/{ref}/follow/")
    if said == "y":
        for place in company.places[ref]:
            if company.reads(person, place):
                (company.follows.add if follows else company.follows.discard)((place, person))
    return expected, said


def _come_and_go(players: Players) -> tuple[Told, Told]:
    """Somebody is deactivated, and comes back; at least five are here."""
    company = players.company
    person = players.draw.choice(list(company.people.values()))
    if person.active and sum(one.active for one in company.people.values()) <= 5:
        return "y", "y"
    person.active = not person.active
    Person.objects.filter(id=person.id).update(is_active=person.active)
    return "y", "y"


DEEDS: dict[str, Callable[[Players], tuple[Told, Told]]] = {
    "join": _join, "leave": _leave, "ask": _ask, "decide": _decide, "add": _add, "remove": _remove, "follow": _follow,
    "publish": _publish, "publish again": _publish, "reply": _reply, "edit": _edit, "delete": _delete,
    "say in case": _say_in_case, "say in case again": _say_in_case, "bring": _bring, "take out": _take_out,
    "restrict": _restrict, "take": _take, "tell on": _tell_on, "follow case": _follow_case, "come and go": _come_and_go,
}  # fmt: skip


def members_count(group: str) -> int:
    """What the site says about how many sit in a group."""
    return Group.objects.select_related("audience").get(id=group).audience.members_count
