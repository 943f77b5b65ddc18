"""Reads the texts of the demo company: case scenarios and group talk, written like the script of a play.

A scenario begins with ``== name``. Its head names the fields of the case; ``let`` gives a slot some values to draw
from. After ``---`` comes one step a line::

    +12 service takes                      twelve minutes after the step before
    1d 09:10 carrier@partner: a text       on the next day, on the partner's side
    +5 > seller: a text // another one     a reply; ``//`` parts texts of which one is drawn
    +3 service status waiting_partner      also: passes <part or group>

A thread of talk is ``== group`` followed by ``handle: text`` lines; the first is the post, the others reply to it.
Lines that begin with a space continue the line before; ``¶`` in a text begins a new line.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

STORY = ("happened", "wanted", "tried", "refused", "constraints")

_WHEN = r"(?:\+(?P<after>\d+)|(?P<day>\d+)d (?P<clock>\d\d:\d\d))"
_SAY = re.compile(_WHEN + r" (?P<reply>> )?(?P<part>\w+)(?:@(?P<side>\w+))?: (?P<text>.+)")
_DEED = re.compile(_WHEN + r" (?P<part>\w+) (?P<verb>takes|passes|status)(?: (?P<text>\w+))?")


@dataclass(frozen=True)
class Step:
    """What one part does: ``verb`` is says, takes, passes or status; ``after`` counts minutes, ``day`` and ``clock`` fix a time."""

    verb: str
    part: str
    texts: tuple[str, ...]
    side: str = "internal"
    reply: bool = False
    after: int | None = None
    day: int = 0
    clock: dt.time = dt.time()


@dataclass
class Scenario:
    """One kind of case, from its opening to its close."""

    name: str
    products: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("person",)
    severity: str = "normal"
    restricted: bool = False
    opens: str = "seller"
    holder: str = ""  # the team that has it first; whoever opens it otherwise
    titles: tuple[str, ...] = ()
    story: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


@dataclass
class Thread:
    """One conversation in a group: who says what, with other wordings for another time."""

    group: str
    lines: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def versions(self) -> int:
        """How often the thread can be played without repeating itself."""
        return min(len(texts) for _handle, texts in self.lines)


def scenarios(text: str) -> list[Scenario]:
    """The case scenarios of a text; ValueError for a line that is not understood."""
    found = []
    for name, lines in _blocks(text):
        scenario = Scenario(name)
        head, body = lines[: lines.index("---")], lines[lines.index("---") + 1 :]
        for line in head:
            _read_head(scenario, line)
        scenario.steps = [_step(line) for line in body]
        found.append(scenario)
    return found


def threads(text: str) -> list[Thread]:
    """The group conversations of a text."""
    found = []
    for group, lines in _blocks(text):
        thread = Thread(group)
        for line in lines:
            handle, _colon, said = line.partition(": ")
            thread.lines.append((handle, _texts(said)))
        found.append(thread)
    return found


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        name, *lines = re.sub(r"\n[ ]+", " ", block).strip().splitlines()
        yield name.strip(), [line for line in lines if line]


def _texts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" // "))


def _read_head(scenario: Scenario, line: str) -> None:
    key, _colon, value = line.partition(": ")
    if key.startswith("let "):
        scenario.lets[key.removeprefix("let ")] = _texts(value)
    elif key in STORY:
        scenario.story[key] = _texts(value)
    elif key == "title":
        scenario.titles = _texts(value)
    elif key == "products":
        scenario.products = tuple(value.split())
    elif key == "for":
        scenario.kinds = ("person", "organisation") if value == "anyone" else (value,)
    elif key == "restricted":
        scenario.restricted = value == "yes"
    elif key in ("severity", "opens", "holder"):
        setattr(scenario, key, value)
    else:
        raise ValueError(line)


def _step(line: str) -> Step:
    said = _SAY.fullmatch(line)
    match = said or _DEED.fullmatch(line)
    if match is None:
        raise ValueError(line)
    parts = match.groupdict()
    return Step(
        verb=parts.get("verb") or "says",
        part=parts["part"],
        texts=_texts(parts["text"] or ""),
        side=parts.get("side") or "internal",
        reply=bool(parts.get("reply")),
        after=int(parts["after"]) if parts["after"] else None,
        day=int(parts["day"] or 0),
        clock=dt.time.fromisoformat(parts["clock"] or "00:00"),
    )
