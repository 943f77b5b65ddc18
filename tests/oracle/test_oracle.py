"""A company at random, and a second opinion about who may read what: every way of reading agrees, at every moment.

``ESN_TEST_ORACLE`` is the number of companies (1); each makes some two thousand comparisons.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from esn.core.consumers import Consumer, run_once
from people.actions import create_partner
from people.models import Person
from search import find, handlers, index
from tests.cast import customer
from tests.oracle.deeds import Players, step
from tests.oracle.looks import Look, everywhere, looks

COMPANIES = int(os.environ.get("ESN_TEST_ORACLE", "1"))
STEPS = 150
VIEWERS = 1  # after each step
LEAST = 2000  # comparisons in a company


@pytest.fixture(autouse=True)
def _own_index(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An index of this company alone."""
    settings.DATA_DIR = tmp_path
    _forget()
    yield
    _forget()


def _forget() -> None:
    for kept in (index.site_store, find._reader, find._tail):
        kept.cache_clear()


def _index() -> None:
    while run_once(Consumer("index", handlers.index, kept_at=handlers.position)):
        pass


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
@pytest.mark.parametrize("seed", range(COMPANIES))
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
            _index()
        found: list[Look] = []
        for person in players.draw.sample(sorted(players.doors), VIEWERS):
            found += looks(players, person, since[person])
        if number % 5 == 4:
            found += everywhere(players)
        for way, shown, must in found:
            compared[way] += 1
            assert shown == must, f"seed {seed}, step {number}, {way}\n" + "\n".join(done[-20:])
    assert compared.total() >= LEAST, compared
    assert {"events", "search", "home", "thread", "customer's feed"} <= compared.keys()


def _beginning(person: str) -> str:
    """A cursor from before the first fact."""
    from esn.core import cursors, events

    return cursors.seal(person, events.START)
