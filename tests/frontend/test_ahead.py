"""Pages that a browser fetches before somebody goes to them: nothing is written, nobody is there, nothing is read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from cases.actions import post_in_case
from feeds.actions import publish, reply
from frontend import ahead
from people.seen import seen
from tests.cast import PASSWORD, admit
from tests.frontend.conftest import Cast, SignedIn
from tests.inbox.desk import waiting

AHEAD = {"Sec-Purpose": "prefetch"}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def places(cast: Cast) -> dict[str, str]:
    """An address of every place that may be fetched ahead, by the pattern of the rules."""
    post = publish(cast.bo, audience_id=cast.shop_audience, body="Rain.")
    ids = {"cases": cast.case, "customers": cast.customer, "groups": cast.shop, "people": cast.bo.id, "posts": post}
    patterns = ahead.rules()["prefetch"][0]["where"]["and"][0]["href_matches"]
    return {one: one.replace(":id", ids.get(one.split("/")[1], "")) for one in patterns if one != "/rules/:id/"}


def test_browsers_read_the_rules_and_every_page_names_them(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("ana").get("/")
    assert page["Speculation-Rules"] == '"/ahead.json"'
    answer = Client().get("/ahead.json")
    assert answer["Content-Type"] == "application/speculationrules+json"
    assert answer.json() == ahead.rules()
    assert answer.json()["prefetch"][0]["eagerness"] == "moderate"


def test_what_is_fetched_ahead_writes_nothing_and_leaves_nothing_in_the_browser(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("ana")
    client.get("/settings/")  # the session itself is seen
    for pattern, address in places(cast).items():
        seen.forget(cast.ana.id)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, headers=AHEAD)
        assert answer.status_code == 200, pattern
        assert [one["sql"] for one in asked if one["sql"].startswith(WRITES)] == [], pattern
        assert set(answer.cookies) <= {"csrftoken"}, pattern
        assert seen.among([cast.ana.id]) == frozenset(), pattern


def test_no_page_that_acts_is_among_them() -> None:
    views = [resolve(path.replace(":id", "0" * 32)).func for path in _patterns()]
    assert {getattr(view, "methods", ()) for view in views} == {("GET", "HEAD")}


def _patterns() -> list[str]:
    found: list[str] = ahead.rules()["prefetch"][0]["where"]["and"][0]["href_matches"]
    return found


@pytest.mark.parametrize("headers", [AHEAD, {"Sec-Purpose": "prefetch;prerender"}])
def test_a_line_of_the_inbox_is_settled_when_somebody_comes_not_before(
    cast: Cast, signed_in: SignedIn, headers: dict[str, str]
) -> None:
    mine = publish(cast.ana, audience_id=cast.shop_audience, body="Where are the doors?")
    reply(cast.bo, post_id=mine, body="Here.")
    client, address = signed_in("ana"), f"/posts/{mine}/"
    before = [line.subject.id for line in waiting(cast.ana)]
    client.get(address, headers=headers)
    assert [line.subject.id for line in waiting(cast.ana)] == before
    seen.forget(cast.ana.id)
    assert client.post("/arrived/", {"address": address}).status_code == 204
    assert (before, [line.subject.id for line in waiting(cast.ana)]) == ([mine], [])
    assert seen.among([cast.ana.id]) == {cast.ana.id}


def test_a_case_is_settled_the_same_way(cast: Cast, signed_in: SignedIn) -> None:
    mine = post_in_case(cast.ana, ref=cast.case, body="Where are the doors?")
    reply(cast.bo, post_id=mine, body="Here.")
    client, address = signed_in("ana"), f"/cases/{cast.case}/"
    client.get(address, headers=AHEAD)
    assert [line.kind for line in waiting(cast.ana)] == ["reply"]
    client.post("/arrived/", {"address": f"{address}?pane=thread"})
    assert waiting(cast.ana) == ()


def test_coming_home_is_remembered_when_somebody_comes(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    client.get("/", headers=AHEAD)
    assert "left" not in client.cookies
    client.post("/arrived/", {"address": "/"})
    assert client.cookies["left"].value.startswith(cast.ana.id[-12:])


def test_arriving_nowhere_says_nothing(cast: Cast, signed_in: SignedIn) -> None:
    for address in ("", "/no/such/", f"/cases/{cast.restricted}/?cursor=x", "https://elsewhere.example/cases/x/"):
        assert signed_in("cy").post("/arrived/", {"address": address}).status_code == 204


def test_a_browser_forgets_what_it_fetched_where_a_session_begins_or_ends(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "Clear-Site-Data" not in client.get("/")
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"prefetchCache"'
    admit("sam", password=PASSWORD)
    back = client.post("/sign-in/", {"login": "sam", "password": PASSWORD})
    assert (back.status_code, back["Clear-Site-Data"]) == (302, '"prefetchCache"')
