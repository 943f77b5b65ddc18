"""The January of the furniture story as pages show it: its days, a promise as it stands, what a page says."""

import datetime as dt
import re

from django.test import Client

from cases import queries
from cases.actions import Holder, Told, make_promise
from cases.queries import CommitmentSummary
from cases.windows import Window, window
from tests.frontend.conftest import Cast

THURSDAY = dt.date(2027, 1, 14)
MONDAY = dt.date(2027, 1, 18)
NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)
NOBODY = "0" * 32


def day(date: dt.date, start: int = 7, end: int = 14) -> Window:
    """A window of that day in Paris."""
    first = dt.datetime.combine(date, dt.time(start))
    return window(first, dt.datetime.combine(date, dt.time(end)), "Europe/Paris")


def promise_the_doors(cast: Cast) -> str:
    """Ana promises the doors for tomorrow, and says so in the shop."""
    return make_promise(
        cast.ana,
        ref=cast.case,
        kind="delivery",
        text="Delivery of the doors",
        window=day(THURSDAY),
        kept_by=Holder("team", cast.shop),
        told=Told("shop"),
    )


def found(cast: Cast, promise_id: str) -> CommitmentSummary:
    """The promise as Ana sees it."""
    seen = queries.commitment(cast.ana, promise_id)
    assert isinstance(seen, CommitmentSummary)
    return seen


def text(client: Client, path: str, status: int = 200) -> str:
    """What a page says, without its tags."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
