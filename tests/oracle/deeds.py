"""What people do at random, through the doors; each time the model says first what the door must answer."""

import random
from collections import Counter
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
        self.eye = random.Random(seed)  # where one looks besides; what is done does not depend on it
        self.company = Company()
        self.doors: dict[str, Door] = {}
        self.words = 0
        self.marked: set[tuple[str, str]] = set()  # who marked which post
        self.needed = 0  # words of others that were seen in an inbox
        self.customer = self.admin = ""
        from tests.oracle.model import Human

        for number in range(7):
            partner = partners[number % 2] if number >= 5 else ""
            kind = "guest" if partner else "member"
            # Whoever runs the site reads no more than the others.
            role = "" if number else "site_admin"
            person = admit(f"{kind}-{number}", kind=kind, partner_id=partner or None, site_role=role)
            self.admin = self.admin or person.id
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
        """A text that no other post has, with one word that all have, as a hashtag."""
        self.words += 1
        return f"#canary number w{self.words}x"

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

        named = places()
        for post in Post.objects.all():
            self.company.said[post.id] = Said(
                post.id,
                named[post.audience_id],
                post.author_id,
                post.kind,
                post.root_id or "",
                post.deleted_at is not None,
            )


def places() -> dict[str, Place]:
    """The place in the model of every audience where something is said; groups have places from before too."""
    present = set(Group.objects.values_list("audience_id", flat=True))
    named: dict[str, Place] = {}
    formers: Counter[str] = Counter()
    for row in Audience.objects.exclude(kind__in=["person", "everyone", "moderators"]).order_by("id"):
        if row.kind != "group":
            side = f"partner:{row.partner_id}" if row.partner_id else row.kind
            named[row.id] = ("case", row.subject_ref, side)
        elif row.id in present:
            named[row.id] = ("group", row.subject_ref)
        else:
            named[row.id] = ("group", row.subject_ref, str(formers[row.subject_ref]))
            formers[row.subject_ref] += 1
    return named


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
        else "y" if (place, person) in company.seats
        else "x" if company.openness[group] != "open"
        else "c" if group in company.archived or (group, person) in company.banned
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/join/")
    if said == "y" and (place, person) not in company.seats:
        company.come_in(person, group, "member")
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
        else "c" if seated or company.openness[group] == "open" or group in company.archived
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
        else "c" if group in company.archived
        else "-" if (group, asking) not in company.asking
        else "c" if (group, asking) in company.banned
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/requests/decide/", {"person": asking, "accept": True})
    if said == "y":
        company.asking.discard((group, asking))
        if company.people[asking].active and (("group", group), asking) not in company.seats:
            company.come_in(asking, group, "member")
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
        else "c" if group in company.archived or (group, new) in company.banned
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/members/", {"person": new, "role": wanted})
    if said == "y":
        company.come_in(new, group, wanted)
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


