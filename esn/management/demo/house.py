"""The demo company in play: who and what has been made so far, by the names that the scripts use."""

from dataclasses import dataclass, field

from groups.models import Group
from people.models import Person


@dataclass
class House:
    """What has been made so far, by the names that the scripts use."""

    people: dict[str, Person] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)  # name → id
    groups: dict[str, Group] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)  # name → id
    cases: dict[int, "OpenCase"] = field(default_factory=dict)
    threads: dict[int, str] = field(default_factory=dict)  # number → id of its first post
    rules: dict[str, str] = field(default_factory=dict)  # key → id


@dataclass
class OpenCase:
    """A case in play: its reference, who has a voice on all its sides, and the newest root on each side."""

    ref: str
    opener: str
    restricted: bool
    seated: set[str]
    roots: dict[str, str] = field(default_factory=dict)
    promise: str = ""
    waiver: str = ""
    huddle: str = ""
    options: list[str] = field(default_factory=list)
