"""The line of what is new in the thread of a case, on its first page and after earlier entries came."""

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions import add_participant, post_in_case
from esn.core import clock
from feeds.actions import mark_audiences_read, reply
from groups.models import Audience
from people.models import Person
from tests.frontend.conftest import Cast, SignedIn

NOW = dt.datetime(2199, 1, 14, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LINE = 'id="news"'


@pytest.fixture
def thread(cast: Cast) -> Iterator[Cast]:
    """Bo takes part and has read everything at nine; what is said in a test comes later."""
    with clock.at(NOW - 10 * MINUTE):
        add_participant(cast.ana, ref=cast.case, person_id=cast.bo.id)
        say(cast.ana, cast, "Read.")
    with clock.at(NOW):
        sides = Audience.objects.filter(subject_kind="case", subject_ref=cast.case)
        mark_audiences_read(cast.bo, audience_ids=list(sides.values_list("id", flat=True)))
    with clock.at(NOW + MINUTE):
        yield cast


def say(person: Person, cast: Cast, body: str, side: str = "internal") -> str:
    return post_in_case(person, ref=cast.case, body=body, side=side)


def below(page: str) -> str:
    """What stands under the line; the line is there once."""
    assert page.count(LINE) == 1
    return page.partition(LINE)[2]


def earlier(client: Client, page: str) -> str:
    """What the button of earlier entries brings."""
    found = re.search(r'hx-get="([^"]+/earlier/[^"]+)"', page)
    assert found
    return client.get(html.unescape(found[1])).text


def test_the_line_stands_above_the_oldest_entry_that_bo_has_not_read(thread: Cast, signed_in: SignedIn) -> None:
    say(thread.ana, thread, "First news.")
    say(thread.ana, thread, "Second news.", f"partner:{thread.partner}")
    page = signed_in("bo").get(f"/cases/{thread.case}/").text
    new = below(page)
    assert "First news." in new
    assert "Second news." in new
    assert "Read." not in new
    assert "New since you were here" in page


def test_there_is_none_when_nothing_is_new(thread: Cast, signed_in: SignedIn) -> None:
    say(thread.bo, thread, "My own words.")
    assert LINE not in signed_in("bo").get(f"/cases/{thread.case}/").text


def test_there_is_none_when_everything_is_new(cast: Cast, signed_in: SignedIn) -> None:
    with clock.at(NOW):
        add_participant(cast.ana, ref=cast.case, person_id=cast.bo.id)
        Audience.objects.get(subject_ref=cast.case, kind="internal").memberships.filter(person=cast.bo).update(
            read_at=NOW - dt.timedelta(days=99999)
        )
        say(cast.ana, cast, "New.")
        assert LINE not in signed_in("bo").get(f"/cases/{cast.case}/").text


def test_who_only_reads_along_has_no_line(thread: Cast, signed_in: SignedIn) -> None:
    say(thread.ana, thread, "First news.")
    assert LINE not in signed_in("cy").get(f"/cases/{thread.case}/").text


def test_an_answer_to_what_bo_has_read_is_no_news_of_the_thread_below_it(thread: Cast, signed_in: SignedIn) -> None:
    old = say(thread.bo, thread, "Who calls her?")
    with clock.at(NOW + 2 * MINUTE):
        reply(thread.ana, post_id=old, body="I do.")
    assert LINE not in signed_in("bo").get(f"/cases/{thread.case}/").text
    with clock.at(NOW + 3 * MINUTE):
        say(thread.ana, thread, "She agrees.")
        new = below(signed_in("bo").get(f"/cases/{thread.case}/").text)
    assert "She agrees." in new
    assert "Who calls her?" not in new


def test_it_stays_where_it_is_when_earlier_entries_come(thread: Cast, signed_in: SignedIn) -> None:
    with clock.at(NOW - 5 * MINUTE):
        for count in range(40):
            say(thread.ana, thread, f"Old {count:02d}.")
    say(thread.ana, thread, "First news.")
    client = signed_in("bo")
    page = client.get(f"/cases/{thread.case}/").text
    assert "Old 39." not in below(page)
    part = earlier(client, page)
    assert "Old 00." in part
    assert LINE not in part


@pytest.mark.parametrize("number", [30, 45])
def test_it_comes_with_the_earlier_entries_when_the_first_page_is_all_news(
    thread: Cast, signed_in: SignedIn, number: int
) -> None:
    for count in range(number):
        say(thread.ana, thread, f"News {count:02d}.")
    client = signed_in("bo")
    page = client.get(f"/cases/{thread.case}/").text
    assert LINE not in page
    sides = Audience.objects.filter(subject_kind="case", subject_ref=thread.case)
    mark_audiences_read(thread.bo, audience_ids=list(sides.values_list("id", flat=True)))  # as the open page does
    part = earlier(client, page)
    assert "Read." in part.partition(LINE)[0]
    new = below(part)
    assert [f"News {count:02d}." in new for count in range(number - 30)] == [True] * (number - 30)
    address = html.unescape(re.findall(r'href="(/cases/[^"]+cursor=[^"]+)"', page)[0])
    assert LINE in client.get(address).text, "without a script too"


@pytest.mark.parametrize("since", ["x", "2026-01-01", "", "2026-01-01T00:00:00", "9" * 50])
def test_a_moment_that_is_none_is_refused(thread: Cast, signed_in: SignedIn, since: str) -> None:
    answer = signed_in("bo").get(f"/cases/{thread.case}/earlier/", {"since": since})
    assert answer.status_code == 400


def test_news_cost_one_statement_more_for_any_number_of_them(thread: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    costs = []
    for number in (0, 1, 10):
        for count in range(number):
            say(thread.ana, thread, f"News {count} of {number}.")
        client.get(f"/cases/{thread.case}/")
        with CaptureQueriesContext(connection) as ran:
            client.get(f"/cases/{thread.case}/")
        costs.append(len(ran))
    assert costs == [costs[0], costs[0] + 1, costs[0] + 1]
