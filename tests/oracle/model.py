"""Who may read what, told a second time: sets and a few sentences of docs/permissions.md, without the product's code.

A place is where something is said: ``("group", id)`` or ``("case", ref, side)``.
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
    said: dict[str, Said] = field(default_factory=dict)

    # Reading ------------------------------------------------------------------------------------------------------
    def open_to_members(self, place: Place) -> bool:
        """Whether every member reads there."""
        if place[0] == "group":
            return self.openness[place[1]] == "open"
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
        return human.active and (seated or (human.member and self.openness[group] != "secret"))

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
        if (place, person) in self.seats:
            return True
        return place[0] == "case" and place[2] == "internal" and self.people[person].member

    def restricts(self, person: str, ref: str) -> bool:
        """The holder, or the opener while they take part."""
        role = self.seats.get((("case", ref, "internal"), person))
        return role == "owner" or (role is not None and self.opener[ref] == person)

    def sit(self, person: str, place: Place, role: str) -> None:
        """A new seat follows; a changed role leaves the following as it is."""
        if (place, person) not in self.seats:
            self.follows.add((place, person))
        self.seats[place, person] = role

    def stand_up(self, person: str, place: Place) -> None:
        """A seat goes with everything that hung on it."""
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
        """Who owns a group."""
        place = ("group", group)
        return {person for (where, person), role in self.seats.items() if where == place and role == "owner"}
