"""The site is killed at random moments while eight devices post: nothing acknowledged is lost, nothing is doubled."""

import psycopg
import pytest
import redis

from benchmarks.faults import trial
from benchmarks.served import POSTGRES, REDIS

KILLS = 5  # python -m benchmarks.faults --kills 50 does more


def test_what_was_acknowledged_is_there_once_and_found_after_five_kills_of_the_embedded_site() -> None:
    told = trial("sqlite", KILLS)
    assert told.acknowledged > 0
    assert told.clean, told


@pytest.mark.shape
def test_what_was_acknowledged_is_there_once_and_found_after_five_kills_of_the_scaled_site() -> None:
    try:
        psycopg.connect(f"{POSTGRES}/postgres").close()
        redis.Redis.from_url(REDIS).ping()
    except (psycopg.OperationalError, redis.ConnectionError) as error:
        pytest.skip(f"PostgreSQL or Redis does not answer: {error}")
    told = trial("postgres", KILLS)
    assert told.acknowledged > 0
    assert told.clean, told
