"""Who may read what, told a second time: sets and a few sentences of docs/permissions.md, without the product's code.

A place is where something is said: ``("group", id)``, what was a group's place before ``("group", id, number)``, or
``("case", ref, side)``.
"""

from dataclasses import dataclass, field

Place = tuple[str, ...]
GUESTS = "partner"
MODERATING = {"owner", "moderator"}


@dataclass
class Human:
    """Somebody: ``partner`` names a guest's organisation."""

    id: str
    partner: str = ""
    active: bool = True

    @property
    def member(self) -> bool:
        """Whether they are staff."""
        return not self.partner


@dataclass
class Said:
    """Something that was said somewhere; ``root`` when it answers."""

    id: str
    place: Place
    author: str
    kind: str
    root: str = ""
    deleted: bool = False


@dataclass
class Company:
    """Everybody, where they sit, what they follow, and what was said."""

    people: dict[str, Human] = field(default_factory=dict)
    openness: dict[str, str] = field(default_factory=dict)  # of groups: open, closed, secret
    restricted: dict[str, bool] = field(default_factory=dict)  # of cases
    opener: dict[str, str] = field(default_factory=dict)
    holder: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[Place]] = field(default_factory=dict)  # the sides of each case
    seats: dict[tuple[Place, str], str] = field(default_factory=dict)  # role by place and person
    follows: set[tuple[Place, str]] = field(default_factory=set)
    asking: set[tuple[str, str]] = field(default_factory=set)  # group and person
    invited: dict[tuple[str, str], str] = field(default_factory=dict)  # by whom; by group and person
    formers: dict[str, int] = field(default_factory=dict)  # how many places each group had before
    published: set[Place] = field(default_factory=set)  # former ones that an owner gave to all
    archived: set[str] = field(default_factory=set)
    muted: set[tuple[str, str]] = field(default_factory=set)  # group and person
    banned: set[tuple[str, str]] = field(default_factory=set)
    said: dict[str, Said] = field(default_factory=dict)

    # Reading ------------------------------------------------------------------------------------------------------
    def open_to_members(self, place: Place) -> bool:
        """Whether every member reads there."""
        if place[0] == "group":
            given = len(place) == 2 or place in self.published
            return given and self.openness[place[1]] == "open"
        return not self.restricted[place[1]]

    def reads(self, person: str, place: Place) -> bool:
        """The one rule."""
        human = self.people[person]
        if not human.active:
            return False
        return (place, person) in self.seats or (human.member and self.open_to_members(place))

    def readers(self, place: Place) -> set[str]:
        """Everybody who reads there."""
        return {person for person in self.people if self.reads(person, place)}

    def knows_group(self, person: str, group: str) -> bool:
        """Members know all groups but the secret ones of others."""
        human = self.people[person]
        seated = (("group", group), person) in self.seats
        invited = human.member and self.asked_in(person, group)
        return human.active and (seated or invited or (human.member and self.openness[group] != "secret"))

    def asked_in(self, person: str, group: str) -> bool:
        """Whether an invitation stands: void is one whose sender has gone, or could ask nobody in any more."""
        by = self.invited.get((group, person))
        if by is None or not self.people[by].active:
            return False
        role = self.seats.get((("group", group), by))
        return role is not None if self.openness[group] == "open" else role in MODERATING

    def past(self, group: str) -> list[Place]:
        """The places that a group had before."""
        return [("group", group, str(number)) for number in range(self.formers.get(group, 0))]

    def knows_person(self, person: str, other: str) -> bool:
        """Members know everybody; guests know themselves and those with whom they sit somewhere."""
        if self.people[person].member:
            return True
        mine = {place for place, one in self.seats if one == person}
        return any(one == other and place in mine for place, one in self.seats)

    def messages(self) -> set[str]:
        """What people said in their own words."""
        return {one.id for one in self.said.values() if one.kind == "message"}

    def living(self, person: str) -> "list[Said]":
        """The words that somebody reads and nobody took back."""
        messages = [one for one in self.said.values() if one.kind == "message" and not one.deleted]
        return [one for one in messages if self.reads(person, one.place)]

    def knows_case(self, person: str, ref: str) -> bool:
        """Whoever reads one of its sides; members read all or none."""
        return any(self.reads(person, place) for place in self.places[ref])

    def inside(self, person: str, ref: str) -> bool:
        """Whether they read what colleagues say among themselves."""
        return self.people[person].member and self.reads(person, ("case", ref, "internal"))

    def shown(self, place: Place) -> set[str]:
        """The roots that a feed shows: living ones, and deleted ones that have a living answer."""
        answered = {one.root for one in self.said.values() if one.root and not one.deleted}
        return {
            one.id
            for one in self.said.values()
            if one.place == place and not one.root and (not one.deleted or one.id in answered)
        }

    def home(self, person: str) -> set[str]:
        """What is shown of all that a person follows and reads."""
        return {
            post
            for place, follower in self.follows
            if follower == person and self.reads(person, place)
            for post in self.shown(place)
        }

    # Writing ------------------------------------------------------------------------------------------------------
    def speaks(self, person: str, place: Place) -> bool:
        """Whether they may say something where they read."""
        if place[0] == "group" and (len(place) == 3 or place[1] in self.archived or (place[1], person) in self.muted):
            return False
        if (place, person) in self.seats:
            return True
        return place[0] == "case" and place[2] == "internal" and self.people[person].member

    def restricts(self, person: str, ref: str) -> bool:
        """The holder, or the opener while they take part."""
        role = self.seats.get((("case", ref, "internal"), person))
        return role == "owner" or (role is not None and self.opener[ref] == person)

    def sit(self, person: str, place: Place, role: str) -> None:
        """A new seat follows; a changed role leaves the following as it is. A group's past goes with it."""
        if place[0] == "group" and len(place) == 2:
            for former in self.past(place[1]):
                if former in self.published or (former, person) in self.seats:
                    self.sit(person, former, role)
        if (place, person) not in self.seats:
            self.follows.add((place, person))
        self.seats[place, person] = role

    def stand_up(self, person: str, place: Place) -> None:
        """A seat goes with everything that hung on it, also in a group's past."""
        if place[0] == "group" and len(place) == 2:
            for former in self.past(place[1]):
                self.stand_up(person, former)
        if self.seats.pop((place, person), None) is not None:
            self.follows.discard((place, person))

    def take_part(self, person: str, ref: str) -> None:
        """Whoever adds an entry sits on every side."""
        if (("case", ref, "internal"), person) not in self.seats:
            for place in self.places[ref]:
                if (place, person) not in self.seats:
                    self.sit(person, place, "member")

    def bring(self, person: str, ref: str) -> None:
        """A member comes to all sides, a guest to the side of their organisation, made when it is needed."""
        human = self.people[person]
        if human.member:
            for place in self.places[ref]:
                if (place, person) not in self.seats:
                    self.sit(person, place, "member")
            return
        side = ("case", ref, f"{GUESTS}:{human.partner}")
        if side not in self.places[ref]:
            self.places[ref].add(side)
            inside = ("case", ref, "internal")
            for (place, seated), role in list(self.seats.items()):
                if place == inside:
                    self.sit(seated, side, role)
        if (side, person) not in self.seats:
            self.sit(person, side, "member")

    def hold(self, person: str, ref: str) -> None:
        """The holder owns every side; who held it before stays."""
        before = self.holder[ref]
        self.take_part(person, ref)
        for place in self.places[ref]:
            self.sit(before, place, "member")
            self.sit(person, place, "owner")
        self.holder[ref] = person

    def close(self, ref: str, restricted: bool) -> None:
        """Followers without a seat lose a case that closes."""
        if restricted and not self.restricted[ref]:
            self.follows = {
                (place, person)
                for place, person in self.follows
                if place not in self.places[ref] or (place, person) in self.seats
            }
        self.restricted[ref] = restricted

    def owners(self, group: str) -> set[str]:
        """Who owns a group and is here."""
        place = ("group", group)
        seats = {person for (where, person), role in self.seats.items() if where == place and role == "owner"}
        return {person for person in seats if self.people[person].active}

    # Groups -------------------------------------------------------------------------------------------------------
    def come_in(self, person: str, group: str, role: str) -> None:
        """Somebody takes a seat: what they asked, or were asked, is answered."""
        self.asking.discard((group, person))
        self.invited.pop((group, person), None)
        self.sit(person, ("group", group), role)

    def set_openness(self, group: str, openness: str) -> None:
        """Opening begins another place, and what was said stays behind; closing closes everything."""
        before, self.openness[group] = self.openness[group], openness
        place = ("group", group)
        if openness == before:
            return
        if openness == "open":
            self._leave_behind(group)
        elif before == "open":
            for former in self.past(group):
                if former in self.published:
                    self.give(former)
            self.follows = {(at, one) for at, one in self.follows if at != place or (at, one) in self.seats}
            for asked, by in list(self.invited.items()):
                if asked[0] == group and self.seats.get((place, by)) not in MODERATING:
                    del self.invited[asked]
        if openness != "closed":
            self.asking = {(at, one) for at, one in self.asking if at != group}

    def _leave_behind(self, group: str) -> None:
        place, number = ("group", group), self.formers.get(group, 0)
        former = ("group", group, str(number))
        self.formers[group] = number + 1
        for (at, person), role in list(self.seats.items()):
            if at == place:
                self.seats[former, person] = role
                if (place, person) in self.follows:
                    self.follows.add((former, person))

    def give(self, former: Place) -> None:
        """Everybody who sits in a group now sits in a place of its past too."""
        for (at, person), role in list(self.seats.items()):
            if at == former[:2] and (former, person) not in self.seats:
                self.sit(person, former, role)

    def publish_history(self, person: str, group: str) -> None:
        """An owner gives away what they read themselves."""
        for former in self.past(group):
            if former not in self.published and self.reads(person, former):
                self.published.add(former)
                if self.openness[group] != "open":
                    self.give(former)

    def archive(self, group: str) -> None:
        """Nothing new comes in, and what was asked is over."""
        if group not in self.archived:
            self.archived.add(group)
            self.asking = {(at, one) for at, one in self.asking if at != group}
            self.invited = {key: by for key, by in self.invited.items() if key[0] != group}

    def let_go(self, person: str) -> None:
        """Somebody is deactivated: what they asked and were asked is over, their seats stay."""
        self.people[person].active = False
        self.asking = {(at, one) for at, one in self.asking if one != person}
        self.invited = {key: by for key, by in self.invited.items() if person not in (key[1], by)}
