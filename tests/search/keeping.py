"""The worker's turn for kept searches: it looks through the log, then the inbox does."""

from esn.wiring import CONSUMERS
from people.models import Person
from search.kept import matching, queries
from tests.log import follow

FOLLOWING = [next(one for one in CONSUMERS if one.name == name) for name in ("kept", "inbox", "mail")]


def turn() -> None:
    """Everything that is in the log is looked through."""
    matching.ROUND_SECONDS = 0.0
    for one in FOLLOWING:
        follow(one)


def fresh(person: Person) -> dict[str, int]:
    """How much is new in the searches of somebody, by name."""
    return {one.name: one.fresh for one in queries.kept_searches(person).results}


def railed(person: Person) -> list[tuple[str, int]]:
    """What stands in somebody's rail."""
    return [(pin.name, pin.fresh) for pin in queries.pins(person)]
