"""A company at random, and a second opinion about who may read what: every way of reading agrees, at every moment.

Each shape has a company of its own, which makes some six thousand comparisons; ``ESN_TEST_ORACLE`` is a number of
companies for a longer look.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from esn.wiring import CONSUMERS
from people.actions import create_partner
from people.models import Person
from search import engines
from tests.cast import customer
from tests.log import follow
from tests.oracle.deeds import Players, step
from tests.oracle.looks import everywhere, looks
from tests.oracle.reading import Look

ASKED = int(os.environ.get("ESN_TEST_ORACLE", "0"))
COMPANIES = range(ASKED) if ASKED else ({"sqlite": 0, "postgresql": 1}[connection.vendor],)
STEPS = 150
VIEWERS = 1  # after each step
LEAST = 5000  # comparisons in a company


@pytest.fixture(autouse=True)
def _own_index(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An index of this company alone."""
    settings.DATA_DIR = tmp_path
    _forget()
    yield
    _forget()


def _forget() -> None:
    engines.chosen.cache_clear()


def _follow() -> None:
    """What the worker makes of the log: the index and the inbox."""
    for consumer in CONSUMERS:
        if consumer.name in {"index", "inbox"}:
            follow(consumer)


def company(seed: int) -> Players:
    """A few groups and cases to begin with."""
    players = Players(seed, [create_partner(None, name="Vasseur"), create_partner(None, name="Roux")])
    players.customer = customer(Person.objects.get(id=players.staff()))
    for openness in ("open", "closed", "secret", "open"):
        players.found(openness)
    for restricted in (False, True, False):
        players.open_case(restricted)
    players.invite_guests()
    players.learn()
    return players


@pytest.mark.shape
@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("seed", COMPANIES)
def test_every_way_of_reading_agrees_with_the_second_opinion(seed: int) -> None:
    players = company(seed)
    since = dict.fromkeys(players.doors, "")
    for person in since:
        since[person] = _beginning(person)
    compared: Counter[str] = Counter()
    done: list[str] = []
    for number in range(STEPS):
        name, expected, said = step(players)
        done.append(f"{name}: {said}")
        assert said == expected, f"seed {seed}, step {number}, {name}: the door says {said}, the model {expected}"
        players.learn()
        if number % 7 == 3:
            _follow()
        found: list[Look] = []
        for person in players.draw.sample(sorted(players.doors), VIEWERS):
            found += looks(players, person, since[person])
        if number % 5 == 4:
            found += everywhere(players)
        for way, shown, must in found:
            compared[way] += 1
            assert shown == must, f"seed {seed}, step {number}, {way}\n" + "\n".join(done[-20:])
    print(f"seed {seed}: {compared.total()} comparisons on {len(compared)} ways", Counter(done).most_common())
    assert compared.total() >= LEAST, compared
    assert players.needed, "nobody needed anything"
    assert {"events", "search", "home", "thread", "customer's feed", "files of a group", "inbox"} <= compared.keys()


def _beginning(person: str) -> str:
    """A cursor from before the first fact."""
    from esn.core import cursors, events

    return cursors.seal(person, events.START)