def _step_down(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    role = company.seats.get((("group", group), person))
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if role not in MODERATING
        else "c" if role == "owner" and company.owners(group) == {person}
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/step-down/")
    if said == "y":
        company.sit(person, ("group", group), "member")
    return expected, said


def _invite(players: Players) -> tuple[Told, Told]:
    company, other, (person, group) = players.company, players.staff(), players.at_a_group()
    role = company.seats.get((("group", group), person))
    may = role is not None if company.openness[group] == "open" else role in MODERATING
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if not may
        else "c" if group in company.archived or (group, other) in company.banned
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/invitations/", {"people": [other]})
    if said == "y" and (("group", group), other) not in company.seats and not company.asked_in(other, group):
        company.invited[group, other] = person
    return expected, said


def _accept(players: Players) -> tuple[Told, Told]:
    company, group, person = players.company, *_asked(players)
    seated = (("group", group), person) in company.seats
    expected = (
        "-" if not company.knows_group(person, group)
        else "y" if seated
        else "c" if group in company.archived
        else "x" if not company.asked_in(person, group)
        else "c" if (group, person) in company.banned
        else "y"
    )  # fmt: skip
    said = players.do(person, "POST", f"groups/{group}/invitations/accept/")
    if said == "y" and not seated:
        company.come_in(person, group, "member")
    return expected, said


def _decline(players: Players) -> tuple[Told, Told]:
    company, group, person = players.company, *_asked(players)
    expected = "y" if company.knows_group(person, group) else "-"
    said = players.do(person, "POST", f"groups/{group}/invitations/decline/")
    if said == "y":
        company.invited.pop((group, person), None)
    return expected, said


def _asked(players: Players) -> tuple[str, str]:
    """A group and somebody who was asked into it, if there is anybody."""
    standing = sorted(key for key in players.company.invited if players.company.people[key[1]].active)
    return players.draw.choice(standing) if standing else (players.group(), players.anybody())


def _owns(players: Players, person: str, group: str) -> Told:
    """What an owner's deed is answered with, while the group is alive."""
    company = players.company
    return (
        "-" if not company.knows_group(person, group)
        else "x" if company.seats.get((("group", group), person)) != "owner"
        else "c" if group in company.archived
        else "y"
    )  # fmt: skip


def _set_openness(players: Players) -> tuple[Told, Told]:
    person, group = players.at_a_group()
    openness = players.draw.choice(["open", "closed", "secret"])
    expected = _owns(players, person, group)
    said = players.do(person, "POST", f"groups/{group}/openness/", {"openness": openness})
    if said == "y":
        players.company.set_openness(group, openness)
    return expected, said


def _publish_history(players: Players) -> tuple[Told, Told]:
    person, group = players.at_a_group()
    expected = _owns(players, person, group)
    said = players.do(person, "POST", f"groups/{group}/publish-history/")
    if said == "y":
        players.company.publish_history(person, group)
    return expected, said


def _archive(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    ends = group not in company.archived and players.draw.random() < 0.3
    expected = _owns(players, person, group).replace("c", "y")
    said = players.do(person, "POST", f"groups/{group}/{'archive' if ends else 'restore'}/")
    if said == "y" and ends:
        company.archive(group)
    elif said == "y":
        company.archived.discard(group)
    return expected, said


_RANK = {"owner": 3, "moderator": 2, "member": 1}


def _sanction(players: Players) -> tuple[Told, Told]:
    company, (person, group) = players.company, players.at_a_group()
    place, verb = ("group", group), players.draw.choice(["mute", "ban"])
    seated = sorted(one for at, one in company.seats if at == place and company.people[one].active)
    if not seated:
        return "y", "y"
    other = players.draw.choice(seated)
    role, present = company.seats.get((place, person)), company.seats[place, other]
    expected = (
        "-" if not company.knows_group(person, group)
        else "x" if role not in MODERATING or _RANK[role] <= _RANK[present]
        else "c" if verb == "mute" and (group, other) in company.muted
        else "y"
    )  # fmt: skip
    body = {"verb": verb, "reason": "Insults.", "days": 7 if verb == "mute" else None}
    said = players.do(person, "POST", f"groups/{group}/members/{other}/moderate/", body)
    if said == "y" and verb == "mute":
        company.muted.add((group, other))
    elif said == "y":
        company.banned.add((group, other))
        company.stand_up(other, place)
    return expected, said


def _come_and_go(players: Players) -> tuple[Told, Told]:
    """Somebody is deactivated by who runs the site, and comes back; at least five are here."""
    company = players.company
    person = players.draw.choice([one for one in company.people.values() if one.id != players.admin])
    if person.active and sum(one.active for one in company.people.values()) <= 5:
        return "y", "y"
    verb = "deactivate" if person.active else "reactivate"
    said = players.do(
        players.admin, "POST", f"people/{person.id}/{verb}/", {"leave_rest": True} if person.active else {}
    )
    if said == "y" and person.active:
        company.let_go(person.id)
    elif said == "y":
        person.active = True
        players.doors[person.id] = device(Person.objects.get(id=person.id))
    return "y", said


DEEDS: dict[str, Callable[[Players], tuple[Told, Told]]] = {
    "join": _join, "leave": _leave, "ask": _ask, "decide": _decide, "add": _add, "remove": _remove, "follow": _follow,
    "publish": _publish, "publish again": _publish, "reply": _reply, "edit": _edit, "delete": _delete,
    "say in case": _say_in_case, "say in case again": _say_in_case, "bring": _bring, "take out": _take_out,
    "restrict": _restrict, "take": _take, "tell on": _tell_on, "follow case": _follow_case, "come and go": _come_and_go,
    "step down": _step_down, "invite": _invite, "invite again": _invite, "accept": _accept, "decline": _decline,
    "set openness": _set_openness, "publish history": _publish_history, "archive": _archive, "sanction": _sanction,
}  # fmt: skip


def members_count(group: str) -> int:
    """What the site says about how many sit in a group."""
    return Group.objects.select_related("audience").get(id=group).audience.members_count
