"""The limits of the API: counted for each device, browser and address, and told with every answer."""

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_django import Settings

from esn.core import clock
from esn.core.rates import Rates
from people.models import Person
from tests.cast import browser, device, stranger

NOON = dt.datetime(2026, 11, 22, 12, 0, 15, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _few(settings: Settings) -> None:
    """Five requests a minute."""
    settings.API_PER_MINUTE = 5


def test_a_device_is_told_what_is_left_and_refused_beyond_it_until_the_next_minute(ana: Person) -> None:
    door = device(ana)
    with clock.at(NOON):
        answers = [door.ask("GET", "me/") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert [one["RateLimit"] for one in answers] == [f'"device";r={left};t=45' for left in (4, 3, 2, 1, 0, 0)]
    assert {one["RateLimit-Policy"] for one in answers} == {'"device";q=5;w=60'}
    refused = json.loads(answers[5].text)
    assert (refused["code"], answers[5]["Retry-After"]) == ("throttled", "46")
    with clock.at(NOON + dt.timedelta(seconds=45)):
        assert door.ask("GET", "me/")["RateLimit"] == '"device";r=4;t=60'


def test_each_device_each_person_and_each_address_has_its_own_count(ana: Person, bo: Person) -> None:
    with clock.at(NOON):
        phone, tablet, page, other = device(ana), device(ana), browser(ana), device(bo)
        assert [phone.ask("GET", "me/").status_code for _ in range(6)][5] == 429
        assert [door.ask("GET", "me/").status_code for door in (tablet, page, other)] == [200] * 3
        assert page.ask("GET", "me/")["RateLimit"] == '"browser";r=3;t=45'


def test_wrong_tokens_and_nobody_are_counted_by_their_address_and_right_ones_go_on(ana: Person) -> None:
    phone = device(ana)
    with clock.at(NOON):
        guesses = [stranger().ask("GET", "me/", Authorization=f"Bearer esn_{n}").status_code for n in range(6)]
        assert guesses == [401] * 5 + [429]
        assert stranger().ask("GET", "nowhere/").status_code == 429
        assert stranger().ask("POST", "auth/codes/", {}).status_code == 429
        assert phone.ask("GET", "me/").status_code == 200


def test_a_site_without_a_limit_counts_nothing(ana: Person, settings: Settings) -> None:
    settings.API_PER_MINUTE = 0
    answer = device(ana).ask("GET", "me/")
    assert answer.status_code == 200
    assert "RateLimit" not in answer


def test_pages_are_not_counted(ana: Person) -> None:
    door = browser(ana)
    assert [door.get("/people/").status_code for _ in range(7)] == [200] * 7


@pytest.mark.parametrize("quota", [1, 7, 20, 59])
def test_several_processes_give_out_no_more_than_the_whole(settings: Settings, quota: int) -> None:
    settings.API_PER_MINUTE = quota
    processes = [Rates(), Rates(), Rates()]
    with clock.at(NOON):
        counted = [processes[n % 3].count("device", f"of-{quota}") for n in range(quota * 3)]
    assert sum(not one.exceeded for one in counted if one) == quota


def test_threads_that_count_at_once_give_out_exactly_the_whole(settings: Settings) -> None:
    settings.API_PER_MINUTE = 100
    rates, together = Rates(), threading.Barrier(4)

    def ask(_number: int) -> int:
        together.wait()
        with clock.at(NOON):
            found = [rates.count("device", "busy") for _ in range(50)]
        return sum(not one.exceeded for one in found if one)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(ask, range(4))) == 100


def test_what_is_remembered_is_bounded(settings: Settings) -> None:
    settings.API_PER_MINUTE = 1
    rates = Rates()
    with clock.at(NOON):
        for number in range(10_050):
            rates._hold(f"address:{number}", int(NOON.timestamp() // 60), 0)
    assert len(rates._held) <= 10_000
